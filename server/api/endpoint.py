"""POST /api/v2/graphql: one request, one snapshot, one answer."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from resolvers import execution
from resolvers.documents import Documents
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from schema import schema
from schema.operations import stored
from server.answers import error_answer
from server.api import authentification, requete
from server.api.liens import LiensPublics
from server.api.refus import RequeteRefusee, mauvaise
from server.api.requete import RequeteGraphQL
from server.logs import logger
from server.metrics import SQL_STATEMENTS
from server.resources import Resources

log = logger("api")

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
            reponse: Response = await self.repondre(http, http.state.resources)
        except RequeteRefusee as refus:
            reponse = error_answer(refus.status, refus.message, refus.code)
        await reponse(scope, receive, send)

    async def repondre(self, http: HttpRequest, resources: Resources) -> Response:
        demande = await requete.lire(http)
        async with Snapshot(resources.reading) as snapshot:
            viewer = await authentification.identifier(
                http, resources, snapshot, stored=demande.query_id is not None
            )
            texte = _texte(demande)
            if texte is None:
                return _json(execution.erreurs_seules(SANS_REQUETE))
            document = self.documents.lire(texte)
            request = Request(
                viewer=viewer,
                snapshot=snapshot,
                liens=LiensPublics(resources.storage, resources.settings.url),
                now=datetime.now(UTC),
                fragments=document.fragments,
            )
            resultat = await execution.executer(
                schema,
                document,
                request,
                variables=demande.variables,
                operation=demande.operation_name,
            )
        SQL_STATEMENTS.labels(_etiquette(demande)).observe(snapshot.statements)
        for imprevue in resultat.imprevues:
            log.error(
                "erreur imprévue", exception_id=imprevue.exception_id, exc_info=imprevue.error
            )
        return _json(resultat.corps)


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


def _json(corps: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(corps), media_type="application/json; charset=utf-8")
