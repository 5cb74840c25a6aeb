"""PostgreSQL goes away, or silent, before a request or in the middle of one: a 503 that says when to
come back, within ten seconds, and everything as before once it is there again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx
import pytest

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.api.conftest import MONDES
from tests.databases import fresh_database
from tests.relais import Etat, Relais, relais
from tests.serving import serving

QUERY = "{ demarche(number: 800) { title dossiers(first: 1) { nodes { number champs { id } } } } }"
LU = {
    "data": {
        "demarche": {
            "title": "Une liste",
            "dossiers": {"nodes": [{"number": 8001, "champs": [{"id": "Q2hhbXAtMQ=="}]}]},
        }
    }
}
# A statement of the middle of the request, by its name: the token and the démarche are read before.
AU_MILIEU = "ChampRow_"


@dataclass(frozen=True)
class Monde:
    client: Client
    relais: Relais

    def demander(self) -> httpx.Response:
        return self.client.poster(json={"query": QUERY})

    def attendre_le_retour(self) -> httpx.Response:
        """The first answer that is not a refusal, among those of ten seconds."""
        limite = monotonic() + 10
        while (reponse := self.demander()).status_code == 503 and monotonic() < limite:
            pass
        return reponse


@pytest.fixture(scope="module")
def monde(stack: Settings) -> Iterator[Monde]:
    with fresh_database(stack) as url:
        fait = scenarios.charger(
            MONDES / "liste.yaml", database_url=url, storage=open_storage(stack)
        )
        with (
            relais(url) as (entre, par_le_relais),
            serving(stack.model_copy(update={"database_url": par_le_relais})) as serveur,
        ):
            yield Monde(Client(serveur.url, fait.jetons["lecture"]), entre)


INDISPONIBLE: dict[str, Any] = {
    "errors": [{"message": "Service Unavailable", "extensions": {"code": "service_unavailable"}}],
    "data": None,
}


@pytest.mark.parametrize("etat", [Etat.coupe, Etat.muet], ids=["partie", "muette"])
@pytest.mark.parametrize("quand", ["avant", "au milieu"])
def test_a_database_away_is_a_503_within_ten_seconds_and_nothing_is_left_of_it(
    monde: Monde, etat: Etat, quand: str
) -> None:
    assert monde.demander().json() == LU
    if quand == "avant":
        monde.relais.devenir(etat)
    else:
        monde.relais.devenir_au_passage_de(AU_MILIEU, etat)

    debut = monotonic()
    refus = monde.demander()
    duree = monotonic() - debut

    assert (refus.status_code, refus.headers["retry-after"]) == (503, "5")
    assert refus.json() == INDISPONIBLE
    assert duree < 10

    monde.relais.devenir(Etat.passe)
    retour = monde.attendre_le_retour()
    assert (retour.status_code, retour.json()) == (200, LU)


def test_a_silent_database_does_not_hold_those_who_come_after(monde: Monde) -> None:
    """Twenty at once, more than there are connections: each is told within ten seconds."""
    monde.relais.devenir(Etat.muet)
    with ThreadPoolExecutor(20) as fils:
        debut = monotonic()
        statuts = [
            reponse.status_code for reponse in fils.map(lambda _: monde.demander(), range(20))
        ]
        duree = monotonic() - debut

    assert statuts == [503] * 20
    assert duree < 10

    monde.relais.devenir(Etat.passe)
    assert monde.attendre_le_retour().json() == LU
