"""Due moments: seen once, late rather than never, by the clock on the wall."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from jobs.horaires import PARIS, Horaire, chaque_jour, declencher, toutes_les
from server.resources import CONNECTION

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
