"""The sheets of a template: the columns that it chose, under the names that it gave them (rules 8.7.2)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.formulaires.formulaire import Descripteur
from exports.colonnes.contenu import Dossier
from exports.colonnes.formulaires import Fusion, Rangee, lecture
from exports.colonnes.offre import Offerte, Offre
from exports.colonnes.repetitions import FeuilleDeRepetition
from exports.colonnes.tableau import Colonne, Tableau
from exports.tableur.cellules import Cellule


class Choisie(NamedTuple):
    """A column of the offer, under a name of one's own."""

    id: str
    libelle: str


def en_nombres(lignes: Iterable[Sequence[Cellule]]) -> Iterator[list[Cellule]]:
    """What is true as 1, what is not as 0: so it is in the ods of a template (rules 8.7.3)."""
    for ligne in lignes:
        yield [int(valeur) if isinstance(valeur, bool) else valeur for valeur in ligne]


def tableau(choisies: Sequence[Choisie], offre: Offre, fusion: Fusion) -> Tableau[Dossier]:
    """Columns of dossiers in the order in which they were chosen, then those of champs in the form's. One
    that the démarche has no more is left empty: whoever reads the file finds the others in their places."""
    racines = {champ.stable_id for champ in fusion.champs}
    des_dossiers = [c for c in choisies if _champ(c, offre) is None and not _est_d_un_champ(c)]
    des_champs = _dans_l_ordre(choisies, offre, racines)
    inconnus = [c for c in choisies if _est_d_un_champ(c) and c.id not in offre]
    return Tableau(
        [
            *(Colonne(c.libelle, _du_dossier(offre.get(c.id))) for c in des_dossiers),
            *(Colonne(c.libelle, _du_champ(o)) for c, o in des_champs),
            *(Colonne(c.libelle, _vide) for c in inconnus),
        ]
    )


def feuilles(
    choisies: Sequence[Choisie], offre: Offre, fusion: Fusion
) -> Iterator[FeuilleDeRepetition]:
    """A sheet for each repetition of which a field was chosen."""
    for repetition in fusion.repetitions:
        enfants = fusion.enfants.get(repetition.stable_id, ())
        siennes = _dans_l_ordre(choisies, offre, {enfant.stable_id for enfant in enfants})
        if siennes:
            colonnes = [Colonne(c.libelle, _lire(o)) for c, o in siennes]
            yield FeuilleDeRepetition(repetition, colonnes)


def _est_d_un_champ(choisie: Choisie) -> bool:
    return choisie.id.startswith("type_de_champ/")


def _champ(choisie: Choisie, offre: Offre) -> Descripteur | None:
    offerte = offre.get(choisie.id)
    return offerte.champ if offerte else None


def _dans_l_ordre(
    choisies: Iterable[Choisie], offre: Offre, voulus: set[int]
) -> list[tuple[Choisie, Offerte]]:
    rangs = {id_: rang for rang, id_ in enumerate(offre)}
    siennes = [
        (choisie, offre[choisie.id])
        for choisie in choisies
        if (champ := _champ(choisie, offre)) is not None and champ.stable_id in voulus
    ]
    return sorted(siennes, key=lambda paire: rangs[paire[0].id])


def _vide(_: Dossier) -> Cellule:
    return None


def _du_dossier(offerte: Offerte | None) -> Callable[[Dossier], Cellule]:
    return offerte.lire if offerte and offerte.lire else _vide


def _du_champ(offerte: Offerte) -> Callable[[Dossier], Cellule]:
    lire = _lire(offerte)
    return lambda dossier: lire(Rangee(dossier))


def _lire(offerte: Offerte) -> Callable[[Rangee], Cellule]:
    assert offerte.champ is not None
    assert offerte.partie is not None
    return lecture(offerte.champ, offerte.partie)
