"""One dossier by its number, ten fields: how many a second each server gives to 16 clients."""

from collections.abc import AsyncIterator
from pathlib import Path

import psycopg

from benchmarks import demandes, serveurs
from benchmarks.connexion import connecter, demander, par_seconde, requete
from benchmarks.figures import Figure, Ligne, Remarque, median
from benchmarks.stack import World

TOURS, SECONDES, CONNEXIONS = 5, 2.0, 16
DOSSIER_POSTGRAPHILE = Path(__file__).parent / "postgraphile/dossier.graphql"


async def measure(world: World) -> AsyncIterator[Ligne]:
    number = _un_dossier(world)
    notre = requete(
        "/api/v2/graphql",
        {"query": demandes.PETIT_DOSSIER, "variables": {"number": number}},
        world.jetons["large"],
    )
    texte = DOSSIER_POSTGRAPHILE.read_text()
    leur = requete("/graphql", {"query": texte, "variables": {"number": str(number)}})
    with serveurs.guichet(world) as ici, serveurs.postgraphile(world) as la:
        mesures = {"Guichet": (ici, notre), "PostGraphile": (la, leur)}
        for port, octets in mesures.values():
            connexion = await connecter(port)
            assert str(number).encode() in await demander(connexion, octets)
            connexion.fermer()
            await par_seconde(port, octets, connexions=CONNEXIONS, secondes=SECONDES)
        debits: dict[str, list[float]] = {nom: [] for nom in mesures}
        for _ in range(TOURS):
            for nom, (port, octets) in mesures.items():
                debits[nom].append(
                    await par_seconde(port, octets, connexions=CONNEXIONS, secondes=SECONDES)
                )
    dits = {nom: median(pris) for nom, pris in debits.items()}
    yield Remarque(
        f"un dossier, par seconde : {' · '.join(f'{n} {d:.0f}' for n, d in dits.items())}"
    )
    gain = dits["Guichet"] / dits["PostGraphile"]
    yield Figure("petit_dossier_contre_postgraphile", gain, ">= 1.4")


def _un_dossier(world: World) -> int:
    with psycopg.connect(world.settings.require("database_url")) as connexion:
        ligne = connexion.execute(
            "SELECT id FROM dossiers WHERE demarche_id = 1 AND state = 'accepte' ORDER BY id LIMIT 1"
        ).fetchone()
    assert ligne is not None
    return int(ligne[0])
