"""The fields of all the revisions of a démarche, as one form (rules 8.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from exports.colonnes.champs import SANS_COLONNE, TITRE_IDENTITE, Partie, parties
from exports.colonnes.contenu import Dossier
from exports.colonnes.tableau import Colonne
from exports.tableur.cellules import Cellule


def exporte_ses_pieces(champ: Descripteur) -> bool:
    """Identity documents stay on the instructeur's screen, whichever field asked for them (rules 10.8)."""
    return (
        champ.type_champ is TypeChamp.piece_justificative
        and champ.options.get("nature") != TITRE_IDENTITE
    )


class Fusion(NamedTuple):
    champs: Sequence[Descripteur]
    """Root fields that make columns: the public ones, then the annotations."""
    repetitions: Sequence[Descripteur]
    enfants: Mapping[int, Sequence[Descripteur]]
    """By stable id of the repetition."""
    definitions: Mapping[int, Descripteur] = {}
    """The newest one of every field, by stable id, in the order of the form."""

    def avec_pieces(self) -> list[Descripteur]:
        """The fields whose files go out."""
        return [champ for champ in self.definitions.values() if exporte_ses_pieces(champ)]


def fusionner(formulaires: Sequence[Formulaire]) -> Fusion:
    """`formulaires` go from the oldest to the newest. The newest definition of a field gives its
    label and its type; at one position, the newest revision's field comes first."""
    definitions: dict[int, tuple[Descripteur, int]] = {}
    for age, formulaire in enumerate(reversed(formulaires)):
        for descripteur in formulaire.par_stable_id.values():
            definitions.setdefault(descripteur.stable_id, (descripteur, age))
    rangees = sorted(definitions.values(), key=lambda d: (d[0].prive, d[0].position, d[1]))
    racines = [d for d, _ in rangees if d.parent_id is None]
    enfants: dict[int, list[Descripteur]] = {}
    for descripteur, _ in rangees:
        if descripteur.parent_id is not None and descripteur.type_champ not in SANS_COLONNE:
            enfants.setdefault(descripteur.parent_id, []).append(descripteur)

    def siens(repetition: Descripteur) -> list[Descripteur]:
        return [d for d, _ in rangees if d.parent_id == repetition.stable_id]

    return Fusion(
        champs=[d for d in racines if d.type_champ not in SANS_COLONNE],
        repetitions=[d for d in racines if d.type_champ is TypeChamp.repetition],
        enfants=enfants,
        definitions={d.stable_id: d for racine in racines for d in (racine, *siens(racine))},
    )


class Rangee(NamedTuple):
    """Where answers are read: in a dossier, or in one row of a repetition of it."""

    dossier: Dossier
    row_id: str | None = None
    rang: int = 0


def colonnes(descripteurs: Iterable[Descripteur]) -> Iterator[Colonne[Rangee]]:
    for descripteur in descripteurs:
        for partie in parties(descripteur):
            yield Colonne(f"{descripteur.libelle}{partie.suffixe}", lecture(descripteur, partie))


def lecture(descripteur: Descripteur, partie: Partie) -> Callable[[Rangee], Cellule]:
    """A champ that does not show leaves its cells empty."""

    def lire(rangee: Rangee) -> Cellule:
        lu = rangee.dossier.lire(descripteur, rangee.row_id)
        return None if lu is None else partie.lire(lu)

    return lire
