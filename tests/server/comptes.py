"""People who sign in to a Guichet with browsers of their own, and what is written of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import yaml

import scenarios
from adapters.base_de_donnees import base_synchrone
from domain.comptes.mots_de_passe import hacher
from jobs import tous
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.relais import relayer
from jobs.travaux import executer
from server.resources import CONNECTION, known, open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.serving import Serveur, serving

SECRET = "bateau lune cactus 42"
AUTRE = "violon brume 17 carafe"
INES, ADA, EVE, ALI = "ines@exemple.fr", "ada@exemple.fr", "eve@exemple.fr", "ali@exemple.fr"
PERSONNE = "personne@exemple.fr"
COOKIE = "guichet-session"

assert tous.TRAVAUX  # declared: a worker has them all

HACHE = hacher(SECRET)
TABLES = (
    "sessions", "liens_de_compte", "tentatives_de_connexion", "passages", "courriels", "outbox", "travaux",
    "adresses_courriel", "connexions", "seconds_facteurs", "codes_de_secours", "adresses_a_confirmer",
    "identites_pro_connect", "identites_france_connect",
)  # fmt: skip

COMPTES = [
    {"email": INES, "roles": ["instructeur"], "mot_de_passe": SECRET},
    {"email": ADA, "roles": ["administrateur"], "mot_de_passe": SECRET},
    {"email": EVE, "roles": ["expert"]},
    {"email": ALI, "roles": ["usager"], "mot_de_passe": SECRET},
]


@dataclass(frozen=True)
class Porte:
    serveur: Serveur
    ouverts: list[httpx.Client] = field(default_factory=list)

    def navigateur(self, **entetes: str) -> httpx.Client:
        client = httpx.Client(base_url=self.serveur.url, timeout=30, headers=entetes)
        self.ouverts.append(client)
        return client

    def fermer(self) -> None:
        while self.ouverts:
            self.ouverts.pop().close()

    def remettre(self) -> None:
        """As it was before the test: nobody signed in, every password the first one."""
        self.fermer()
        for table in TABLES:
            self.lignes(f"DELETE FROM {table}")
        self.lignes(
            "UPDATE comptes SET mot_de_passe_hash = CASE WHEN email = %s THEN NULL ELSE %s END",
            EVE, HACHE,
        )  # fmt: skip

    def connecte(self, email: str = INES, mot_de_passe: str = SECRET, **plus: Any) -> httpx.Client:
        client = self.navigateur()
        reponse = connecter(client, email, mot_de_passe, **plus)
        assert reponse.status_code == 200, reponse.text
        return client

    def lignes(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.serveur.database_url) as connexion:
            trouvees = connexion.execute(requete, valeurs)
            return trouvees.fetchall() if trouvees.description else []

    def suivre(self) -> None:
        """All that follows is done, as the relay and a worker would."""
        contexte = self._contexte()
        base = contexte.base
        sonnes: list[int] = []
        manques: list[str] = []
        relayer(base, sonnes.append)
        for numero in sonnes:
            tenter(contexte, numero, lambda n, nom, erreur: manques.append(str(erreur)))
        base.fermer()
        assert manques == []

    def travailler(self, nom: str) -> None:
        """A work of the schedule, now."""
        contexte = self._contexte()
        executer(contexte, nom, {})
        contexte.base.fermer()

    def _contexte(self) -> Contexte:
        settings = self.serveur.settings
        base = base_synchrone(self.serveur.database_url, CONNECTION, known(settings))
        return Contexte(base, open_storage(settings), settings.url)

    def courriels(self) -> list[tuple[str, str, bool]]:
        return self.lignes("SELECT genre, destinataire, critique FROM courriels ORDER BY id")

    def lien(self) -> str:
        """The address in the last mail."""
        [(texte,)] = self.lignes("SELECT corps_html FROM courriels ORDER BY id DESC LIMIT 1")
        adresse = str(texte).split('href="', 1)[1].split('"', 1)[0]
        assert adresse.startswith(self.serveur.url)
        return adresse.removeprefix(self.serveur.url)

    def vieillir(self, table: str, colonne: str, duree: str) -> None:
        self.lignes(f"UPDATE {table} SET {colonne} = {colonne} - %s::interval", duree)


def connecter(
    client: httpx.Client, email: str = INES, mot_de_passe: str = SECRET, **plus: Any
) -> httpx.Response:
    return client.post("/connexion", json={"email": email, "motDePasse": mot_de_passe, **plus})


def refus(reponse: httpx.Response) -> tuple[int, str, str]:
    corps: Mapping[str, Any] = reponse.json()
    assert corps["data"] is None
    [erreur] = corps["errors"]
    return reponse.status_code, erreur["extensions"]["code"], erreur["message"]


@contextmanager
def porte(stack: Settings, folder: Path, **reglages: Any) -> Iterator[Porte]:
    fichier = folder / "comptes.yaml"
    fichier.write_text(yaml.safe_dump({"version": 1, "comptes": COMPTES}, allow_unicode=True))
    with fresh_database(stack) as url:
        settings = stack.model_copy(update={"database_url": url, "login_limit": 0, **reglages})
        scenarios.charger(fichier, database_url=url, storage=open_storage(settings))
        with serving(settings) as serveur:
            ouverte = Porte(serveur)
            try:
                yield ouverte
            finally:
                ouverte.fermer()
