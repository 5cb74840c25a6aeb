"""The form of an answer: JSON as the API always spoke it, or that of « GraphQL over HTTP » when the
client asks for it, where a request that could not run is a 400."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from server.api.refus import RequeteRefusee
from server.negotiation import qualities

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


class Octets:
    """An answer in one piece, sent as it is: Starlette's own would work its headers out again."""

    def __init__(self, corps: bytes, status: int, forme: str) -> None:
        self.corps, self.status, self.forme = corps, status, forme

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        entetes = [
            (b"content-length", str(len(self.corps)).encode()),
            (b"content-type", f"{self.forme}; charset=utf-8".encode()),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": entetes})
        await send({"type": "http.response.body", "body": self.corps})


def repondre(http: Request, corps: dict[str, Any]) -> Octets:
    if _forme(http) == JSON:
        return _reponse(corps, JSON, 200)
    return _reponse(corps, GRAPHQL, 200 if "data" in corps else 400)


def refuser(http: Request, refus: RequeteRefusee) -> Octets:
    """Before GraphQL: the status says it in both forms. `data` is null in the API's own (api 3.6),
    and must not be there in the other's."""
    erreur = {"message": refus.message, "extensions": {"code": refus.code}}
    if _forme(http) == JSON:
        return _reponse({"errors": [erreur], "data": None}, JSON, refus.status)
    return _reponse({"errors": [erreur]}, GRAPHQL, refus.status)


def _forme(http: Request) -> str:
    """The newer form only for who names it, and likes it as much as plain JSON: `*/*` is what
    programs say that never heard of it."""
    accepte = http.headers.get("accept", "")
    if GRAPHQL not in accepte.lower():
        return JSON
    voulu = qualities(accepte)
    plaisir = voulu.get(GRAPHQL, 0.0)
    return GRAPHQL if plaisir > 0 and plaisir >= voulu.get(JSON, 0.0) else JSON


ENCODEUR = msgspec.json.Encoder()


def _reponse(corps: dict[str, Any], forme: str, status: int) -> Octets:
    return Octets(ENCODEUR.encode(corps), status, forme)
