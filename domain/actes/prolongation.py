"""Keeping a dossier longer, and bringing back one that had expired (rules 3.16.7)."""

from datetime import datetime

from domain.actes.droits import exiger_l_usager, exiger_un_instructeur
from domain.actes.lectures import demarche_de
from domain.actes.suites import badger
from domain.actes.trace import consigner
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Compte, Instructeur
from domain.dossiers import prolongation
from domain.dossiers.events import DossierProlonge
from domain.dossiers.models import Dossier
from domain.dossiers.prolongation import MOIS_DE_L_INSTRUCTEUR, exiger_une_echeance
from domain.journal.models import Operation
from domain.transactions import Transaction


def prolonger(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    at: datetime,
) -> None:  # fmt: skip
    """One month more. Raises SansEcheance, AccesRefuse."""
    exiger_une_echeance(dossier)
    exiger_un_instructeur(tx, dossier, instructeur)
    _prolonger(tx, dossier, mois=MOIS_DE_L_INSTRUCTEUR, auteur=auteur, at=at)


def prolonger_par_l_usager(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, at: datetime
) -> None:
    """As long again as the démarche keeps dossiers. Raises SansEcheance, PasLUsager."""
    exiger_une_echeance(dossier)
    exiger_l_usager(dossier, usager)
    mois = demarche_de(tx, dossier).duree_conservation
    _prolonger(tx, dossier, mois=mois, auteur=auteur, at=at)


def _prolonger(
    tx: Transaction, dossier: Dossier, *, mois: int, auteur: Auteur, at: datetime
) -> None:
    prolongation.prolonger(dossier, mois=mois, at=at)
    badger(tx, dossier, Fait.prolonge, at=at)
    demarche = demarche_de(tx, dossier)
    consigner(tx, Operation.prolonger, dossier, demarche=demarche, auteur=auteur, at=at)
    tx.publish(
        DossierProlonge(
            dossier_id=dossier.id, demarche_id=demarche.id,
            expire_le=exiger_une_echeance(dossier), le=at,
        )
    )  # fmt: skip
