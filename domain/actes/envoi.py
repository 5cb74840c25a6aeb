"""Sending a dossier to other instructeurs of its groupe (rules 4.11)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import suivis_de
from domain.actes.suites import annoncer_la_transmission, suivi_de
from domain.comptes.models import Instructeur
from domain.dossiers import suivi
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction


class DestinataireRefuse(DomainError):
    """Whoever is not of the groupe, oneself, and who does not exist are not told apart: a groupe’s
    members are all that anybody may learn here."""

    code = "destinataire_refuse"

    def __init__(self) -> None:
        super().__init__(
            "Un dossier s’envoie à d’autres instructeurs de son groupe, et à eux seuls"
        )


def envoyer_aux_instructeurs(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, a: Iterable[int],
    at: datetime,
) -> None:  # fmt: skip
    """All of them or none: each follows, and gets a mail that names the sender.

    Raises AccesRefuse, DestinataireRefuse.
    """
    expediteur = exiger_un_instructeur(tx, dossier, instructeur)
    choisis = set(a)
    destinataires = _collegues(tx, dossier, expediteur, choisis)
    if not choisis or {collegue.id for collegue in destinataires} != choisis:
        raise DestinataireRefuse
    suivis = suivis_de(tx, dossier)
    for collegue in destinataires:
        with suivi_de(tx, dossier, collegue, suivis, at=at):
            suivi.suivre(tx, dossier, instructeur=collegue, suivis=suivis, at=at)
    toucher(dossier, at=at)
    annoncer_la_transmission(
        tx, dossier, de=expediteur.compte.email,
        a=[collegue.compte.email for collegue in destinataires], at=at,
    )  # fmt: skip


def _collegues(
    tx: Transaction, dossier: Dossier, expediteur: Instructeur, choisis: set[int]
) -> list[Instructeur]:
    membres = (
        select(Instructeur)
        .join(Affectation, Affectation.instructeur_id == Instructeur.id)
        .where(
            Affectation.groupe_instructeur_id == dossier.groupe_instructeur_id,
            Instructeur.id.in_(choisis - {expediteur.id}),
        )
        .options(joinedload(Instructeur.compte))
        .order_by(Instructeur.id)
    )
    return list(tx.session.scalars(membres))
