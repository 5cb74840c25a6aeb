"""Where an exception came from, without what it says: messages of errors repeat what people wrote."""

import re
import traceback
from collections.abc import Iterator

import psycopg

PUIS = "\nPuis, pendant que cette erreur était traitée :\n\n"
PROFONDEUR = 20  # exceptions that led to one another, at most

ADRESSE = re.compile(r"[^\s<>()\[\]\"',;:=]+@[^\s<>()\[\]\"',;:=]+")
MASQUE = "‹adresse›"


def trace(error: BaseException) -> str:
    """The frames of an exception and of those before it, each with what it is."""
    return PUIS.join(_une(chacune) for chacune in reversed(list(_chaine(error))))


def sans_adresse(texte: str) -> str:
    """What a server answered may name whom it was asked to write to."""
    return ADRESSE.sub(MASQUE, texte) if "@" in texte else texte


def _chaine(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(PROFONDEUR):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _une(error: BaseException) -> str:
    cadres = "".join(traceback.format_tb(error.__traceback__))
    dedans = ""
    if isinstance(error, BaseExceptionGroup):
        dedans = "".join(f"\n  | {une.replace(chr(10), f'{chr(10)}  | ')}" for une in map(trace, error.exceptions))  # fmt: skip
    return f"{cadres}{_nature(error)}{dedans}\n"


def _nature(error: BaseException) -> str:
    """Its class, and facts about it that nobody typed."""
    classe = type(error)
    nom = f"{classe.__module__}.{classe.__qualname__}".removeprefix("builtins.")
    faits: list[object] = []
    if isinstance(error, psycopg.Error):
        dit = error.diag
        faits = [error.sqlstate, dit.table_name, dit.column_name, dit.constraint_name]
    elif isinstance(error, OSError):
        faits = [error.errno]
    connus = [str(fait) for fait in faits if fait is not None]
    return f"{nom} ({', '.join(connus)})" if connus else nom
