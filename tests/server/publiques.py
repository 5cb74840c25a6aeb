"""A world for the public routes: démarches of every openness, and dossiers at dates that tests know."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import yaml

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.serving import Serveur, serving

COMPTES = [
    {"email": "admin@exemple.fr", "roles": ["administrateur"]},
    {"email": "ines@exemple.fr", "roles": ["instructeur"]},
    {"email": "ali@exemple.fr", "roles": ["usager"]},
]


def demarche(number: int, **autres: Any) -> dict[str, Any]:
    return {
        "cle": f"d{number}", "number": number, "libelle": f"Démarche {number}", "description": "D",
        "etat": "publiee", "administrateurs": ["admin@exemple.fr"], "pour_individu": True,
        "groupes": [{"label": "défaut", "instructeurs": ["ines@exemple.fr"], "defaut": True}],
        **autres,
    }  # fmt: skip


def traite(number: int, state: str, depose: str, jours: float, **autres: Any) -> dict[str, Any]:
    """A dossier decided so many days after its deposit."""
    depose_le = datetime.fromisoformat(depose)
    traite_le = depose_le + timedelta(days=jours)
    return {
        "number": number, "usager": "ali@exemple.fr", "etat": state,
        "demandeur": {"nom": "Benali", "prenom": "Ali"},
        "depose_le": depose, "en_instruction_le": (depose_le + timedelta(minutes=1)).isoformat(),
        "traite_le": traite_le.isoformat(), "traite_par": "ines@exemple.fr",
        "motivation": "Parce que", **autres,
    }  # fmt: skip


@dataclass(frozen=True)
class Public:
    """A Guichet that anybody speaks to, and its database."""

    serveur: Serveur
    client: httpx.Client
    dossiers: dict[str, int]

    def get(self, chemin: str, **options: Any) -> httpx.Response:
        return self.client.get(chemin, **options)

    def post(self, chemin: str, **options: Any) -> httpx.Response:
        return self.client.post(chemin, **options)

    def lignes(self, sql: str, *parametres: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.serveur.database_url) as connection:
            connection.execute("SET TIME ZONE 'Europe/Paris'")
            return connection.execute(sql.encode(), parametres).fetchall()

    def ecrire(self, sql: str, *parametres: Any) -> None:
        with psycopg.connect(self.serveur.database_url) as connection:
            connection.execute(sql.encode(), parametres)


@contextmanager
def public(stack: Settings, folder: Path, *demarches: Any, **reglages: Any) -> Iterator[Public]:
    """`reglages` are settings of the server, by their field."""
    monde = {
        "version": 1, "maintenant": "2026-03-01T09:00:00+01:00", "comptes": COMPTES,
        "demarches": list(demarches),
    }  # fmt: skip
    fichier = folder / "monde.yaml"
    fichier.write_text(yaml.safe_dump(monde, allow_unicode=True))
    with fresh_database(stack) as url:
        settings = stack.model_copy(update={"database_url": url, **reglages})
        fait = scenarios.charger(fichier, database_url=url, storage=open_storage(settings))
        with (
            serving(settings) as serveur,
            httpx.Client(base_url=serveur.url, timeout=30) as client,
        ):
            yield Public(serveur, client, fait.dossiers)
