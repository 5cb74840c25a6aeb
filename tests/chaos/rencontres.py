"""A thousand meetings of each pair of acts that could destroy or decide twice (reliability 2.6)."""

from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, Ligne, Remarque
from tests.conftest import composants
from tests.databases import fresh_database
from tests.jobs import rencontres_de_fins, rencontres_de_masse
from tests.jobs.expirations import monde_ouvert
from tests.jobs.masse import modele_de_masse
from tests.jobs.rencontres import Lieu, Tour, lieu, rencontrer

Paires = dict[str, Callable[[Lieu, int], Iterator[Tour]]]
FINS: Paires = {
    "expiration_et_prolongation": rencontres_de_fins.expirations_et_prolongations,
    "purge_et_restauration": rencontres_de_fins.purges_et_restaurations,
}
MASSE: Paires = {
    "masse_et_un": rencontres_de_masse.masse_et_un,
    "masse_et_masse": rencontres_de_masse.masse_et_masse,
}


def figures(tours: int, graine: int) -> Iterator[Ligne]:
    with composants() as stack:
        with monde_ouvert(stack, rencontres_de_fins.scenario(tours)) as fins:
            yield from _figures(fins.url, FINS, tours, graine)
        with modele_de_masse(stack) as modele, fresh_database(stack, model=modele) as url:
            yield from _figures(url, MASSE, tours, graine)


def _figures(url: str, paires: Paires, tours: int, graine: int) -> Iterator[Ligne]:
    with lieu(url) as la:
        for nom, paire in paires.items():
            bilan = rencontrer(url, paire(la, tours), graine=graine)
            yield Remarque(f"{nom} : {bilan}")
            for faute in bilan.fautes[:10]:
                yield Remarque(faute)
            yield Figure(f"{nom}_tours", bilan.tours, f">= {tours}")
            yield Figure(f"{nom}_fautes", len(bilan.fautes), "<= 0")
