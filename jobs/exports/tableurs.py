"""Dossiers as spreadsheets: one reading of the database, whatever the number of sheets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import chain

from domain.exports.models import Format
from exports.colonnes import avis as feuille_avis
from exports.colonnes import dossiers as feuille_dossiers
from exports.colonnes import etablissements as feuille_etablissements
from exports.colonnes import modele
from exports.colonnes.avis import AVIS
from exports.colonnes.contenu import Dossier
from exports.colonnes.etablissements import ETABLISSEMENTS
from exports.colonnes.formulaires import colonnes
from exports.colonnes.modele import Choisie
from exports.colonnes.offre import Offre, offre
from exports.colonnes.repetitions import FeuilleDeRepetition
from exports.colonnes.tableau import Tableau
from exports.tableur import csv
from exports.tableur.cellules import Cellule
from exports.tableur.feuilles import Feuille
from jobs.exports.attente import Attente
from jobs.exports.lecture import Lecture, Lu

Avancer = Callable[[int], None]
"""Told how many more dossiers are done."""


def ecrire(lecture: Lecture, format: Format, avancer: Avancer, *, at: datetime) -> Iterator[bytes]:
    """The bytes of the file, by morsels. Raises EntreeTropGrande, Abandon."""
    if format is Format.csv:
        yield from csv.ecrire(_une_feuille(lecture, avancer))
    else:
        ecrire_les = _ecrivain(format)
        with ExitStack() as pile:
            feuilles = _feuilles(lecture, avancer, pile)
            if format is Format.ods and lecture.export.modele is not None:
                feuilles = (f._replace(lignes=modele.en_nombres(f.lignes)) for f in feuilles)
            yield from ecrire_les(feuilles, at=at)


def _ecrivain(format: Format) -> Callable[..., Iterator[bytes]]:
    """openpyxl and odfpy are loaded by the exports that are written with them."""
    if format is Format.xlsx:
        from exports.tableur import xlsx

        return xlsx.ecrire
    from exports.tableur import ods

    return ods.ecrire


def _une_feuille(lecture: Lecture, avancer: Avancer) -> Feuille:
    tableau = _tableau(lecture, csv=True)

    def lignes() -> Iterator[list[Cellule]]:
        for lot in lecture.lots():
            yield from (tableau.ligne(lu.dossier) for lu in lot.lus)
            avancer(lot.demandes)

    return Feuille(feuille_dossiers.NOM, tableau.titres, lignes())


def _feuilles(lecture: Lecture, avancer: Avancer, pile: ExitStack) -> Iterator[Feuille]:
    """The sheet of dossiers is written while they are read; what goes to the others waits."""
    tableau = _tableau(lecture, csv=False)
    repetitions = [(feuille, pile.enter_context(Attente())) for feuille in _repetitions(lecture)]
    des_champs, des_dossiers, avis = (pile.enter_context(Attente()) for _ in range(3))

    def garder(lu: Lu) -> None:
        for dit in lu.etablissements_des_champs:
            des_champs.ajouter(ETABLISSEMENTS.ligne(dit))
        if lu.etablissement_du_dossier is not None:
            des_dossiers.ajouter(ETABLISSEMENTS.ligne(lu.etablissement_du_dossier))
        for rendu in lu.avis:
            avis.ajouter(AVIS.ligne(rendu))
        for feuille, attente in repetitions:
            for ligne in feuille.lignes(lu.dossier):
                attente.ajouter(ligne)

    def lignes() -> Iterator[list[Cellule]]:
        for lot in lecture.lots():
            for lu in lot.lus:
                yield tableau.ligne(lu.dossier)
                garder(lu)
            avancer(lot.demandes)

    yield Feuille(feuille_dossiers.NOM, tableau.titres, lignes())
    tous = chain(des_champs, des_dossiers)
    yield Feuille(feuille_etablissements.NOM, ETABLISSEMENTS.titres, tous)
    yield Feuille(feuille_avis.NOM, AVIS.titres, avis)
    for feuille, attente in repetitions:
        yield Feuille(feuille.nom, feuille.titres, attente, facultative=True)


def _repetitions(lecture: Lecture) -> Iterator[FeuilleDeRepetition]:
    fusion = lecture.demarche.fusion
    if lecture.export.modele is not None:
        yield from modele.feuilles(_choisies(lecture), _offre(lecture), fusion)
        return
    for repetition in fusion.repetitions:
        enfants = fusion.enfants.get(repetition.stable_id, ())
        yield FeuilleDeRepetition(repetition, colonnes(enfants))


def _choisies(lecture: Lecture) -> list[Choisie]:
    assert lecture.export.modele is not None
    return [Choisie(c["colonne"], c["libelle"]) for c in lecture.export.modele["colonnes"]]


def _offre(lecture: Lecture) -> Offre:
    return offre(lecture.demarche.reglages, lecture.demarche.fusion)


def _tableau(lecture: Lecture, *, csv: bool) -> Tableau[Dossier]:
    demarche = lecture.demarche
    if lecture.export.modele is not None:
        return modele.tableau(_choisies(lecture), _offre(lecture), demarche.fusion)
    return feuille_dossiers.tableau(demarche.reglages, demarche.fusion, csv=csv)
