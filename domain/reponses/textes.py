"""Answers of words (rules 2.4.1, 2.4.2, 2.4.11, 2.4.40)."""

import re
from collections.abc import Iterator
from typing import Any

from domain.formulaires.reponses import Reponse
from domain.reponses.ecrite import Contexte, Ecrite, Options, ValeurInvalide

# rules 2.1.7: ASCII control characters but TAB, LF and CR
CONTROLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ENGAGEMENT = re.compile(r"[A-Z0-9_+/-]+")
CIVILITES = {"M": "M.", "M.": "M.", "Mme": "Mme"}


def nettoyer(texte: Any) -> str:
    """A text as it is kept. Raises ValeurInvalide for what is no text, or no text that UTF-8 writes."""
    if not isinstance(texte, str):
        raise ValeurInvalide("doit être un texte")
    try:
        texte.encode()
    except UnicodeEncodeError:
        raise ValeurInvalide("contient un caractère qui n’existe pas") from None
    return CONTROLE.sub("", texte)


def texte(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(nettoyer(valeur) or None)


def engagement_juridique(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(nettoyer(valeur).strip() or None)


def controler_engagement(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if not ENGAGEMENT.fullmatch(reponse.value or ""):
        yield "ne peut contenir que des lettres majuscules, des chiffres et les signes - _ + /"


def civilite(valeur: Any, _: Options) -> Ecrite:
    """« M » is how the contract writes it, « M. » how it is kept."""
    lue = nettoyer(valeur).strip()
    return Ecrite(CIVILITES.get(lue, lue) or None)


def controler_civilite(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if reponse.value not in CIVILITES:
        yield "doit être « M. » ou « Mme »"
