"""Which dossiers an export of a tab is asked for: those that pass the filters of whoever asks (rules 8.1.3).

They are read through the list’s own statements, just before the transaction, in the snapshot of the request;
what the export may hold of them is tested again where it is written.
"""

import json
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLFieldResolver

from domain import identifiants
from domain.errors import DomainError
from domain.presentations.onglets import Onglet
from resolvers.bindings import Info
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.bureau.instructions import page
from resolvers.bureau.tableau import liste
from resolvers.mutations.acte import Entree
from resolvers.mutations.liaison import Mutation, executer
from resolvers.mutations.payload import Payload, refuse
from resolvers.request import Request

TOUS = 10_000_000  # more dossiers than a démarche has: lists are read whole
FILTRES = "filtres_lus"
"""What is added to the input: the numbers that pass, and the words of the filters."""


@dataclass(frozen=True, slots=True)
class ExportFiltre(Mutation):
    """The demand of an export: filters are worth something only to somebody signed in, on a tab."""

    def resolver(self) -> GraphQLFieldResolver:
        async def resolve(_: object, info: Info, *, input: Entree) -> Payload:
            request = info.context
            try:
                lus = await _lire(request, input)
            except DomainError as refus:
                return refuse(refus)
            return await executer(self, request, str(info.path.key), {**input, FILTRES: lus})

        return resolve


async def _lire(request: Request, entree: Entree) -> tuple[list[int], str] | None:
    """None when nothing is filtered. Raises DomainError."""
    if request.viewer.compte_id is None or entree.get("onglet") is None or entree.get("dossiers"):
        return None
    voulue = entree["demarche"]
    numero = voulue.get("number")
    if numero is None:
        numero = identifiants.numero_de(voulue.get("id") or "", identifiants.PROCEDURE)
    demarche = await request.load(DEMARCHE_DU_BUREAU, numero) if numero is not None else None
    if demarche is None:
        return None  # the demand will be refused, in its own words
    lue = await liste(
        request,
        demarche,
        onglet=Onglet(entree["onglet"]),
        filtres=entree.get("filtres"),
        inclure_archives=entree.get("avec_archives"),
    )
    if not lue.vue.genres:
        return None
    statement = page(lue.vue, None, False)
    lignes: list[Any] = await request.snapshot.rows(statement, {**lue.parametres, "limite": TOUS})
    connus = {*request.viewer.parameters, "demarche", "champ_tri"}
    valeurs = {nom: str(v) for nom, v in lue.parametres.items() if nom not in connus}
    mots = json.dumps([repr(lue.vue.genres), valeurs], sort_keys=True)
    return [ligne.id for ligne in lignes], mots
