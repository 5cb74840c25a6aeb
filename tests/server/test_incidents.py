"""What a client gets when something breaks."""

import re

import httpx
import psycopg
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.incidents import Incidents


async def bug(request: Request) -> Response:
    raise KeyError("le mot de passe de Camille")


async def database_away(request: Request) -> Response:
    raise psycopg.OperationalError("connection to 10.0.0.1 failed")


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = Starlette(
        routes=[Route("/bug", bug), Route("/base", database_away)],
        middleware=[Middleware(Incidents)],
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://guichet")


async def test_a_bug_is_answered_with_an_id_and_nothing_of_what_it_was(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/bug")

    assert answer.status_code == 500
    extensions = answer.json()["errors"][0]["extensions"]
    assert re.fullmatch(r"[0-9a-f-]{36}", extensions["exception_id"])
    assert answer.json() == {
        "errors": [
            {
                "message": "Internal Server Error",
                "extensions": {
                    "code": "internal_server_error",
                    "exception_id": extensions["exception_id"],
                },
            }
        ],
        "data": None,
    }


async def test_a_database_away_asks_to_come_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/base")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json() == {
        "errors": [
            {"message": "Service Unavailable", "extensions": {"code": "service_unavailable"}}
        ],
        "data": None,
    }
