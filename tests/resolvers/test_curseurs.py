"""What holds of any cursor and of any id."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import identifiants
from resolvers import curseurs
from resolvers.curseurs import Curseur
from resolvers.refus import Refus

PARIS = ZoneInfo("Europe/Paris")
instants = st.integers(0, 4_102_444_800_000_000).map(
    lambda microsecondes: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microsecondes)
)
numeros = st.integers(1, 2**63 - 1)


@given(instants, numeros)
def test_what_is_written_is_read_again(instant: datetime, id: int) -> None:
    comme_postgresql = (
        str(instant.astimezone(PARIS)).replace("+01:00", "+01").replace("+02:00", "+02")
    )

    assert curseurs.lire(curseurs.ecrire(comme_postgresql, id)) == Curseur(instant, id)


def test_the_published_example_is_ours() -> None:
    assert (
        curseurs.ecrire("2026-03-01 10:30:15.123456+01", 42)
        == "MjAyNi0wMy0wMVQwOTozMDoxNS4xMjM0NTYwMDBaOzQy"
    )


@given(st.text())
def test_any_text_is_a_cursor_or_is_refused(texte: str) -> None:
    with suppress(Refus):
        assert curseurs.lire(texte).le.tzinfo is not None


@given(st.sampled_from(["Dossier", "Procedure", "Champ", "Row"]), st.text(min_size=1))
def test_an_id_is_read_again_with_or_without_padding(classe: str, cle: str) -> None:
    id = identifiants.identifiant(classe, cle)

    assert identifiants.lire(id) == (classe, cle)
    assert identifiants.lire(id.rstrip("=")) == (classe, cle)
    assert identifiants.lire(id.replace("+", "-").replace("/", "_")) == (classe, cle)


@given(st.text())
def test_any_text_is_an_id_or_is_nothing(texte: str) -> None:
    lu = identifiants.lire(texte)

    assert lu is None or identifiants.lire(identifiants.identifiant(*lu)) == lu


@pytest.mark.parametrize(
    ("classe", "cle", "id"),
    [
        ("Procedure", 1, "UHJvY2VkdXJlLTE="),
        ("ProcedureRevision", 1, "UHJvY2VkdXJlUmV2aXNpb24tMQ=="),
        ("Dossier", 1, "RG9zc2llci0x"),
        ("Champ", 22, "Q2hhbXAtMjI="),
        ("Column", "type_de_champ/22", "Q29sdW1uLXR5cGVfZGVfY2hhbXAvMjI="),
        ("Row", "01HZXJ8A9B0C1D2E3F4G5H6J7K", "Um93LTAxSFpYSjhBOUIwQzFEMkUzRjRHNUg2SjdL"),
    ],
)
def test_ids_are_those_that_clients_know(classe: str, cle: int | str, id: str) -> None:
    assert identifiants.identifiant(classe, cle) == id
