"""Pages of a list of 200,000, against its first one: deep, filtered, sorted otherwise."""

import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from benchmarks import demandes, serveurs
from benchmarks.connexion import Connexion, connecter, demander, requete
from benchmarks.demandes import PAR_PAGE
from benchmarks.figures import Figure, Ligne, en_ms, medianes
from benchmarks.stack import DOSSIERS, World

ESSAIS = 60
MILIEU = "2025-09-01T00:00:00+02:00"  # the dossiers of the world are those of a year

PAGES: dict[str, tuple[dict[str, Any], str]] = {
    "etat_courant": ({"state": "en_construction"}, "<= 1.5"),
    "etat_rare": ({"state": "refuse"}, "<= 1.5"),
    "modifies_depuis": ({"updatedSince": MILIEU}, "<= 1.5"),
    "du_plus_recent": ({"order": "DESC"}, "<= 1.5"),
}


async def measure(world: World) -> AsyncIterator[Ligne]:
    with serveurs.guichet(world) as port:
        connexion = await connecter(port)
        lire = partial(_lire, connexion, world.jetons["longue"])
        derniere = await lire(last=PAR_PAGE)
        avant = await lire(last=PAR_PAGE, before=derniere["pageInfo"]["startCursor"])
        profonde = {"after": avant["pageInfo"]["startCursor"]}
        demandees = {
            "premiere": {},
            "profonde": profonde,
            **{nom: variables for nom, (variables, _) in PAGES.items()},
        }
        mesures = {
            nom: partial(demander, connexion, _requete(world.jetons["longue"], variables))
            for nom, variables in demandees.items()
        }
        for nom, variables in demandees.items():
            lue = await lire(first=PAR_PAGE, **variables)
            assert len(lue["nodes"]) == PAR_PAGE, (nom, len(lue["nodes"]))
        durees = await medianes(ESSAIS, mesures)
        connexion.fermer()
    yield en_ms(f"page de 100 d’une liste de {DOSSIERS}", durees)
    premiere = durees["premiere"]
    yield Figure("page_profonde_sur_premiere", durees["profonde"] / premiere, "<= 1.2")
    for nom, (_, but) in PAGES.items():
        yield Figure(f"page_{nom}_sur_premiere", durees[nom] / premiere, but)


def _requete(jeton: str, variables: dict[str, Any]) -> bytes:
    corps = {"query": demandes.LISTE, "variables": {"first": PAR_PAGE, **variables}}
    return requete("/api/v2/graphql", corps, jeton)


async def _lire(connexion: Connexion, jeton: str, **variables: Any) -> Any:
    corps = {"query": demandes.LISTE, "variables": variables}
    lu = json.loads(await demander(connexion, requete("/api/v2/graphql", corps, jeton)))
    assert "errors" not in lu, lu["errors"]
    return lu["data"]["demarche"]["dossiers"]
