"""What tests of an instructeur's home share: words written, statements counted, mails read."""

import re
from typing import Any

import httpx

from adapters.base_de_donnees import base_synchrone
from jobs.contexte import Contexte
from jobs.recherche import indexer_la_recherche
from server.resources import CONNECTION, known, open_storage
from tests.bureau.bureau import Bureau

INES, IRIS, IGOR = "ines@exemple.fr", "iris@exemple.fr", "igor@exemple.fr"
EVE, SEUL, ALI = "eve@exemple.fr", "seul@exemple.fr", "ali@exemple.fr"


def indexer(bureau: Bureau) -> None:
    """What the scheduler does every five minutes."""
    settings = bureau.serveur.settings
    base = base_synchrone(bureau.serveur.database_url, CONNECTION, known(settings))
    try:
        indexer_la_recherche(Contexte(base, open_storage(settings), settings.url))
    finally:
        base.fermer()


def cout(bureau: Bureau, email: str, query: str, **variables: Any) -> tuple[Any, float]:
    """The data of a document, and how many SQL statements it cost."""
    bureau.de(email)
    avant = _instructions(bureau)
    data = bureau.lire(email, query, **variables)
    return data, _instructions(bureau) - avant


def _instructions(bureau: Bureau) -> float:
    texte = httpx.get(f"{bureau.serveur.url}/metrics").text
    trouves = re.findall(r"^guichet_sql_statements_sum\{[^}]*\} (\S+)", texte, re.MULTILINE)
    return sum(map(float, trouves))
