"""What experts answer, and answer again (rules 6.8)."""

from datetime import datetime

from domain.actes.pieces_d_avis import remplacer_la_piece
from domain.actes.suites import annoncer_l_avis_rendu, badger
from domain.auteurs import Auteur
from domain.avis import demande
from domain.avis.events import AvisRendu
from domain.avis.models import Avis
from domain.avis.refus import exiger_en_cours, exiger_le_sien
from domain.badges.regles import Fait
from domain.comptes.models import Expert
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.transactions import Transaction


class AvisVide(DomainError):
    code = "avis_vide"

    def __init__(self) -> None:
        super().__init__("Le champ « Votre avis » ne peut être vide")


def rendre(
    tx: Transaction, dossier: Dossier, *, expert: Expert, auteur: Auteur, avis: Avis,
    reponse: str, question_reponse: bool | None = None, piece: FichierVerifie | None = None,
    sans_piece: bool = False, at: datetime,
) -> None:  # fmt: skip
    """Again if he likes: the last answer stays, with its file unless another comes or `sans_piece`.

    Raises AvisDUnAutre, DossierTraite, AvisVide, QuestionSansReponse, FichierTropGros, TypeRefuse,
    IdentifiantInvalide.
    """
    exiger_le_sien(avis, expert)
    exiger_en_cours(dossier)
    if not reponse.strip():
        raise AvisVide
    precedent = avis.repondu_le
    demande.repondre(dossier, avis=avis, reponse=reponse, question_reponse=question_reponse, at=at)
    if piece is not None or sans_piece:
        remplacer_la_piece(tx, dossier, avis, piece, at=at)
    annoncer_l_avis_rendu(tx, dossier, avis, precedent=precedent, at=at)
    badger(tx, dossier, Fait.avis_rendu, par=expert.compte.email, at=at)
    tx.publish(
        AvisRendu(avis_id=avis.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id, le=at)
    )
