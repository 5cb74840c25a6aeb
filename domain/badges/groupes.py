"""What coming into a groupe, leaving it, or a dossier's going to another one does to badges."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from domain.badges.models import Badge, Preference
from domain.badges.pose import poser, retirer
from domain.badges.regles import est_voulu_de_tous
from domain.badges.types import TypeBadge
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.signaux import Quoi, Signal
from domain.transactions import Transaction


def accueillir(
    tx: Transaction, groupe: GroupeInstructeur, *, membres: Collection[int], at: datetime
) -> None:
    """New members, by their numbers: what is everybody's, and what they want of all (rules 4.8.6)."""
    if not membres:
        return
    tx.flush()
    poser(
        tx, groupe.demarche_id, list(TypeBadge), Dossier.groupe_instructeur_id == groupe.id,
        Affectation.instructeur_id.in_(membres), voulu=est_voulu_de_tous, vrais=True, at=at,
    )  # fmt: skip
    _changer_les_droits(tx, membres)


def congedier(tx: Transaction, groupe: GroupeInstructeur, *, membres: Collection[int]) -> None:
    """They see its dossiers no more. Who has no groupe left of the démarche has no preference either
    (rules 0.2)."""
    if not membres:
        return
    tx.flush()
    du_groupe = select(Dossier.id).where(Dossier.groupe_instructeur_id == groupe.id)
    retirer(
        tx, groupe.demarche_id, Badge.instructeur_id.in_(membres), Badge.dossier_id.in_(du_groupe)
    )
    ailleurs = (
        select(Affectation.instructeur_id)
        .join(GroupeInstructeur, GroupeInstructeur.id == Affectation.groupe_instructeur_id)
        .where(GroupeInstructeur.demarche_id == groupe.demarche_id)
    )
    tx.session.execute(
        delete(Preference)
        .where(
            Preference.demarche_id == groupe.demarche_id,
            Preference.instructeur_id.in_(membres),
            Preference.instructeur_id.not_in(ailleurs),
        )
        .execution_options(synchronize_session=False)
    )
    _changer_les_droits(tx, membres)


def demenager(tx: Transaction, dossier: Dossier, *, ancien: int | None, at: datetime) -> None:
    """To another groupe: those who are not of it lose theirs, its members get what new ones would. Who
    was of both keeps what he has, and what he has read."""
    tx.flush()
    nouveaux = select(Affectation.instructeur_id).where(
        Affectation.groupe_instructeur_id == dossier.groupe_instructeur_id
    )
    retirer(
        tx, dossier.demarche_id, Badge.dossier_id == dossier.id,
        Badge.instructeur_id.not_in(nouveaux),
    )  # fmt: skip
    de_l_ancien = aliased(Affectation)
    anciens = select(de_l_ancien.instructeur_id).where(de_l_ancien.groupe_instructeur_id == ancien)
    poser(
        tx, dossier.demarche_id, list(TypeBadge), Dossier.id == dossier.id,
        Affectation.instructeur_id.not_in(anciens),
        voulu=est_voulu_de_tous, vrais=True, at=at,
    )  # fmt: skip
    if ancien is not None:
        tx.signaler(
            Signal(quoi=Quoi.dossiers, demarche_id=dossier.demarche_id, groupe_id=ancien)
        )  # fmt: skip


def _changer_les_droits(tx: Transaction, membres: Collection[int]) -> None:
    for instructeur_id in membres:
        tx.signaler(Signal(quoi=Quoi.droits, instructeur_id=instructeur_id))
