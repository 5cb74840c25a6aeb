"""What a statement is given, PostgreSQL reads as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.parametres import encoder
from server.settings import Settings

VALEURS = [
    ("boolean", True),
    ("bigint", -(2**63)),
    ("numeric", Decimal("12.50")),
    ("double precision", 0.1),
    ("text", "l’été 100 %"),
    ("uuid", UUID(int=7)),
    ("date", date(2026, 3, 1)),
    ("timestamptz", datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)),
    ("bigint[]", [1, -2, None]),
    ("bigint[]", []),
    ("text[]", ["a,b", '"', "\\", "", "NULL", "{}", None]),
    ("numeric[]", [Decimal("1.5")]),
]


@pytest.fixture(scope="module")
def connexion(stack: Settings) -> Any:
    with psycopg.connect(stack.require("database_url"), autocommit=True) as connexion:
        yield connexion


def relire(connexion: Any, genre: str, valeur: Any) -> Any:
    texte = encoder(valeur)
    assert texte is not None
    return connexion.execute(f"SELECT %s::text::{genre}", [texte.decode()]).fetchone()[0]


@pytest.mark.parametrize(("genre", "valeur"), VALEURS)
def test_each_type_comes_back_as_it_was(connexion: Any, genre: str, valeur: Any) -> None:
    assert relire(connexion, genre, valeur) == valeur


@settings(max_examples=100, deadline=None)
@given(textes=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))))
def test_any_texts_come_back_from_an_array(connexion: Any, textes: list[str]) -> None:
    assert relire(connexion, "text[]", textes) == textes


def test_nothing_is_null() -> None:
    assert encoder(None) is None


@pytest.mark.parametrize("valeur", ["a\0b", ["a\0b"]])
def test_what_postgresql_cannot_hold_is_refused(valeur: Any) -> None:
    with pytest.raises(psycopg.DataError):
        encoder(valeur)


def test_another_type_is_a_bug() -> None:
    with pytest.raises(TypeError):
        encoder(object())
