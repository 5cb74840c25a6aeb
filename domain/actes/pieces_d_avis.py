"""The files of avis: one that goes with a question, one that goes with the answer (rules 6.1)."""

from collections.abc import Sequence
from datetime import datetime

from domain.avis.models import Avis
from domain.dossiers.models import Dossier
from domain.fichiers.attachement import FichierVerifie, attacher
from domain.fichiers.cles import cle_aleatoire
from domain.fichiers.copies import FichierDuplique
from domain.fichiers.limites import Place
from domain.fichiers.models import Fichier, Role
from domain.fichiers.retrait import retirer
from domain.transactions import Transaction


def joindre_a_la_demande(
    tx: Transaction, dossier: Dossier, avis: Sequence[Avis], piece: FichierVerifie, *, at: datetime
) -> None:
    """The same to each of those who are asked: an object of its own, so that none goes with another's.

    Raises FichierTropGros, TypeRefuse, IdentifiantInvalide.
    """
    premier, *autres = avis
    origine = attacher(
        tx, piece, demarche_id=dossier.demarche_id, place=Place.avis, role=Role.introduction,
        at=at, dossier_id=premier.dossier_id, avis_id=premier.id,
    )  # fmt: skip
    for autre in autres:
        copie = Fichier(
            cle=cle_aleatoire(at), nom=origine.nom, type_mime=origine.type_mime,
            taille=origine.taille, md5=origine.md5, role=Role.introduction, cree_le=at,
            dossier_id=autre.dossier_id, avis_id=autre.id,
        )  # fmt: skip
        tx.add(copie)
        tx.flush()
        tx.publish(FichierDuplique(fichier_id=copie.id, source=origine.cle, cle=copie.cle))


def remplacer_la_piece(
    tx: Transaction, dossier: Dossier, avis: Avis, piece: FichierVerifie | None, *, at: datetime
) -> None:
    """An answer has one file, the last. Raises FichierTropGros, TypeRefuse, IdentifiantInvalide."""
    retirer(tx, Fichier.avis_id == avis.id, Fichier.role == Role.piece, at=at)
    if piece is not None:
        attacher(
            tx, piece, demarche_id=dossier.demarche_id, place=Place.avis, at=at,
            dossier_id=dossier.id, avis_id=avis.id,
        )  # fmt: skip


def retirer_les_pieces_de_l_avis(tx: Transaction, avis: Avis, *, at: datetime) -> None:
    retirer(tx, Fichier.avis_id == avis.id, at=at)
