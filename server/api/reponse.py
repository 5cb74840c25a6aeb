"""The form of an answer: JSON as the API always spoke it, or that of « GraphQL over HTTP » when the
client asks for it, where a request that could not run is a 400."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from server.api.refus import RequeteRefusee
from server.negotiation import qualities

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


def repondre(http: Request, corps: dict[str, Any]) -> Response:
    if _forme(http) == JSON:
        return _reponse(corps, JSON, 200)
    return _reponse(corps, GRAPHQL, 200 if "data" in corps else 400)


def refuser(http: Request, refus: RequeteRefusee) -> Response:
    """Before GraphQL: the status says it in both forms. `data` is null in the API's own (api 3.6),
    and must not be there in the other's."""
    erreur = {"message": refus.message, "extensions": {"code": refus.code}}
    if _forme(http) == JSON:
        return _reponse({"errors": [erreur], "data": None}, JSON, refus.status)
    return _reponse({"errors": [erreur]}, GRAPHQL, refus.status)


def _forme(http: Request) -> str:
    """The newer form only for who names it, and likes it as much as plain JSON: `*/*` is what
    programs say that never heard of it."""
    voulu = qualities(http.headers.get("accept", ""))
    plaisir = voulu.get(GRAPHQL, 0.0)
    return GRAPHQL if plaisir > 0 and plaisir >= voulu.get(JSON, 0.0) else JSON


def _reponse(corps: dict[str, Any], forme: str, status: int) -> Response:
    return Response(msgspec.json.encode(corps), status, media_type=f"{forme}; charset=utf-8")
