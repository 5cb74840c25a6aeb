"""Exports made in the test’s own process, as the process that makes them would."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from adapters.base_de_donnees import base_synchrone
from jobs.exports.atelier import Atelier
from jobs.exports.boucle import faire_tous
from server.imprimerie import Imprimerie
from server.resources import WORKING, known, open_storage
from server.settings import Settings

DEMANDE = """mutation ($input: ExportDemanderInput!) { exportDemander(input: $input) {
  errors { message code } reutilise
  export { id format etat onglet nombreDeDossiers dossiersFaits fichiersManquants erreur fichier { filename url } }
} }"""


@contextmanager
def atelier(settings: Settings) -> Iterator[Atelier]:
    url = settings.require("database_url")
    base = base_synchrone(url, WORKING, known(settings))
    try:
        yield Atelier(base, open_storage(settings), Imprimerie(url))
    finally:
        base.fermer()


def preparer(settings: Settings) -> list[BaseException]:
    """Make all that is due; what went wrong."""
    manques: list[BaseException] = []
    with atelier(settings) as fait:
        faire_tous(fait, lambda numero, error: manques.append(error))
    return manques


def demande(demarche: int = 900, **plus: Any) -> dict[str, Any]:
    return {"demarche": {"number": demarche}, **plus}
