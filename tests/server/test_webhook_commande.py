"""`guichet webhook`, as an operator uses it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

import scenarios
from domain.webhooks.signature import secret_de
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.server.commands import Outcome, guichet

SECRET = "un secret d’installation de trente-deux caractères"
MONDE = """
version: 1
maintenant: 2026-03-01T09:00:00+01:00
comptes: [{email: admin@exemple.fr, roles: [administrateur]}]
demarches:
  - {cle: une, number: 850, libelle: Une, description: Une, etat: publiee, administrateurs: [admin@exemple.fr], pour_individu: true, groupes: [{label: défaut, defaut: true}]}
"""
Commande = Callable[..., Outcome]


@pytest.fixture
def base(stack: Settings, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "monde.yaml").write_text(MONDE)
    with fresh_database(stack) as url:
        scenarios.charger(tmp_path / "monde.yaml", database_url=url, storage=open_storage(stack))
        yield url


@pytest.fixture
def commande(base: str, tmp_path: Path) -> Commande:
    def lancer(*mots: str, **reglages: str) -> Outcome:
        return guichet(
            "webhook", *mots, folder=tmp_path, DATABASE_URL=base, GUICHET_SECRET=SECRET, **reglages
        )

    return lancer


def lignes(base: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(base) as connection:
        return connection.execute(sql.encode()).fetchall()


CREER = ("creer", "--demarche", "850", "--url")
PRIVE = {"GUICHET_RESEAUX_SORTANTS_AUTORISES": "10.1.0.0/16, fd00::/8"}


def test_a_webhook_is_made_shown_and_taken_away(base: str, commande: Commande) -> None:
    fait = commande(*CREER, "http://10.1.2.3/recu", "--libelle", "Métier", **PRIVE)
    assert fait.code == 0, fait.errors
    numero, secret = fait.output.split()
    [(sel,)] = lignes(base, "SELECT sel FROM webhooks WHERE demarche_id = 850")
    assert secret == secret_de(SECRET, str(sel))
    assert commande("secret", numero).output == f"{secret}\n"

    montre = commande("lister").output
    for mot in (numero, "850", "signee", "http://10.1.2.3/recu", "Métier", "actif"):
        assert mot in montre
    assert secret not in montre
    assert commande("journal", numero).output == ""

    nouveau = commande("secret", numero, "--nouveau").output
    assert nouveau.startswith("whsec_")
    assert nouveau != f"{secret}\n"

    refus = commande("reactiver", numero)
    assert (refus.code, refus.errors) == (1, "Ce webhook est déjà actif.\n")
    assert commande("supprimer", numero).output == f"Supprimé : {numero}.\n"
    assert lignes(base, "SELECT count(*) FROM webhooks") == [(0,)]


@pytest.mark.parametrize(
    ("url", "raison"),
    [
        ("http://10.1.2.3/", "Cette adresse n’est pas sur l’Internet public."),
        ("https://localhost/", "Cette adresse n’est pas sur l’Internet public."),
        ("http://8.8.8.8/", "L’adresse commence par https://."),
        ("https://a:b@8.8.8.8/", "L’adresse ne contient pas de nom d’utilisateur."),
        ("rien", "L’adresse commence par https://."),
    ],
)
def test_an_address_that_may_not_be_called_is_not_kept(
    base: str, commande: Commande, url: str, raison: str
) -> None:
    refus = commande(*CREER, url)
    assert (refus.code, refus.errors) == (2, f"Adresse refusée : {raison}\n")
    assert lignes(base, "SELECT count(*) FROM webhooks") == [(0,)]


def test_what_does_not_exist_is_said_so(commande: Commande) -> None:
    inconnue = commande("creer", "--demarche", "999", "--url", "https://8.8.8.8/")
    assert (inconnue.code, inconnue.errors) == (1, "Il n’y a pas de démarche 999.\n")
    for mots in (("journal", "9"), ("reactiver", "9"), ("supprimer", "9"), ("secret", "9")):
        refus = commande(*mots)
        assert (refus.code, refus.errors) == (1, "Il n’y a pas de webhook 9.\n")


def test_networks_that_are_none_are_refused(commande: Commande) -> None:
    refus = commande("lister", GUICHET_RESEAUX_SORTANTS_AUTORISES="10.1.0.0/8")
    assert refus.code == 2
    assert refus.errors == (
        "Réglage refusé : GUICHET_RESEAUX_SORTANTS_AUTORISES attend des réseaux comme 192.0.2.0/24, "
        "séparés par des virgules.\n"
    )
