"""Parameters of statements, as PostgreSQL reads them: text, whose type the statement says."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import DataError


def encoder(valeur: Any) -> bytes | None:
    """Raises psycopg.DataError on a text that PostgreSQL cannot hold, TypeError on another type."""
    return None if valeur is None else _ecriture(type(valeur))(valeur).encode()


def _texte(valeur: Any) -> str:
    if "\0" in valeur:
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return str(valeur)


def _tableau(valeurs: Any) -> str:
    return f"{{{','.join(map(_element, valeurs))}}}"


def _element(valeur: Any) -> str:
    if type(valeur) is int:
        return str(valeur)
    if valeur is None:
        return "NULL"
    texte = _ecriture(type(valeur))(valeur).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{texte}"'


# In this order: a boolean is an integer for Python, and a date-time a date.
ECRITURES: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda valeur: "t" if valeur else "f"),
    (int, lambda valeur: str(int(valeur))),
    (str, _texte),
    ((list, tuple), _tableau),
    (date, lambda valeur: str(valeur.isoformat())),
    ((UUID, Decimal, float), str),
)


_connues: dict[type, Callable[[Any], str]] = {}


def _ecriture(genre: type) -> Callable[[Any], str]:
    connue = _connues.get(genre)
    if connue is not None:
        return connue
    for genres, ecrire in ECRITURES:
        if issubclass(genre, genres):
            _connues[genre] = ecrire
            return ecrire
    raise TypeError(f"{genre.__name__}: not a type of parameter")
