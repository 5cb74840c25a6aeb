"""Answers picked in a list (rules 2.4.26-2.4.28)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.formulaires import reponses
from domain.formulaires.reponses import Reponse
from domain.reponses.ecrite import Contexte, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer

HORS_LISTE = "doit être dans les options proposées"


def est_libre(options: Options) -> bool:
    """The lines of a référentiel are not options: what they are called is its own business."""
    return "referentiel" in options


def inconnus(choisis: Iterable[str], options: Options) -> list[str]:
    """The choices that the list does not offer."""
    if est_libre(options):
        return []
    return [choix for choix in choisis if choix not in options.get("options", [])]


def simple(valeur: Any, options: Options) -> Ecrite:
    """A free text, when the list takes one, is marked: conditions look at the mark (rules 1.4.4)."""
    choisi = nettoyer(valeur).strip()
    if not choisi:
        return Ecrite()
    autre = options.get("autre") and inconnus([choisi], options)
    return Ecrite(choisi, value_json={"autre": True} if autre else None)


def controler_simple(reponse: Reponse, options: Options, _: Contexte) -> Iterator[str]:
    if inconnus([reponse.value or ""], options) and not options.get("autre"):
        yield HORS_LISTE


def multiple(valeur: Any, _: Options) -> Ecrite:
    """Each choice once, in the order given."""
    if isinstance(valeur, str) or not isinstance(valeur, Iterable):
        raise ValeurInvalide("doit être une liste de choix")
    choisis = list(dict.fromkeys(nettoyer(choix).strip() for choix in valeur))
    return Ecrite(en_json(choix for choix in choisis if choix))


def en_json(choisis: Iterable[str]) -> str | None:
    liste = list(choisis)
    return json.dumps(liste, ensure_ascii=False) if liste else None


def controler_multiple(reponse: Reponse, options: Options, _: Contexte) -> Iterator[str]:
    if inconnus(reponses.liste(reponse), options):
        yield HORS_LISTE


def arbre(lignes: Iterable[str]) -> Mapping[str, list[str]]:
    """Primaries and their secondaries, from lines where `--Primaire--` opens each group.

    Raises ValeurInvalide when the first line opens none.
    """
    groupes: dict[str, list[str]] = {}
    courant: list[str] | None = None
    for ligne in lignes:
        if ligne.startswith("--") and ligne.endswith("--") and len(ligne) > 4:
            courant = groupes.setdefault(ligne[2:-2].strip(), [])
        elif courant is None:
            raise ValeurInvalide("la première option d’une liste liée s’écrit --Primaire--")
        else:
            courant.append(ligne)
    return groupes


def lie(valeur: Any, _: Options) -> Ecrite:
    if isinstance(valeur, str) or not isinstance(valeur, list | tuple) or len(valeur) > 2:
        raise ValeurInvalide("doit être un choix primaire, suivi ou non d’un choix secondaire")
    primaire, secondaire = (*("" if c is None else nettoyer(c).strip() for c in valeur), "", "")[:2]
    return Ecrite(json.dumps([primaire, secondaire], ensure_ascii=False)) if primaire else Ecrite()


def controler_lie(reponse: Reponse, options: Options, _: Contexte) -> Iterator[str]:
    primaire, secondaire = reponses.paire(reponse)
    groupes = arbre(options.get("options", []))
    if primaire not in groupes or (secondaire and secondaire not in groupes[primaire]):
        yield HORS_LISTE
    elif groupes[primaire] and not secondaire:
        yield f"doit préciser un choix pour « {primaire} »"
