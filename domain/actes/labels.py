"""A label put on a dossier, or taken off, in any state (rules 1.13.3, api 10.14)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.labels.models import DossierLabel, Label
from domain.labels.pose import (
    LabelDejaPose,
    LabelNonPose,
    exiger_de_la_demarche,
    poser,
    retirer,
)
from domain.transactions import Transaction


def ajouter_label(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None = None, auteur: Auteur,
    label: Label, at: datetime,
) -> None:  # fmt: skip
    """By API no instructeur is named. Raises LabelDejaPose, LabelDUneAutreDemarche, AccesRefuse."""
    if _pose(tx, dossier, label) is not None:
        raise LabelDejaPose
    exiger_de_la_demarche(dossier, label)
    if instructeur is not None:
        exiger_un_instructeur(tx, dossier, instructeur)
    poser(tx, dossier, label=label)


def supprimer_label(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None = None, auteur: Auteur,
    label: Label, at: datetime,
) -> None:  # fmt: skip
    """Raises LabelNonPose, AccesRefuse."""
    pose = _pose(tx, dossier, label)
    if pose is None:
        raise LabelNonPose
    if instructeur is not None:
        exiger_un_instructeur(tx, dossier, instructeur)
    retirer(tx, pose=pose)


def _pose(tx: Transaction, dossier: Dossier, label: Label) -> DossierLabel | None:
    return tx.session.get(DossierLabel, (dossier.id, label.id))
