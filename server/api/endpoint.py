"""POST /api/v2/graphql: one request, one snapshot, one answer."""

from datetime import UTC, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.types import Receive, Scope, Send

from resolvers import execution
from resolvers.delai import Delai
from resolvers.documents import Documents
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from schema import liaisons, schema
from schema.operations import stored
from server.api import authentification, requete
from server.api.liens import liens_de
from server.api.refus import RequeteRefusee, mauvaise
from server.api.reponse import refuser, repondre
from server.api.requete import RequeteGraphQL
from server.limites import LimiteAtteinte
from server.logs import logger
from server.metrics import SQL_STATEMENTS
from server.resources import Resources

log = logger("api")

# One bug may strike each row of a page: its first traces say as much as thousands.
IMPREVUES_DITES = 5
SANS_REQUETE = "No query string was present"


class Endpoint:
    """Documents are kept from one request to the next: parsing the official one takes 50 ms."""

    def __init__(self) -> None:
        self.documents = Documents(schema)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        if http.method != "POST":
            raise HTTPException(404)
        try:
            corps = await self.repondre(http, http.state.resources)
            reponse = repondre(http, corps)
        except RequeteRefusee as refus:
            reponse = refuser(http, refus)
        except LimiteAtteinte as trop:
            reponse = trop.reponse(datetime.now(UTC))
        await reponse(scope, receive, send)

    async def repondre(self, http: HttpRequest, resources: Resources) -> dict[str, Any]:
        demande = await requete.lire(http)
        async with Snapshot(resources.reading) as snapshot:
            viewer = await authentification.identifier(
                http, resources, snapshot, stored=demande.query_id is not None
            )
            limite = await resources.limites.compter(viewer)
            texte = _texte(demande)
            if texte is None:
                return execution.erreurs_seules(SANS_REQUETE)
            document = self.documents.lire(texte)
            snapshot.limiter(Delai(resources.settings.query_timeout))
            now = datetime.now(UTC)
            request = Request(
                viewer=viewer,
                snapshot=snapshot,
                liens=liens_de(resources, viewer, now),
                now=now,
                fragments=document.fragments,
                limite=limite,
            )
            resultat = await execution.executer(
                liaisons,
                document,
                request,
                variables=demande.variables,
                operation=demande.operation_name,
            )
        SQL_STATEMENTS.labels(_etiquette(demande)).observe(snapshot.statements)
        for imprevue in resultat.imprevues[:IMPREVUES_DITES]:
            log.error(
                "erreur imprévue", exception_id=imprevue.exception_id, exc_info=imprevue.error
            )
        return resultat.corps


def _texte(demande: RequeteGraphQL) -> str | None:
    """The document: a stored one when its id is given, even beside a text (api 2.2)."""
    if demande.query_id is None:
        return demande.query
    texte = stored(demande.query_id)
    if texte is None:
        raise mauvaise(f'No query with id "{demande.query_id}"')
    return texte


def _etiquette(demande: RequeteGraphQL) -> str:
    """Names of stored operations only: a label that clients choose would have no bound."""
    return demande.query_id or "libre"
