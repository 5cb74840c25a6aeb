"""Mails promised in a database, a mailer that is called by hand, and what became of its rows."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from adapters.base_de_donnees import BaseSynchrone
from adapters.courrier import CourrierSmtp
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from jobs.mailer import Facteur

PLATEFORME = Plateforme(
    url="https://guichet.exemple.fr",
    expediteur="Guichet <ne-pas-repondre@exemple.fr>",
    contact="contact@exemple.fr",
)
HIER = datetime.now(UTC) - timedelta(days=1)
ZOE = "zoe@exemple.fr"


def promettre(
    base: BaseSynchrone, *adresses: str, nom: Nom = Nom.membre_ajoute, le: datetime = HIER,
    **mots: str,
) -> None:  # fmt: skip
    faits = {"auteur": "chef@exemple.fr", "groupe": "Été", "demarche": "Une aide", "dossier": "12", **mots}  # fmt: skip
    base.transaction(
        lambda tx: poster(tx, nom, a=adresses or [ZOE], evenement="essai", mots=faits,
                          lien="https://guichet.exemple.fr/x", plateforme=PLATEFORME, at=le)
    )  # fmt: skip


@contextmanager
def facteur(base: BaseSynchrone, url: str, *, patience: float = 5) -> Iterator[Any]:
    """Calls of what it gives are turns of a mailer: each returns the rest that it would take."""
    with asyncio.Runner() as boucle:
        courrier = CourrierSmtp(url, patience=patience)
        postier = Facteur(base, courrier, dire=lambda *_, **__: None)
        yield lambda: postier.tour(boucle)
        boucle.run(courrier.fermer())


def lignes(database_url: str) -> list[dict[str, Any]]:
    with psycopg.connect(database_url, row_factory=dict_row) as connexion:
        return connexion.execute("SELECT * FROM courriels ORDER BY id").fetchall()


def ligne(database_url: str) -> dict[str, Any]:
    (une,) = lignes(database_url)
    return une


def executer(database_url: str, instruction: str) -> None:
    with psycopg.connect(database_url) as connexion:
        connexion.execute(instruction)
