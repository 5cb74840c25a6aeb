"""What is counted and what is forgotten, without a browser."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from domain.sessions import menage, passages, verrou
from domain.transactions import Transaction
from server.resources import CONNECTION

MINUTE = timedelta(minutes=1)


@pytest.fixture
def base(database_url: str) -> Iterator[BaseSynchrone]:
    base = base_synchrone(database_url, CONNECTION)
    yield base
    base.fermer()


def executer(database_url: str, requete: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url) as connexion:
        faite = connexion.execute(requete)
        return faite.fetchall() if faite.description else []


def test_a_window_begins_with_the_first_who_comes_and_starts_again(
    base: BaseSynchrone, database_url: str
) -> None:
    def passer(cle: str = "a") -> int:
        return base.transaction(lambda tx: passages.compter(tx, cle, fenetre=MINUTE))

    assert [passer(), passer(), passer("b"), passer()] == [1, 2, 1, 3]
    executer(database_url, "UPDATE passages SET depuis_le = depuis_le - interval '1 minute'")
    assert [passer(), passer()] == [1, 2]


def test_tries_on_a_closed_address_neither_open_it_nor_keep_it_closed(
    base: BaseSynchrone, database_url: str
) -> None:
    def essayer(email: str = "A@exemple.fr ") -> int:
        return base.transaction(lambda tx: verrou.compter(tx, email))

    assert [essayer() for _ in range(9)] == [1, 2, 3, 4, 5, 6, 7, 7, 7]
    assert essayer("b@exemple.fr") == 1
    executer(
        database_url,
        "UPDATE tentatives_de_connexion SET derniere_le = derniere_le - interval '59 minutes'",
    )
    assert essayer("a@exemple.fr") == 7
    executer(
        database_url,
        "UPDATE tentatives_de_connexion SET derniere_le = derniere_le - interval '1 minute'",
    )
    assert [essayer("a@exemple.fr"), essayer("a@exemple.fr")] == [1, 2]


def test_the_sweep_leaves_what_still_tells_something(
    base: BaseSynchrone, database_url: str
) -> None:
    executer(database_url, "INSERT INTO comptes (email) VALUES ('a@exemple.fr')")
    for rang, (age, souvenir) in enumerate(
        [("30 minutes", False), ("2 hours", False), ("2 hours", True), ("15 days", True)]
    ):
        executer(
            database_url,
            "INSERT INTO sessions (compte_id, empreinte, souvenir, adresse, cree_le, vue_le) "
            f"SELECT id, sha256('{rang}'), {souvenir}, '127.0.0.1', now() - interval '{age}', "
            f"now() - interval '{age}' FROM comptes",
        )
    for rang, reste in enumerate(["1 day", "-1 day"]):
        executer(
            database_url,
            "INSERT INTO liens_de_compte (compte_id, usage, empreinte, expire_le) "
            f"SELECT id, 'activation', sha256('{rang}'), now() + interval '{reste}' FROM comptes",
        )
    for rang, age in enumerate(["6 days", "8 days"]):
        executer(
            database_url,
            "INSERT INTO tentatives_de_connexion (adresse, nombre, derniere_le) "
            f"VALUES (sha256('{rang}'), 1, now() - interval '{age}')",
        )
    executer(
        database_url,
        "INSERT INTO passages (cle, nombre, depuis_le) VALUES ('a', 1, now()), "
        "('b', 1, now() - interval '2 hours')",
    )

    def balayer(tx: Transaction) -> None:
        menage.oublier(tx)

    base.transaction(balayer)
    restent = "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM liens_de_compte), (SELECT count(*) FROM tentatives_de_connexion), (SELECT count(*) FROM passages)"
    assert executer(database_url, restent) == [(2, 1, 1, 1)]
