"""Answers picked in a list (rules 2.4.26-2.4.28)."""

from collections.abc import Sequence
from typing import Any

from domain.reponses import choix as domaine
from scenarios.reponses.ecrite import Ecrite
from scenarios.reponses.textes import Options, lire_texte

arbre = domaine.arbre


def _refuser(inconnus: Sequence[str]) -> None:
    if inconnus:
        raise ValueError(f"« {inconnus[0]} » n’est pas une des options")


def simple(valeur: Any, options: Options) -> Ecrite:
    if not options.get("autre"):
        _refuser(domaine.inconnus([lire_texte(valeur)], options))
    return Ecrite.de(domaine.simple(lire_texte(valeur), options))


def multiple(valeur: Any, options: Options) -> Ecrite:
    if not isinstance(valeur, list):
        raise ValueError("une liste d’options est attendue")
    choisis = [lire_texte(choix) for choix in valeur]
    _refuser(domaine.inconnus(choisis, options))
    return Ecrite.de(domaine.multiple(choisis, options))


def lie(valeur: Any, options: Options) -> Ecrite:
    if not isinstance(valeur, list) or not 1 <= len(valeur) <= 2:
        raise ValueError("[primaire, secondaire] est attendu")
    primaire = lire_texte(valeur[0])
    secondaire = lire_texte(valeur[1]) if len(valeur) == 2 and valeur[1] is not None else ""
    groupes = arbre(options.get("options", []))
    if primaire not in groupes:
        raise ValueError(f"« {primaire} » n’est pas une option primaire")
    if secondaire and secondaire not in groupes[primaire]:
        raise ValueError(f"« {secondaire} » n’est pas une option de « {primaire} »")
    return Ecrite.de(domaine.lie([primaire, secondaire], options))
