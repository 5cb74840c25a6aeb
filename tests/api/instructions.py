"""How many SQL statements free queries have cost, as the operator reads it."""

import re

import httpx

from tests.api.conftest import Monde


def instructions(monde: Monde, operation: str = "libre") -> float:
    texte = httpx.get(f"{monde.serveur.url}/metrics").text
    motif = rf'guichet_sql_statements_sum\{{operation="{operation}"\}} (\S+)'
    trouve = re.search(motif, texte)
    return float(trouve.group(1)) if trouve else 0.0
