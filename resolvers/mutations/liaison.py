"""A mutation field: what it runs, in one transaction, and how its refusals are answered (api 9)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from graphql import GraphQLFieldResolver

from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.transactions import Transaction
from resolvers.bindings import Arguments, Binding, Info, Rows
from resolvers.compiled.bail import Bail
from resolvers.ecriture import Cle, Ecriture
from resolvers.mutations import idempotence
from resolvers.mutations.acte import Acte, Entree, ouvrir
from resolvers.mutations.idempotence import CleReprise, Fait
from resolvers.mutations.payload import Erreur, Payload, refuse
from resolvers.refus import Refus
from resolvers.request import Request

LECTURE_SEULE = "Le jeton utilisé est configuré seulement en lecture"
RESERVEE = "Cette demande se fait connecté, et non par un jeton"

Agir = Callable[[Acte, Entree], Payload]


def _aucun(_: Entree) -> Sequence[str]:
    return ()


def nommes(cles: Sequence[str], entree: Entree) -> Sequence[str]:
    """The uploads under these keys of an input."""
    return [entree[cle] for cle in cles if entree.get(cle)]


@dataclass(frozen=True, slots=True)
class Mutation(Binding):
    """`agir` runs in the transaction. It raises DomainError for what is answered in `errors`, Refus for
    what takes the place of the field. `fichiers` gives the uploads that an input names. `personne`: it
    makes sense only of somebody signed in, and a token is refused. `preparer` reads what the input asks
    for before the transaction, and gives the input that is acted upon."""

    agir: Agir
    fichiers: Callable[[Entree], Sequence[str]] = _aucun
    personne: bool = False
    preparer: Callable[[Request, Entree], Awaitable[Entree]] | None = None

    def resolver(self) -> GraphQLFieldResolver:
        async def resolve(_: object, info: Info, *, input: Entree) -> Payload:
            return await executer(self, info.context, str(info.path.key), input)

        return resolve

    def values(self, rows: Rows, request: Request, arguments: Arguments) -> Any:
        raise Bail  # mutations are the general executor's


async def executer(mutation: Mutation, request: Request, champ: str, entree: Entree) -> Payload:
    """Do it, once, and give what there is to answer with."""
    fait = await _faire(mutation, request, champ, entree)
    return msgspec.structs.replace(fait, client_mutation_id=entree.get("client_mutation_id"))


async def _faire(mutation: Mutation, request: Request, champ: str, entree: Entree) -> Payload:
    viewer, ecriture = request.viewer, request.ecriture
    if not viewer.ecriture or viewer.porteur is None or ecriture is None:
        return Payload(errors=[Erreur(LECTURE_SEULE)])
    if mutation.personne and viewer.compte_id is None:
        return Payload(errors=[Erreur(RESERVEE, code="reservee_aux_personnes")])
    cle = ecriture.cle
    if mutation.preparer is not None:
        try:
            entree = await mutation.preparer(request, entree)
        except DomainError as refus:
            return refuse(refus)
    verifie = await _verifier(mutation, ecriture, entree)

    def agir(tx: Transaction) -> Payload:
        if isinstance(verifie, DomainError):
            raise verifie
        return mutation.agir(ouvrir(tx, viewer, ecriture.televersements, verifie), entree)

    try:
        if cle is None:
            return await ecriture.base.transaction(agir)
        fait = await ecriture.base.transaction(lambda tx: une_fois(tx, cle, champ, agir))
    except DomainError as refus:
        return refuse(refus)
    except CleReprise as reprise:
        raise Refus(str(reprise), "idempotency_mismatch") from None
    finally:
        await request.renouveler()
    if fait.payload is None:
        raise Refus(fait.message or "", fait.code)
    return fait.payload


async def _verifier(
    mutation: Mutation, ecriture: Ecriture, entree: Entree
) -> Mapping[str, FichierVerifie] | DomainError:
    """The uploads, looked at before any row is (api 9.3), and before the transaction: S3 may be slow. A
    refusal is given back rather than raised, for one who comes twice with a key is answered first."""
    verifies: dict[str, FichierVerifie] = {}
    try:
        for signe in mutation.fichiers(entree):
            verifies[signe] = await ecriture.televersements.verifier(signe)
    except DomainError as refus:
        return refus
    return verifies


def une_fois(tx: Transaction, cle: Cle, champ: str, agir: Callable[[Transaction], Payload]) -> Fait:
    """What the field left the first time, or what it leaves now. A refusal is a result: it is kept, and
    given again. Raises CleReprise, EnCours."""
    demande = idempotence.reserver(tx, cle)
    deja = idempotence.deja_fait(demande, champ)
    if deja is not None:
        return deja
    fait = _tenter(tx, agir)
    idempotence.retenir(demande, champ, fait)
    return fait


def _tenter(tx: Transaction, agir: Callable[[Transaction], Payload]) -> Fait:
    """Refused, it leaves nothing but the refusal."""
    point = tx.session.begin_nested()
    try:
        fait = Fait(payload=agir(tx))
        tx.flush()
    except (DomainError, Refus) as refus:
        point.rollback()
        tx.oublier()
        if isinstance(refus, DomainError):
            return Fait(payload=refuse(refus))
        return Fait(message=refus.message, code=(refus.extensions or {}).get("code"))
    point.commit()
    return fait
