"""Sixteen clients accept dossiers over HTTP: how many decisions a second, beside the same rows written
by SQL alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec
import psycopg

from benchmarks import serveurs
from benchmarks.connexion import Connexion, connecter, requete
from benchmarks.decidables import rendre_decidables
from benchmarks.figures import Figure, Ligne, Remarque
from benchmarks.stack import World
from domain.identifiants import identifiant

CLIENTS, DECISIONS = 16, 400
ACCEPTER = """
mutation ($dossier: ID!, $instructeur: ID!) {
  dossierAccepter(input: {dossierId: $dossier, instructeurId: $instructeur, motivation: "Complet"}) {
    dossier { id state } errors { message } } }
"""
# What a decision leaves: its own row, its history, its journal, its message, its mail, its events.
SEULES = (
    "SELECT * FROM dossiers WHERE id = %(id)s FOR UPDATE",
    "UPDATE dossiers SET state = 'accepte', traite_le = now(), modifie_le = now() WHERE id = %(id)s",
    "INSERT INTO traitements (dossier_id, state, traite_le) VALUES (%(id)s, 'accepte', now())",
    "INSERT INTO messages (dossier_id, email, corps) VALUES (%(id)s, 'contact@exemple.fr', repeat('x', 600))",
    "INSERT INTO outbox (nom, donnees) VALUES ('DossierChangeEtat', '{}'), ('DossierDecide', '{}')",
    "UPDATE fils SET rang = rang + 1, dernier_le = clock_timestamp() WHERE demarche_id = 2",
    "INSERT INTO bench_journal SELECT rang, repeat('x', 2000) FROM fils WHERE demarche_id = 2",
)


async def measure(world: World) -> AsyncIterator[Ligne]:
    url = world.settings.require("database_url")
    instructeur, dossiers = _preparer(url)
    par_http, par_sql = dossiers[:DECISIONS], dossiers[DECISIONS:]
    with serveurs.guichet(world) as port:
        echauffes = par_http[:CLIENTS]
        await _accepter(port, world.jetons["ecriture"], instructeur, echauffes)
        debut = time.perf_counter()
        await _accepter(port, world.jetons["ecriture"], instructeur, par_http[CLIENTS:])
        http = (len(par_http) - CLIENTS) / (time.perf_counter() - debut)
    debut = time.perf_counter()
    await _ecrire_seul(url, par_sql)
    sql = len(par_sql) / (time.perf_counter() - debut)
    yield Remarque(f"décisions par seconde : HTTP {http:.0f} · SQL seul {sql:.0f}")
    yield Figure("decisions_contre_sql_seul", http / sql, ">= 0.1")


def _preparer(url: str) -> tuple[str, list[int]]:
    """An instructeur who may decide, and as many dossiers as it takes, en instruction."""
    with psycopg.connect(url) as connexion:
        connexion.execute(
            "CREATE UNLOGGED TABLE IF NOT EXISTS bench_journal (rang bigint, contenu text)"
        )
        connexion.execute(
            "INSERT INTO fils VALUES (2, 0, decode(repeat('00', 32), 'hex'), now()) ON CONFLICT DO NOTHING"
        )
    instructeur, dossiers = rendre_decidables(url, 2 * DECISIONS)
    return identifiant("Instructeur", instructeur), dossiers


async def _accepter(port: int, jeton: str, instructeur: str, dossiers: Sequence[int]) -> None:
    """Each client takes the next dossier as soon as it has its answer."""
    reste = iter(dossiers)
    clients = [await connecter(port) for _ in range(CLIENTS)]
    await asyncio.gather(
        *(_client(client, jeton, instructeur, lambda: next(reste, None)) for client in clients)
    )


async def _client(
    connexion: Connexion, jeton: str, instructeur: str, suivant: Callable[[], int | None]
) -> None:
    while (numero := suivant()) is not None:
        attendue: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        connexion.recue = attendue.set_result
        variables = {"dossier": identifiant("Dossier", numero), "instructeur": instructeur}
        connexion.envoyer(
            requete("/api/v2/graphql", {"query": ACCEPTER, "variables": variables}, jeton)
        )
        corps = msgspec.json.decode(await attendue)
        assert corps["data"]["dossierAccepter"]["errors"] is None, corps
    connexion.fermer()


async def _ecrire_seul(url: str, dossiers: Sequence[int]) -> None:
    reste = iter(dossiers)

    async def client() -> None:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connexion:
            while (numero := next(reste, None)) is not None:
                async with connexion.transaction():
                    for instruction in SEULES:
                        await connexion.execute(instruction, {"id": numero})

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
