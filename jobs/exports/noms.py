"""Where the files of a dossier go in a zip: by default, or as a template says (rules 8.7.7, 8.8.2)."""

from collections.abc import Callable, Sequence

from domain.exports.models import Export
from exports.archive import arborescence
from exports.archive.arborescence import Origine, Piece
from exports.archive.modele import Chemins, PieceNommee, Rangee, lire_modele
from exports.colonnes.formulaires import Fusion
from jobs.exports.lecture import Lu
from jobs.exports.pieces import PieceLue

Nommer = Callable[[Lu, Sequence[PieceLue]], list[str | None]]
"""The path of the PDF, then that of each file; null for what is left out."""


def nommage(export: Export, fusion: Fusion) -> Nommer:
    if export.modele is None:
        return _par_defaut
    chemins = Chemins(lire_modele(export.modele))

    def nommer(lu: Lu, lues: Sequence[PieceLue]) -> list[str | None]:
        nommees = [PieceNommee(_pdf(lu)), *_nommees(lu, lues, fusion)]
        return [chemin for _, chemin in chemins.du_dossier(lu.dossier, nommees)]

    return nommer


def _par_defaut(lu: Lu, lues: Sequence[PieceLue]) -> list[str | None]:
    pieces = [_pdf(lu), *map(_piece, lues)]
    return [chemin for _, chemin in arborescence.chemins(lu.dossier.id, pieces)]


def _pdf(lu: Lu) -> Piece:
    return arborescence.pdf(lu.dossier.id, lu.dossier.modifie_le)


def _piece(lue: PieceLue) -> Piece:
    return Piece(lue.origine, lue.ligne.nom, lue.ligne.cree_le, lue.ligne.id)


def _nommees(lu: Lu, lues: Sequence[PieceLue], fusion: Fusion) -> list[PieceNommee]:
    rangs: dict[tuple[int, str | None], int] = {}
    nommees = []
    for lue in lues:
        rangee = None
        if lue.origine is Origine.champ and lue.descripteur is not None:
            cle = lue.descripteur.stable_id, lue.ligne.row_id
            rangs[cle] = rangs.get(cle, 0) + 1
            rangee = Rangee(cle[0], _ligne(lu, lue, fusion), rangs[cle])
        nommees.append(PieceNommee(_piece(lue), rangee))
    return nommees


def _ligne(lu: Lu, lue: PieceLue, fusion: Fusion) -> int | None:
    """Which row of its repetition, from 1."""
    parent = lue.descripteur.parent_id if lue.descripteur else None
    if parent is None or parent not in fusion.definitions:
        return None
    rangees = lu.dossier.rangees(fusion.definitions[parent])
    return rangees.index(lue.ligne.row_id) + 1 if lue.ligne.row_id in rangees else None
