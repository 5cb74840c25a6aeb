"""The one method with which `@dnum-mi/ds-api-client` 1.9.4 writes, as published."""

from pathlib import Path
from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.client import CHEMIN, Client
from tests.clients.conftest import DsApiClient, Monde
from tests.empreintes import empreintes

DOSSIER, NOTE, RELEVE = identifiant("Dossier", 7001), "Q2hhbXAtNTA=", "Q2hhbXAtNTE="
ECRIRE = "writeInPrivateAnnotation"


def client(monde: Monde, folder: Path, jeton: str = "ecriture") -> DsApiClient:
    return DsApiClient(f"{monde.serveur.url}{CHEMIN}", monde.jetons[jeton], folder)


def lire(monde: Monde, query: str) -> Any:
    return Client(monde.serveur.url, monde.jetons["lecture"]).lire(query)


@pytest.fixture
def entree(monde: Monde) -> dict[str, str]:
    lu = lire(monde, "{ demarche(number: 700) { groupeInstructeurs { instructeurs { id } } } }")
    [instructeur] = lu["demarche"]["groupeInstructeurs"][0]["instructeurs"]
    return {
        "dossierId": DOSSIER,
        "instructeurId": instructeur["id"],
        "annotationId": NOTE,
        "value": "Vu sur place",
    }


def test_it_writes_an_annotation(monde: Monde, tmp_path: Path, entree: dict[str, str]) -> None:
    """It compares what comes back with what it sent: `true` is that both are the same."""
    textes = ["Vu sur place", "« Été » 🌱\nau 12", entree["value"]]
    dits = client(monde, tmp_path).appeler(*((ECRIRE, {**entree, "value": t}) for t in textes))

    assert dits == [{"valeur": True}] * 3
    lu = lire(monde, "{ dossier(number: 7001) { annotations { label stringValue } } }")
    assert lu["dossier"]["annotations"][0] == {"label": "Note", "stringValue": "Vu sur place"}


@pytest.mark.parametrize(
    ("jeton", "change"),
    [("ecriture", {"annotationId": RELEVE}), ("lecture", {}), ("ecriture", {"value": "a" * 70000})],
)
def test_what_is_refused_is_not_taken_for_written(
    monde: Monde, tmp_path: Path, entree: dict[str, str], jeton: str, change: dict[str, str]
) -> None:
    avant = empreintes(monde.serveur.database_url)
    [dit] = client(monde, tmp_path, jeton).appeler((ECRIRE, {**entree, **change}))

    assert dit.get("valeur", False) is False
    assert empreintes(monde.serveur.database_url) == avant


def test_a_dossier_that_is_not_there_is_an_error(
    monde: Monde, tmp_path: Path, entree: dict[str, str]
) -> None:
    absent = {**entree, "dossierId": identifiant("Dossier", 424242)}
    [dit] = client(monde, tmp_path).appeler((ECRIRE, absent))

    [erreur] = dit["reponse"]["errors"]
    assert (erreur["message"], erreur["extensions"]) == ("Dossier not found", {"code": "not_found"})
