"""One request of somebody signed in: one snapshot, one answer. It reads where it writes, never a replica:
people look at what they have just done."""

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.types import ASGIApp

from resolvers import execution, sessions
from resolvers.documents import Documents
from resolvers.execution import Resultat
from resolvers.mutations.idempotence import EnCours
from resolvers.patience import patience
from resolvers.sessions import ConnecteRow
from resolvers.snapshot import Snapshot
from schema import liaisons, schema
from server.api import idempotence, requete
from server.api.endpoint import EN_COURS, SANS_REQUETE, texte_demande
from server.api.refus import RequeteRefusee
from server.api.reponse import refuser, repondre
from server.api.service import Service
from server.connexion import cookie, corps, origine
from server.connexion.refus import ConnexionRefusee, non_connecte
from server.limites import LimiteAtteinte
from server.resources import Resources


class Endpoint:
    """Documents are kept from one request to the next: a web client has few, and they are long."""

    def __init__(self) -> None:
        self.documents = Documents(schema)

    async def repondre(self, http: HttpRequest) -> ASGIApp:
        resources: Resources = http.state.resources
        try:
            return repondre(http, await self._repondre(http, resources))
        except ConnexionRefusee as refus:
            return refus.reponse()
        except RequeteRefusee as refusee:
            return refuser(http, refusee)
        except EnCours:
            return refuser(http, RequeteRefusee(409, EN_COURS, "conflict"))
        except LimiteAtteinte as trop:
            return trop.reponse(datetime.now(UTC))

    async def _repondre(self, http: HttpRequest, resources: Resources) -> dict[str, Any]:
        origine.exiger_la_meme(http, resources.settings.url)
        corps.exiger_du_json(http)
        secret = cookie.lire(http, resources.settings.url)
        if not secret:
            raise non_connecte()
        service = Service(http, resources, await requete.lire(http), None)
        async with service.snapshot(resources.primary) as snapshot:
            [connectes] = await snapshot.together([sessions.question(secret)])
            if not connectes:
                raise non_connecte()
            resultat = await self._executer(service, snapshot, connectes[0])
        corps_rendu = service.dire(resultat)
        if service.cle is not None and idempotence.se_garde(resultat):
            return await idempotence.garder(resources.base, service.cle, corps_rendu)
        return corps_rendu

    async def _executer(
        self, service: Service, snapshot: Snapshot, connecte: ConnecteRow
    ) -> Resultat:
        if connecte.a_noter:
            await _noter(service.resources, connecte)
        viewer, demande = connecte.viewer(), service.demande
        await service.compter(viewer)
        texte = texte_demande(demande)
        if texte is None:
            return Resultat(execution.erreurs_seules(SANS_REQUETE))
        document = self.documents.lire(texte)
        cle = idempotence.lire(service.http, viewer, document, demande, texte)
        repondu = (
            await idempotence.deja_repondu(service.resources.base, cle) if cle is not None else None
        )
        if repondu is not None:
            return Resultat(repondu)
        service.cle = cle
        snapshot.limiter(service.delai)
        return await execution.executer(
            liaisons,
            document,
            await service.request(viewer, snapshot, document),
            variables=demande.variables,
            operation=demande.operation_name,
        )


async def _noter(resources: Resources, connecte: ConnecteRow) -> None:
    async with patience(), resources.writing.connection() as connection:
        await connection.execute(sessions.NOTER_UTILISATION, {"id": connecte.session_id})
