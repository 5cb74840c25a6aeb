"""POST /api/v2/graphql: one request, one snapshot, one answer."""

from datetime import UTC, datetime
from typing import Any

from psycopg.errors import QueryCanceled
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.types import ASGIApp, Receive, Scope, Send

from resolvers import execution
from resolvers.compiled import Bail
from resolvers.documents import Documents
from resolvers.execution import Prete, Resultat
from resolvers.mutations.idempotence import EnCours
from resolvers.viewer import ANONYME
from schema import liaisons, schema
from schema.operations import stored
from server.api import authentification, idempotence, requete
from server.api.refus import RequeteRefusee, mauvaise
from server.api.reponse import refuser, repondre
from server.api.requete import RequeteGraphQL
from server.api.service import Service
from server.api.supposition import Connus, Supposition, supposer
from server.limites import LimiteAtteinte
from server.resources import Resources

EN_COURS = "A request with this Idempotency-Key is still being processed"
SANS_REQUETE = "No query string was present"


class Endpoint:
    """Documents are kept from one request to the next: parsing the official one takes 50 ms."""

    def __init__(self) -> None:
        self.documents = Documents(schema)
        self.connus = Connus()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        if http.method != "POST":
            raise HTTPException(404)
        reponse: ASGIApp
        try:
            corps = await self.repondre(http, http.state.resources)
            reponse = repondre(http, corps)
        except RequeteRefusee as refus:
            reponse = refuser(http, refus)
        except EnCours:
            reponse = refuser(http, RequeteRefusee(409, EN_COURS, "conflict"))
        except LimiteAtteinte as trop:
            reponse = trop.reponse(datetime.now(UTC))
        await reponse(scope, receive, send)

    async def repondre(self, http: HttpRequest, resources: Resources) -> dict[str, Any]:
        demande = await requete.lire(http)
        service = Service(http, resources, demande, authentification.porteur(http))
        supposition = self._supposer(service)
        if supposition is not None and supposition.trajet.whole:
            resultat = await self._d_un_trait(service, supposition)
            if resultat is not None:
                return service.dire(resultat)
            supposition = None
        resultat = await self._pas_a_pas(service, supposition)
        corps = service.dire(resultat)
        if service.cle is not None and idempotence.se_garde(resultat):
            return await idempotence.garder(resources.base, service.cle, corps)
        return corps

    def _supposer(self, service: Service) -> Supposition | None:
        if service.porteur is None or service.delai.depasse:
            return None
        demande = service.demande
        viewer = self.connus.reconnaitre(service.porteur)
        texte = demande.query if demande.query_id is None else stored(demande.query_id)
        document = self.documents.connu(texte) if texte is not None else None
        if viewer is None or document is None:
            return None
        prete = execution.preparer(liaisons, document, demande.variables, demande.operation_name)
        return supposer(viewer, prete) if isinstance(prete, Prete) else None

    async def _d_un_trait(self, service: Service, supposition: Supposition) -> Resultat | None:
        """The answer when its only trip is the first one, and what was supposed was right; else None:
        all has to be read again, in one snapshot."""
        assert service.porteur is not None
        async with service.snapshot() as snapshot:
            try:
                trouves, *lues = await snapshot.alone(
                    [service.porteur.question, *supposition.asked]
                )
            except QueryCanceled:
                return None  # said by the other way, which knows which field it was
            viewer = await service.identifier(trouves)
            if viewer != supposition.viewer:
                return None
            request = await service.request(viewer, snapshot, supposition.prete.document)
            supposition.receive(request, lues)
            try:
                return await execution.compilee(supposition.plan, supposition.prete, request)
            except Bail:
                return None

    async def _pas_a_pas(self, service: Service, supposition: Supposition | None) -> Resultat:
        demande, porteur = service.demande, service.porteur
        async with service.snapshot() as snapshot:
            asked = [] if porteur is None else [porteur.question]
            if supposition is not None:
                asked += supposition.asked
            try:
                lues = await snapshot.together(asked) if asked else []
            except QueryCanceled:
                if supposition is None:
                    raise
                return await self._pas_a_pas(service, None)
            viewer = await service.identifier(lues[0] if lues else ())
            if porteur is not None and viewer != ANONYME:
                self.connus.retenir(porteur, viewer)
            await service.compter(viewer)
            texte = texte_demande(demande)
            if texte is None:
                return Resultat(execution.erreurs_seules(SANS_REQUETE))
            document = self.documents.lire(texte)
            cle = idempotence.lire(service.http, viewer, document, demande, texte)
            repondu = await idempotence.deja_repondu(service.resources.base, cle) if cle else None
            if repondu is not None:
                return Resultat(repondu)
            service.cle = cle
            snapshot.limiter(service.delai)
            request = await service.request(viewer, snapshot, document)
            if supposition is not None and viewer == supposition.viewer:
                supposition.receive(request, lues[1:])
            return await execution.executer(
                liaisons,
                document,
                request,
                variables=demande.variables,
                operation=demande.operation_name,
            )


def texte_demande(demande: RequeteGraphQL) -> str | None:
    """The document: a stored one when its id is given, even beside a text (api 2.2)."""
    if demande.query_id is None:
        return demande.query
    texte = stored(demande.query_id)
    if texte is None:
        raise mauvaise(f'No query with id "{demande.query_id}"')
    return texte
