"""What somebody must look at, told with /metrics: read in the database at each scrape, so that it is the same
whichever web process answers, and lasts until somebody did."""

import asyncio

import psycopg
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from psycopg_pool import AsyncConnectionPool, PoolTimeout

PATIENCE = 1.0  # second, after which the other measures go without these

# Both halves have their index. A sweep that stopped is told from its first try, before it is put aside.
LIRE = """
SELECT nom,
       count(*) FILTER (WHERE ecarte_le IS NOT NULL),
       count(*) FILTER (WHERE erreur LIKE 'PlafondAtteint:%')
FROM travaux
WHERE ecarte_le IS NOT NULL OR (fait_le IS NULL AND ecarte_le IS NULL AND erreur IS NOT NULL)
GROUP BY nom
ORDER BY nom
"""


async def alarmes(pool: "AsyncConnectionPool[psycopg.AsyncConnection]") -> bytes:
    """In Prometheus's words; nothing when the database is away, which /readyz tells."""
    registre = CollectorRegistry()
    ecartes = Gauge(
        "guichet_travaux_ecartes",
        "Travaux mis à l’écart après cinq tentatives, que « guichet travaux » montre.",
        ["travail"],
        registry=registre,
    )
    plafonnes = Gauge(
        "guichet_balayages_plafonnes",
        "Balayages arrêtés à leur plafond du jour : ils détruiraient bien plus que d’ordinaire.",
        ["travail"],
        registry=registre,
    )
    try:
        async with asyncio.timeout(PATIENCE), pool.connection() as connexion:
            lues = await (await connexion.execute(LIRE)).fetchall()
    except (psycopg.Error, PoolTimeout, TimeoutError):
        return b""
    for nom, a_l_ecart, au_plafond in lues:
        if a_l_ecart:
            ecartes.labels(nom).set(a_l_ecart)
        if au_plafond:
            plafonnes.labels(nom).set(au_plafond)
    return generate_latest(registre)
