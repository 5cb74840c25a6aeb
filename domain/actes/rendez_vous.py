"""Meeting the usager of a dossier, where the démarche has it so (rules 4.15)."""

from datetime import datetime

from sqlalchemy import exists, select

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de
from domain.comptes.models import Instructeur
from domain.demarches.options import OPTIONS
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.rendez_vous import prise
from domain.rendez_vous.events import RendezVousATenir
from domain.rendez_vous.models import Lieu, RendezVous, Statut
from domain.transactions import Transaction

OPTION = "rdv_enabled"


class RendezVousFermes(DomainError):
    code = "rendez_vous_fermes"

    def __init__(self) -> None:
        super().__init__("Cette démarche ne propose pas de rendez-vous")


def proposer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, debut_le: datetime | None,
    lieu: Lieu, precisions: str = "", at: datetime,
) -> RendezVous:  # fmt: skip
    """Raises AccesRefuse, RendezVousFermes, RendezVousDejaPropose, DateDeRendezVousPassee."""
    instructeur = _autorise(tx, dossier, instructeur)
    attendu = exists().where(
        RendezVous.dossier_id == dossier.id, RendezVous.statut == Statut.en_attente
    )
    rendez_vous = prise.proposer(
        tx, dossier, instructeur=instructeur, debut_le=debut_le, lieu=lieu, precisions=precisions,
        en_attente=bool(tx.session.scalar(select(attendu))), at=at,
    )  # fmt: skip
    _dire(tx, dossier, rendez_vous, at=at)
    return rendez_vous


def changer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, rendez_vous: RendezVous,
    debut_le: datetime | None, lieu: Lieu, precisions: str = "", at: datetime,
) -> None:  # fmt: skip
    """Raises AccesRefuse, RendezVousFermes, RendezVousAnnule, DateDeRendezVousPassee,
    DateDeRendezVousRequise."""
    instructeur = _autorise(tx, dossier, instructeur)
    prise.changer(
        tx, rendez_vous, instructeur=instructeur, debut_le=debut_le, lieu=lieu,
        precisions=precisions, at=at,
    )  # fmt: skip
    _dire(tx, dossier, rendez_vous, at=at)


def annuler(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, rendez_vous: RendezVous,
    at: datetime,
) -> None:  # fmt: skip
    """Allowed once the démarche has no more of them. Raises AccesRefuse, RendezVousAnnule."""
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    prise.annuler(tx, rendez_vous, instructeur=instructeur, at=at)
    _dire(tx, dossier, rendez_vous, at=at)


def actualiser(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, rendez_vous: RendezVous
) -> None:
    """Ask the agenda again. Raises AccesRefuse, RendezVousAnnule."""
    exiger_un_instructeur(tx, dossier, instructeur)
    prise.exiger_vivant(rendez_vous)
    tx.publish(RendezVousATenir(rendez_vous_id=rendez_vous.id))


def _autorise(tx: Transaction, dossier: Dossier, instructeur: Instructeur | None) -> Instructeur:
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    if not demarche_de(tx, dossier).options.get(OPTION, OPTIONS[OPTION].defaut):
        raise RendezVousFermes
    return instructeur


def _dire(tx: Transaction, dossier: Dossier, rendez_vous: RendezVous, *, at: datetime) -> None:
    toucher(dossier, at=at)
    tx.publish(RendezVousATenir(rendez_vous_id=rendez_vous.id))
