"""Boxes and questions answered by yes or no (rules 2.4.9, 2.4.10)."""

from collections.abc import Iterator
from typing import Any

from domain.formulaires.reponses import Reponse
from domain.reponses.ecrite import Contexte, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer

MOTS = {
    "true": True, "on": True, "1": True, "oui": True,
    "false": False, "off": False, "0": False, "non": False,
}  # fmt: skip


def booleen(valeur: Any, _: Options) -> Ecrite:
    if isinstance(valeur, str):
        if not nettoyer(valeur).strip():
            return Ecrite()
        valeur = MOTS.get(nettoyer(valeur).strip().lower())
    if not isinstance(valeur, bool):
        raise ValeurInvalide("doit être vrai ou faux")
    return Ecrite("true" if valeur else "false")


def controler(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if reponse.value not in ("true", "false", "on", "off", "1", "0"):
        yield "doit être vrai ou faux"
