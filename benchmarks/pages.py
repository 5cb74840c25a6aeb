"""Pages of the API over HTTP, against one another: deep against first, a hundred against one."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx

from benchmarks.figures import Figure, median
from benchmarks.stack import World
from tests.serving import serving

ESSAIS = 9
PAGE = """
query ($after: String, $first: Int) { demarche(number: 1) { dossiers(first: $first, after: $after) {
  nodes { number state dateDepot } pageInfo { endCursor hasNextPage } } } }
"""


def measure(world: World) -> Iterator[Figure]:
    with (
        serving(world.settings) as serveur,
        httpx.Client(
            base_url=serveur.url,
            headers={"Authorization": f"Bearer {world.jeton}"},
            timeout=60,
        ) as client,
    ):
        yield _profonde(client)
        yield _instructions(client)


def _demander(client: httpx.Client, **corps: Any) -> Any:
    reponse = client.post("/api/v2/graphql", json=corps).json()
    assert "errors" not in reponse, reponse["errors"]
    return reponse["data"]["demarche"]


def _duree(client: httpx.Client, **corps: Any) -> float:
    def une() -> float:
        debut = time.perf_counter()
        _demander(client, **corps)
        return time.perf_counter() - debut

    une()
    return median([une() for _ in range(ESSAIS)])


def _profonde(client: httpx.Client) -> Figure:
    """The 181st page of a hundred takes what the first takes: keyset, no offset."""
    curseur = None
    for _ in range(180):
        page = _demander(client, query=PAGE, variables={"first": 100, "after": curseur})
        curseur = page["dossiers"]["pageInfo"]["endCursor"]
    premiere = _duree(client, query=PAGE, variables={"first": 100})
    profonde = _duree(client, query=PAGE, variables={"first": 100, "after": curseur})
    return Figure("page_profonde_sur_premiere", profonde / premiere, "<= 1.2")


def _instructions(client: httpx.Client) -> Figure:
    avant = _compte(client)
    variables = {"demarcheNumber": 1, "first": 100, "includeDossiers": True}
    _demander(client, queryId="ds-query-v2", operationName="getDemarche", variables=variables)
    return Figure("instructions_sql_page_de_100", _compte(client) - avant, "<= 25")


def _compte(client: httpx.Client) -> float:
    """What /metrics counts of the statements of stored queries."""
    texte = client.get("/metrics").text
    trouve = re.search(r'guichet_sql_statements_sum\{operation="ds-query-v2"\} (\S+)', texte)
    return float(trouve.group(1)) if trouve else 0.0
