"""Answers picked in a list (rules 2.4.26-2.4.28)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.reponses.ecrite import Ecrite
from scenarios.reponses.textes import Options, lire_texte


def _json(valeurs: list[str]) -> str:
    return json.dumps(valeurs, ensure_ascii=False)


def _libre(options: Options) -> bool:
    """The lines of a référentiel are not options: what they are called is its own business."""
    return "referentiel" in options


def simple(valeur: Any, options: Options) -> Ecrite:
    choisi = lire_texte(valeur)
    if choisi in options.get("options", []) or _libre(options):
        return Ecrite(choisi)
    if options.get("autre"):
        return Ecrite(choisi, value_json={"autre": True})
    raise ValueError(f"« {choisi} » n’est pas une des options")


def multiple(valeur: Any, options: Options) -> Ecrite:
    if not isinstance(valeur, list):
        raise ValueError("une liste d’options est attendue")
    choisis = list(dict.fromkeys(lire_texte(choix) for choix in valeur))
    inconnus = [choix for choix in choisis if choix not in options.get("options", [])]
    if inconnus and not _libre(options):
        raise ValueError(f"« {inconnus[0]} » n’est pas une des options")
    return Ecrite(_json(choisis)) if choisis else Ecrite()


def arbre(lignes: Iterable[str]) -> Mapping[str, list[str]]:
    """Primaries and their secondaries, from lines where `--Primaire--` opens each group.

    Raises ValueError when the first line opens none.
    """
    groupes: dict[str, list[str]] = {}
    courant: list[str] | None = None
    for ligne in lignes:
        if ligne.startswith("--") and ligne.endswith("--") and len(ligne) > 4:
            courant = groupes.setdefault(ligne[2:-2].strip(), [])
        elif courant is None:
            raise ValueError("la première option d’une liste liée s’écrit --Primaire--")
        else:
            courant.append(ligne)
    return groupes


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
    return Ecrite(_json([primaire, secondaire]))
