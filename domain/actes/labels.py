"""A label put on a dossier, or taken off, in any state (rules 1.13.3, api 10.14)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

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


def definir_labels(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, labels: Iterable[Label]
) -> None:
    """These and no other, in place of those there were (rules D.3). Dates nothing.

    Raises AccesRefuse, LabelDUneAutreDemarche.
    """
    voulus = {label.id: label for label in labels}
    for label in voulus.values():
        exiger_de_la_demarche(dossier, label)
    exiger_un_instructeur(tx, dossier, instructeur)
    poses = {
        pose.label_id: pose
        for pose in tx.session.scalars(
            select(DossierLabel).where(DossierLabel.dossier_id == dossier.id)
        )
    }
    for label_id in poses.keys() - voulus.keys():
        retirer(tx, pose=poses[label_id])
    for label_id in voulus.keys() - poses.keys():
        poser(tx, dossier, label=voulus[label_id])


def _pose(tx: Transaction, dossier: Dossier, label: Label) -> DossierLabel | None:
    return tx.session.get(DossierLabel, (dossier.id, label.id))
