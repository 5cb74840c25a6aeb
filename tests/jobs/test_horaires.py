"""Due moments: seen once, late rather than never, by the clock on the wall."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from domain.fichiers.models import ObjetAEffacer
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.horaires import PARIS, Horaire, chaque_jour, declencher, toutes_les
from jobs.travaux import TRAVAUX
from server.resources import CONNECTION, open_storage
from server.settings import Settings

DE, A = (datetime.fromisoformat(jour) for jour in ("2026-01-01", "2029-01-01"))
INSTANTS = st.datetimes(min_value=DE, max_value=A, timezones=st.just(UTC))


@given(INSTANTS, st.sampled_from([1, 5, 10, 60, 1440]))
def test_a_moment_is_never_ahead_nor_a_whole_step_behind(instant: datetime, minutes: int) -> None:
    due = toutes_les(minutes)(instant)
    assert timedelta() <= instant - due < timedelta(minutes=minutes)
    assert toutes_les(minutes)(due) == due


@given(INSTANTS, st.integers(0, 23), st.integers(0, 59))
def test_a_daily_moment_is_within_a_day_and_its_hour(
    instant: datetime, heure: int, minute: int
) -> None:
    due = chaque_jour(heure, minute)(instant)
    assert timedelta() <= instant - due < timedelta(hours=25, minutes=1)
    assert chaque_jour(heure, minute)(due) == due


@pytest.mark.parametrize(
    ("maintenant", "due"),
    [
        ("2026-03-28T12:00+01:00", "2026-03-28T01:15+01:00"),
        ("2026-03-29T12:00+02:00", "2026-03-29T01:15+01:00"),
        ("2026-03-30T01:14+02:00", "2026-03-29T01:15+01:00"),
        ("2026-10-25T12:00+01:00", "2026-10-25T01:15+02:00"),
        ("2028-02-29T01:15+01:00", "2028-02-29T01:15+01:00"),
    ],
)
def test_a_quarter_past_one_through_the_changes_of_hour(maintenant: str, due: str) -> None:
    lue = chaque_jour(1, 15)(datetime.fromisoformat(maintenant))
    assert lue.astimezone(PARIS) == datetime.fromisoformat(due)


@pytest.fixture
def base(database_url: str) -> Iterator[BaseSynchrone]:
    base = base_synchrone(database_url, CONNECTION)
    yield base
    base.fermer()


def test_what_is_due_is_put_down_once(base: BaseSynchrone, database_url: str) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    horaires = [Horaire("balayer", lambda _: moment), Horaire("compter", lambda _: moment)]
    assert base.transaction(lambda tx: declencher(tx, horaires)) == ["balayer", "compter"]
    assert base.transaction(lambda tx: declencher(tx, horaires)) == []
    suivant = [Horaire("balayer", lambda _: moment + timedelta(days=1))]
    assert base.transaction(lambda tx: declencher(tx, suivant)) == ["balayer"]
    with psycopg.connect(database_url) as connexion:
        noms = connexion.execute("SELECT nom FROM travaux ORDER BY id").fetchall()
    assert noms == [("balayer",), ("compter",), ("balayer",)]


def marquer(contexte: Contexte) -> None:
    """A piece of work that shows each time it is done."""
    marque = insert(ObjetAEffacer).values(cle=func.gen_random_uuid(), depuis=func.now())
    contexte.base.transaction(lambda tx: tx.session.execute(marque) and None)


def test_six_schedulers_and_two_workers_do_each_due_moment_once(
    stack: Settings, base: BaseSynchrone, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two things, at ten moments: none twice, none left out."""
    moments = [DE + timedelta(minutes=minute) for minute in range(10)]
    noms = ("marquer", "remarquer")
    manques: list[object] = []
    for nom in noms:
        monkeypatch.setitem(TRAVAUX, nom, marquer)
    depart, reprise = Barrier(6), Barrier(2)

    def planifier(_: int) -> int:
        sienne = base_synchrone(database_url, CONNECTION)
        depart.wait()
        dus = 0
        for moment in moments:
            horaires = [Horaire(nom, lambda _, due=moment: due) for nom in noms]  # type: ignore[misc]
            dus += len(sienne.transaction(lambda tx, h=horaires: declencher(tx, h)))  # type: ignore[misc]
        sienne.fermer()
        return dus

    def travailler(_: int) -> None:
        contexte = Contexte(base, open_storage(stack), "http://guichet.exemple")
        reprise.wait()
        for numero in numeros:
            tenter(contexte, numero, lambda *manque: manques.append(manque))

    with ThreadPoolExecutor(6) as six:
        assert sum(six.map(planifier, range(6))) == 20
    with psycopg.connect(database_url) as connexion:
        numeros = [n for (n,) in connexion.execute("SELECT id FROM travaux ORDER BY id").fetchall()]
    with ThreadPoolExecutor(2) as deux:
        list(deux.map(travailler, range(2)))
    # Two that begin the same work within a thousandth of a second may both leave it to the other: it is
    # rung for again.
    reprise = Barrier(1)
    travailler(0)
    with psycopg.connect(database_url) as connexion:
        faits = connexion.execute("SELECT nom, count(*), count(fait_le) FROM travaux GROUP BY 1 ORDER BY 1").fetchall()  # fmt: skip
        vues = connexion.execute("SELECT travail, count(*), count(DISTINCT due_le) FROM echeances GROUP BY 1 ORDER BY 1").fetchall()  # fmt: skip
        marques = connexion.execute("SELECT count(*) FROM objets_a_effacer").fetchall()
    assert (faits, vues) == ([(nom, 10, 10) for nom in noms], [(nom, 10, 10) for nom in noms])
    assert marques == [(20,)]
    assert manques == []
