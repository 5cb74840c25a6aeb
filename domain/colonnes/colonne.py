"""A column of a list of dossiers: an identity, a type, what may be done with it (rules 4.6)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.formulaires.formulaire import Descripteur


class Genre(StrEnum):
    """What the values of a column are (rules 2.3)."""

    booleen = "booleen"
    choix = "choix"
    choix_multiple = "choix_multiple"
    date = "date"
    date_heure = "date_heure"
    decimal = "decimal"
    entier = "entier"
    pieces = "pieces"
    texte = "texte"


class Famille(StrEnum):
    """Where a column is looked for by who chooses it (rules 4.5.3)."""

    annotations_privees = "annotations_privees"
    dossier = "dossier"
    formulaire = "formulaire"
    usager = "usager"


class Option(NamedTuple):
    """One value that may be picked, as a filter takes it and as a person reads it."""

    valeur: str
    libelle: str


NON_RENSEIGNE = Option("non_renseigne", "Non renseigné")


@dataclass(frozen=True, slots=True)
class Colonne:
    """`id` is `table/column`, or `type_de_champ/<stable_id>` and the part of the answer that it shows.

    `options_libres`: values out of `options` are taken too, since answers may hold others. A column of
    a champ knows its field; `suffixe` is the part, '' for the whole answer.
    """

    id: str
    libelle: str
    genre: Genre
    famille: Famille
    affichable: bool = True
    filtrable: bool = True
    options: tuple[Option, ...] = ()
    options_libres: bool = False
    descripteur: Descripteur | None = None
    suffixe: str = ""
