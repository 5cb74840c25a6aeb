"""A link to another dossier, by its number (rules 2.4.25)."""

from collections.abc import Iterator
from typing import Any

from domain import identifiants
from domain.formulaires.reponses import Reponse
from domain.reponses.ecrite import Contexte, Ecrite, Options
from domain.reponses.textes import nettoyer


def lien(valeur: Any, _: Options) -> Ecrite:
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        valeur = str(valeur)
    return Ecrite(nettoyer(valeur).strip() or None)


def numero(reponse: Reponse) -> int | None:
    """The dossier that the answer names, if it names one."""
    return identifiants.numero((reponse.value or "").strip())


def controler(reponse: Reponse, _: Options, contexte: Contexte) -> Iterator[str]:
    if numero(reponse) not in contexte.dossiers:
        yield "doit être le numéro d’un dossier existant"
