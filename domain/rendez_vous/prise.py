"""Proposing a meeting, changing it, and hearing what the agenda says of it (rules 4.15)."""

from datetime import datetime

from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.rendez_vous.models import EtapeDeRendezVous, Lieu, RendezVous, Statut
from domain.textes import propre
from domain.transactions import Transaction


class RendezVousDejaPropose(DomainError):
    code = "rendez_vous_deja_propose"

    def __init__(self) -> None:
        super().__init__("Un rendez-vous attend déjà sa date sur ce dossier")


class RendezVousAnnule(DomainError):
    code = "rendez_vous_annule"

    def __init__(self) -> None:
        super().__init__("Ce rendez-vous est annulé")


class DateDeRendezVousPassee(DomainError):
    code = "date_passee"

    def __init__(self) -> None:
        super().__init__("La date d’un rendez-vous est à venir")


class DateDeRendezVousRequise(DomainError):
    code = "date_requise"

    def __init__(self) -> None:
        super().__init__("Un rendez-vous réservé garde une date")


def proposer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur, debut_le: datetime | None,
    lieu: Lieu, precisions: str, en_attente: bool, at: datetime,
) -> RendezVous:  # fmt: skip
    """Without a date, the agenda finds one. `en_attente`: another one awaits its date already.

    Raises RendezVousDejaPropose, DateDeRendezVousPassee.
    """
    if en_attente:
        raise RendezVousDejaPropose
    _exiger_a_venir(debut_le, at)
    rendez_vous = RendezVous(
        dossier_id=dossier.id, instructeur_id=instructeur.id, statut=Statut.en_attente,
        debut_le=debut_le, lieu=lieu, precisions=propre(precisions).strip(), cree_le=at,
    )  # fmt: skip
    tx.add(rendez_vous)
    noter(tx, rendez_vous, par=instructeur.compte.email, at=at)
    return rendez_vous


def changer(
    tx: Transaction, rendez_vous: RendezVous, *, instructeur: Instructeur, debut_le: datetime | None,
    lieu: Lieu, precisions: str, at: datetime,
) -> None:  # fmt: skip
    """Raises RendezVousAnnule, DateDeRendezVousPassee, DateDeRendezVousRequise."""
    exiger_vivant(rendez_vous)
    _exiger_a_venir(debut_le, at)
    if debut_le is None and rendez_vous.statut is Statut.reserve:
        raise DateDeRendezVousRequise
    rendez_vous.debut_le, rendez_vous.lieu = debut_le, lieu
    rendez_vous.precisions = propre(precisions).strip()
    noter(tx, rendez_vous, par=instructeur.compte.email, at=at)


def annuler(
    tx: Transaction, rendez_vous: RendezVous, *, instructeur: Instructeur, at: datetime
) -> None:
    """Raises RendezVousAnnule."""
    exiger_vivant(rendez_vous)
    rendez_vous.statut = Statut.annule
    noter(tx, rendez_vous, par=instructeur.compte.email, at=at)


def constater(
    tx: Transaction, rendez_vous: RendezVous, *, reference: str, lien: str | None, statut: Statut,
    lieu: Lieu, debut_le: datetime | None, at: datetime,
) -> None:  # fmt: skip
    """What the agenda holds; nothing is noted of what was known."""
    rendez_vous.reference, rendez_vous.lien = reference, lien
    connu = rendez_vous.statut, rendez_vous.lieu, rendez_vous.debut_le
    if connu == (statut, lieu, debut_le):
        return
    rendez_vous.statut, rendez_vous.lieu, rendez_vous.debut_le = statut, lieu, debut_le
    noter(tx, rendez_vous, par=None, at=at)


def noter(tx: Transaction, rendez_vous: RendezVous, *, par: str | None, at: datetime) -> None:
    """A row of its history: what it is from `at` on."""
    rendez_vous.modifie_le = at
    tx.flush()
    tx.add(
        EtapeDeRendezVous(
            rendez_vous_id=rendez_vous.id, le=at, par=par, statut=rendez_vous.statut,
            debut_le=rendez_vous.debut_le, lieu=rendez_vous.lieu,
            precisions=rendez_vous.precisions,
        )
    )  # fmt: skip


def exiger_vivant(rendez_vous: RendezVous) -> None:
    """Raises RendezVousAnnule."""
    if rendez_vous.statut is Statut.annule:
        raise RendezVousAnnule


def _exiger_a_venir(debut_le: datetime | None, at: datetime) -> None:
    if debut_le is not None and debut_le <= at:
        raise DateDeRendezVousPassee
