"""JSON from strangers: bounded before it is read, and without what PostgreSQL cannot keep.

Lenient readers let through what fails later, as an error of ours: a NUL, half a surrogate pair, a
number of five thousand digits, a hundred thousand brackets (reliability M2, M4).
"""

import json
import re
from typing import Any, NoReturn

from server.api.refus import RequeteRefusee, mauvaise

OCTETS_MAX = 256 * 1024
PROFONDEUR_MAX = 20
TEXTE_MAX = 64 * 1024
CHIFFRES_MAX = 20

SUBSTITUTS = re.compile("[\ud800-\udfff]")


class JsonIllisible(Exception):
    """Not JSON at all; the message is the parser's."""


def _constante(nom: str) -> NoReturn:
    raise JsonIllisible(f"unexpected token '{nom}'")


def _entier(texte: str) -> int:
    if len(texte) > CHIFFRES_MAX:
        raise JsonIllisible(f"number of {len(texte)} digits")
    return int(texte)


LECTEUR = json.JSONDecoder(parse_constant=_constante, parse_int=_entier)


def lire(octets: bytes) -> Any:
    """The value. Raises JsonIllisible, or RequeteRefusee for JSON that we do not take."""
    try:
        texte = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonIllisible(f"invalid UTF-8 at byte {error.start}") from error
    return lire_texte(texte)


def anodin(octets: bytes) -> bool:
    """Whether nothing that `verifier` refuses can be in this JSON, as in nearly all: it is short, has
    no escape that would make a NUL or half a pair, and too few brackets to be nested."""
    return (
        len(octets) <= TEXTE_MAX
        and b"\\u" not in octets
        and octets.count(b"{") + octets.count(b"[") <= PROFONDEUR_MAX
    )


def lire_texte(texte: str) -> Any:
    try:
        valeur = LECTEUR.decode(texte)
    except json.JSONDecodeError as error:
        raise JsonIllisible(_message(error, texte)) from error
    except RecursionError as error:
        raise JsonIllisible("nesting too deep") from error
    return valeur


def _message(error: json.JSONDecodeError, texte: str) -> str:
    """In the words of the parser that clients know, for the case that they test (api 2.3)."""
    if error.pos >= len(texte.rstrip()) and error.msg.startswith("Expecting property name"):
        return f"expected object key, got EOF at line {error.lineno} column {error.colno}"
    return f"{error.msg} at line {error.lineno} column {error.colno}"


def verifier(valeur: Any, *, texte_max: int = TEXTE_MAX, profondeur: int = 0) -> None:
    """Raises RequeteRefusee (400) on what no honest request holds."""
    if profondeur > PROFONDEUR_MAX:
        raise mauvaise(f"Invalid input: nested over {PROFONDEUR_MAX} levels")
    if isinstance(valeur, str):
        _verifier_texte(valeur, texte_max)
    elif isinstance(valeur, dict):
        for cle, element in valeur.items():
            _verifier_texte(cle, texte_max)
            verifier(element, texte_max=texte_max, profondeur=profondeur + 1)
    elif isinstance(valeur, list):
        for element in valeur:
            verifier(element, texte_max=texte_max, profondeur=profondeur + 1)


def _verifier_texte(texte: str, longueur_max: int) -> None:
    if len(texte) > longueur_max:
        raise mauvaise(f"Invalid input: text over {longueur_max} characters")
    if "\0" in texte:
        raise mauvaise("Invalid input: NUL character")
    if SUBSTITUTS.search(texte):
        raise mauvaise("Invalid input: lone surrogate")


__all__ = ["OCTETS_MAX", "JsonIllisible", "RequeteRefusee", "lire", "lire_texte", "verifier"]
