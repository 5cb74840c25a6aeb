"""Texts of a form that the administrateur describes (rules 2.4.3).

A regular expression is the administrateur's, the text is anybody's: `(a+)+$` would hold a process
for centuries. Texts are bounded, and the evaluation is given up after DELAI.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex

from domain.formulaires.reponses import Reponse
from domain.reponses.ecrite import Contexte, Options

DELAI = 0.2  # seconds
TEXTE_LE_PLUS_LONG = 10 * 1024  # bytes
EXPRESSION_LA_PLUS_LONGUE = 2_000  # characters


def controler(reponse: Reponse, options: Options, _: Contexte) -> Iterator[str]:
    texte = reponse.value or ""
    if len(texte.encode()) > TEXTE_LE_PLUS_LONG:
        yield "est trop long"
    elif options.get("mode") == "advanced":
        yield from _selon_expression(texte, options)
    else:
        yield from _selon_caracteres(texte, options)
        yield from _selon_longueur(texte, options)


def _selon_caracteres(texte: str, options: Options) -> Iterator[str]:
    genres = {_genre(caractere) for caractere in texte}
    for genre, mot in GENRES.items():
        if genre in genres and options.get(genre) is False:
            yield f"ne peut pas contenir de {mot}"


# The option that accepts them, and what they are called.
GENRES = {"lettres": "lettres", "chiffres": "chiffres", "speciaux": "caractères spéciaux"}


def _genre(caractere: str) -> str:
    categorie = unicodedata.category(caractere)
    if categorie[0] in "LM":
        return "lettres"
    return "chiffres" if categorie == "Nd" else "speciaux"


def _selon_longueur(texte: str, options: Options) -> Iterator[str]:
    bas, haut = options.get("longueur_min"), options.get("longueur_max")
    if bas is not None and len(texte) < bas:
        yield f"doit avoir {bas} caractères au moins"
    if haut is not None and len(texte) > haut:
        yield f"doit avoir {haut} caractères au plus"


def _selon_expression(texte: str, options: Options) -> Iterator[str]:
    """The expression is looked for anywhere in the text: whoever wants the whole of it writes ^ and $."""
    expression = _compiler(options.get("expression") or "")
    if expression is None:
        yield "ne peut pas être vérifié : l’expression régulière du champ est invalide"
        return
    try:
        trouve = expression.search(texte, timeout=DELAI)
    except TimeoutError:
        yield "ne peut pas être vérifié : l’expression régulière du champ est trop longue à évaluer"
        return
    if trouve is None:
        yield options.get("message_erreur") or "n’a pas le format attendu"


@lru_cache(maxsize=500)
def _compiler(expression: str) -> "regex.Pattern[str] | None":
    if len(expression) > EXPRESSION_LA_PLUS_LONGUE:
        return None
    try:
        return regex.compile(expression.replace(r"\z", r"\Z"))  # « \z » is what Ruby calls it
    except (regex.error, OverflowError, RecursionError, MemoryError):
        return None
