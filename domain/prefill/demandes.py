"""What a program asks to fill: its keys, matched with the fields of a form (api 12.2)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from domain import identifiants
from domain.errors import DomainError
from domain.formulaires.models import TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.prefill.valeurs import numero_de_dossier

PREFIXE = "champ_"
CLASSE = "Champ"
RANGEES_MAX = 500


class TropDeRangees(DomainError):
    def __init__(self) -> None:
        super().__init__(f"Un dossier se préremplit de {RANGEES_MAX} lignes au plus")


class Demande(NamedTuple):
    """A value for a field. `rangee` numbers the row of its repetition, from 0."""

    champ: TypeDeChamp
    valeur: Any
    rangee: int | None = None


def apparier(
    champs: Iterable[TypeDeChamp], valeurs: Mapping[str, Any]
) -> tuple[list[Demande], dict[int, int]]:
    """The values of known public fields, and how many rows each repetition gets, by stable id. Other
    keys say nothing. Raises TropDeRangees."""
    racines, enfants = _ranger(champs)
    demandes: list[Demande] = []
    rangees: dict[int, int] = {}
    for champ, valeur in _connus(racines, valeurs):
        if champ.type_champ is not TypeChamp.repetition:
            demandes.append(Demande(champ, valeur))
            continue
        lignes = [ligne for ligne in valeur if isinstance(ligne, dict)] if isinstance(valeur, list) else []  # fmt: skip
        rangees[champ.stable_id] = len(lignes)
        demandes += [
            Demande(enfant, contenu, rang)
            for rang, ligne in enumerate(lignes)
            for enfant, contenu in _connus(enfants.get(champ.stable_id, {}), ligne)
        ]
    if sum(rangees.values()) > RANGEES_MAX:
        raise TropDeRangees
    return demandes, rangees


def dossiers_cites(demandes: Iterable[Demande]) -> set[int]:
    """The numbers given to the fields that link to a dossier."""
    numeros = (
        numero_de_dossier(demande.valeur)
        for demande in demandes
        if demande.champ.type_champ is TypeChamp.dossier_link
    )
    return {numero for numero in numeros if numero is not None}


Rang = dict[int, TypeDeChamp]


def _ranger(champs: Iterable[TypeDeChamp]) -> tuple[Rang, dict[int, Rang]]:
    """The public fields by stable id: those of the form, and those of each repetition."""
    racines: Rang = {}
    enfants: dict[int, Rang] = {}
    for champ in champs:
        if champ.prive:
            continue
        rang = racines if champ.parent_id is None else enfants.setdefault(champ.parent_id, {})
        rang[champ.stable_id] = champ
    return racines, enfants


def _connus(champs: Rang, valeurs: Mapping[str, Any]) -> Iterator[tuple[TypeDeChamp, Any]]:
    """An id may be written in several ways: the last one given counts."""
    trouves: dict[int, Any] = {}
    for cle, valeur in valeurs.items():
        if cle.startswith(PREFIXE):
            stable_id = identifiants.numero_de(cle.removeprefix(PREFIXE), CLASSE)
            if stable_id in champs:
                assert stable_id is not None
                trouves[stable_id] = valeur
    return ((champs[stable_id], valeur) for stable_id, valeur in trouves.items())
