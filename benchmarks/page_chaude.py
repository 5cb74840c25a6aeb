"""The hot page: a hundred dossiers of 40 champs by the official query, all that it includes."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import AsyncConnection

from benchmarks import demandes, egalite, executions, serveurs, une_instruction
from benchmarks.connexion import connecter, demander, requete
from benchmarks.demandes import OPERATION, PAGE_CHAUDE, PAR_PAGE, feuilles
from benchmarks.executions import Executions
from benchmarks.figures import Figure, Ligne, Remarque, en_ms, medianes
from benchmarks.stack import World
from server.resources import open_resources

ESSAIS = 15
PAGE_POSTGRAPHILE = Path(__file__).parent / "postgraphile/page.graphql"


async def measure(world: World) -> AsyncIterator[Ligne]:
    async with open_resources(world.settings) as resources:
        qui = await executions.viewer(resources, world.jetons["large"])
        courte, entiere = (
            Executions(resources, qui, texte, PAGE_CHAUDE, OPERATION)
            for texte in (demandes.sans_colonnes(), demandes.OFFICIELLE)
        )
        async for ligne in _sans_colonnes(world, courte):
            yield ligne
        async for ligne in _avec_colonnes(entiere):
            yield ligne
    async for ligne in _servie(world):
        yield ligne


async def _sans_colonnes(world: World, courte: Executions) -> AsyncIterator[Ligne]:
    await courte.relever()
    async with await UneInstruction.preparer(world, courte) as une:
        yield _taille("réponse sans `columns`", await courte.generale())
        durees = await medianes(
            ESSAIS,
            {
                "lignes": courte.lignes,
                "compilée": courte.compilee,
                "une instruction SQL": une.executer,
                "générale": courte.generale,
            },
        )
    yield en_ms("page de 100 × 40 sans `columns`", durees)
    compilee = durees["compilée"]
    yield Figure("page_sur_une_instruction_sql", compilee / durees["une instruction SQL"], "<= 0.6")
    yield Figure("page_sur_lignes_seules", compilee / durees["lignes"], "<= 2.5")
    yield Figure("page_contre_executeur_general", durees["générale"] / compilee, ">= 8")
    yield Figure("instructions_sql_de_la_page", len(courte.instructions), "<= 25")


async def _avec_colonnes(entiere: Executions) -> AsyncIterator[Ligne]:
    await entiere.relever()
    yield _taille("réponse avec `columns`", await entiere.generale())
    durees = await medianes(
        ESSAIS,
        {"lignes": entiere.lignes, "compilée": entiere.compilee, "générale": entiere.generale},
    )
    yield en_ms("page de 100 × 40 avec `columns`", durees)
    gain = durees["générale"] / durees["compilée"]
    yield Figure("page_avec_colonnes_contre_executeur_general", gain, ">= 8")


async def _servie(world: World) -> AsyncIterator[Ligne]:
    """Over HTTP, the body read whole; each server is one process."""
    notre = {"operationName": OPERATION, "variables": PAGE_CHAUDE}
    jeton = world.jetons["large"]
    courte = requete("/api/v2/graphql", {"query": demandes.sans_colonnes(), **notre}, jeton)
    entiere = requete("/api/v2/graphql", {"queryId": "ds-query-v2", **notre}, jeton)
    variables = {"demarche": str(PAGE_CHAUDE["demarcheNumber"]), "first": PAR_PAGE}
    leur = requete("/graphql", {"query": PAGE_POSTGRAPHILE.read_text(), "variables": variables})
    with serveurs.guichet(world) as ici, serveurs.postgraphile(world) as la:
        guichet, postgraphile = await connecter(ici), await connecter(la)
        yield _taille("Guichet", await demander(guichet, courte))
        yield _taille("PostGraphile", await demander(postgraphile, leur))
        durees = await medianes(
            ESSAIS,
            {
                "Guichet": lambda: demander(guichet, courte),
                "PostGraphile": lambda: demander(postgraphile, leur),
                "Guichet avec `columns`": lambda: demander(guichet, entiere),
            },
        )
        guichet.fermer()
        postgraphile.fermer()
    yield en_ms("page de 100 × 40 par HTTP", durees)
    gain = durees["PostGraphile"] / durees["Guichet"]
    yield Figure("page_http_contre_postgraphile", gain, ">= 3")


def _taille(titre: str, corps: bytes) -> Remarque:
    lu: Any = json.loads(corps)
    assert "errors" not in lu, lu["errors"]
    return Remarque(f"{titre} : {feuilles(lu)} feuilles, {len(corps) / 1e6:.2f} Mo")


class UneInstruction:
    """The whole JSON by one statement of PostgreSQL, checked equal to the API's answer first. It has a
    connection of its own, without a pool or a transaction around it: psycopg prepares it after five
    runs, and PostgreSQL chooses its plan. Our reading connections are told to plan once whatever the
    values, which suits our statements and would slow this one down."""

    def __init__(self, connexion: AsyncConnection, parametres: dict[str, Any]) -> None:
        self.connexion, self.parametres = connexion, parametres
        self.sql = une_instruction.instruction().encode()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.connexion.close()

    @classmethod
    async def preparer(cls, world: World, page: Executions) -> "UneInstruction":
        """Raises AssertionError, with the first differences."""
        with psycopg.connect(world.settings.require("database_url"), autocommit=True) as a_preparer:
            une_instruction.preparer(a_preparer)
        demarche = PAGE_CHAUDE["demarcheNumber"]
        accessibles = list(page.viewer.demarches)
        connexion = await AsyncConnection.connect(
            world.settings.require("database_url"),
            autocommit=True,
            options="-c TimeZone=Europe/Paris",
        )
        une = cls(connexion, {"demarche": demarche, "demarches": accessibles, "taille": PAR_PAGE})
        attendue, obtenue = json.loads(await page.generale()), json.loads(await une.executer())
        trouvees = list(egalite.differences(attendue, obtenue))
        assert not trouvees, trouvees[:5]
        return une

    async def executer(self) -> bytes:
        cursor = await self.connexion.execute(self.sql, self.parametres)
        ligne = await cursor.fetchone()
        assert ligne is not None
        texte: str = ligne[0]
        return texte.encode()
