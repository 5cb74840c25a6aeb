"""A page costs the same number of SQL statements for one dossier and for a hundred."""

import re
from typing import Any

import httpx

from tests.api.client import Client
from tests.api.conftest import Monde

MONDE = "cent_dossiers"

TOUT: dict[str, Any] = {
    "includeDossiers": True,
    "includeGroupeInstructeurs": True,
    "includeRevision": True,
    "includeRevisions": True,
    "includeService": True,
    "includePendingDeletedDossiers": True,
    "includeDeletedDossiers": True,
    "includeAvis": True,
    "includeMessages": True,
    "includeCorrections": True,
    "includeGeometry": True,
}


def instructions(monde: Monde) -> float:
    """The statements that stored queries have cost so far, as /metrics tells it."""
    texte = httpx.get(f"{monde.serveur.url}/metrics").text
    trouve = re.search(r'guichet_sql_statements_sum\{operation="ds-query-v2"\} (\S+)', texte)
    return float(trouve.group(1)) if trouve else 0.0


def cout(monde: Monde, client: Client, dossiers: int) -> tuple[int, float]:
    avant = instructions(monde)
    demarche = client.operation("getDemarche", demarcheNumber=900, first=dossiers, **TOUT)[
        "demarche"
    ]
    return len(demarche["dossiers"]["nodes"]), instructions(monde) - avant


def test_a_hundred_dossiers_cost_what_one_costs(monde: Monde, client: Client) -> None:
    client.operation("getDemarche", demarcheNumber=900)  # the token's first use is noted apart

    un, cout_d_un = cout(monde, client, 1)
    cent, cout_de_cent = cout(monde, client, 100)

    assert (un, cent) == (1, 100)
    assert cout_d_un == cout_de_cent
    assert cout_de_cent <= 25
