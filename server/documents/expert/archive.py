"""The zip of an expert: the printed dossier, and the files that he may read (rules 6.7, 8.8.3)."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from adapters.storage import Storage
from domain.formulaires.types_de_champ import TypeChamp
from exports import pdf
from exports.archive import ecriture
from exports.archive.arborescence import Origine, Piece, chemins
from exports.archive.arborescence import pdf as piece_pdf
from exports.archive.ecriture import Entree
from jobs.exports.pieces import empreinte, lecteur
from resolvers.champs import ChampVu
from resolvers.fichiers import FichierRow
from resolvers.valeurs import pieces as pieces_du_champ
from server.documents.expert.impression import composer
from server.documents.expert.lecture import Lu


def ecrire(lu: Lu, storage: Storage, *, analyses: bool, edite_le: datetime) -> Iterator[bytes]:
    """Its bytes, by morsels. `analyses`: files are scanned here, and one that was not yet stays out."""
    imprime = partial(pdf.composer, composer(lu, edite_le=edite_le))
    lignes: dict[Piece, Any] = {piece_pdf(lu.dossier.id, edite_le): None}
    for origine, ligne in _fichiers(lu):
        le = datetime.fromisoformat(ligne.cree_le)
        lignes[Piece(origine, ligne.nom, le, ligne.id)] = ligne
    entrees = []
    for piece, chemin in chemins(lu.dossier.id, lignes):
        ligne = lignes[piece]
        if ligne is None:
            entrees.append(Entree(chemin, lambda: [imprime()]))
        else:
            ouvrir = lecteur(storage, ligne, analyses=analyses)
            entrees.append(Entree(chemin, ouvrir, ligne.taille, empreinte(ligne)))
    return ecriture.ecrire(entrees, at=edite_le)


def _fichiers(lu: Lu) -> Iterator[tuple[Origine, FichierRow]]:
    """Those of the champs that show, in the form's order; those of messages; those of avis."""
    for champ in _champs(lu):
        for fichier in pieces_du_champ(champ, lu.fichiers):
            yield Origine.champ, fichier
    for fichier in lu.fichiers:
        if fichier.message_id is not None:
            yield Origine.message, fichier
        elif fichier.avis_id is not None:
            yield Origine.avis, fichier


def _champs(lu: Lu) -> Iterator[ChampVu]:
    for champ in lu.feuille.visibles(lu.feuille.formulaire.champs):
        if champ.type_champ is TypeChamp.piece_justificative:
            yield champ
        for rangee in lu.feuille.rangees(champ.descripteur):
            yield from (c for c in rangee.champs if c.type_champ is TypeChamp.piece_justificative)
