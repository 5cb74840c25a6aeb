"""What an instructeur chooses to be told of a démarche, and what his choice does at once (rules 4.8, 4.9)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.dialects.postgresql import insert

from domain.badges.models import Badge, Preference
from domain.badges.pose import poser, retirer
from domain.badges.types import DEFAUTS, Portee, TypeBadge
from domain.comptes.models import Instructeur
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction

# The columns of `preferences` that are about mails.
COURRIELS = tuple(c.name for c in Preference.__table__.c if c.name.startswith("courriel_"))


class PorteeImpossible(DomainError):
    """rules 4.8.1"""

    code = "portee_impossible"

    def __init__(self) -> None:
        super().__init__(
            "Le badge « déposé depuis longtemps » porte sur tous les dossiers ou sur aucun"
        )


def regler_les_courriels(
    tx: Transaction, *, instructeur: Instructeur, demarche_id: int, choix: Mapping[str, bool]
) -> None:
    """`choix` are columns of `preferences`; those that are not there stay."""
    _ecrire(tx, instructeur, demarche_id, {nom: choix[nom] for nom in COURRIELS if nom in choix})


def regler_les_badges(
    tx: Transaction, *, instructeur: Instructeur, demarche_id: int,
    choix: Mapping[TypeBadge, Portee], at: datetime,
) -> None:  # fmt: skip
    """Each badge that changes is computed again, in one statement. Raises PorteeImpossible."""
    if choix.get(TypeBadge.dossier_depose) is Portee.suivis:
        raise PorteeImpossible
    _ecrire(tx, instructeur, demarche_id, {})  # a row to lock: two choices come one after the other
    tenue = select(Preference).where(
        Preference.instructeur_id == instructeur.id, Preference.demarche_id == demarche_id
    )
    preference = tx.session.scalars(
        tenue.with_for_update().execution_options(populate_existing=True)
    ).one()
    changes = [
        (badge, getattr(preference, badge), choix[badge])
        for badge in DEFAUTS
        if badge in choix and choix[badge] is not getattr(preference, badge)
    ]
    for badge, _, apres in changes:
        setattr(preference, badge, apres)
    tx.flush()
    for badge, avant, apres in changes:
        RECALCULS[avant, apres](tx, badge, instructeur, demarche_id, at)


def _ecrire(
    tx: Transaction, instructeur: Instructeur, demarche_id: int, valeurs: Mapping[str, object]
) -> None:
    """Make the row, or change it."""
    cles = {"instructeur_id": instructeur.id, "demarche_id": demarche_id}
    faite = insert(Preference).values(**cles, **valeurs)
    cible = [Preference.instructeur_id, Preference.demarche_id]
    tx.session.execute(
        faite.on_conflict_do_update(index_elements=cible, set_=dict(valeurs))
        if valeurs
        else faite.on_conflict_do_nothing(index_elements=cible)
    )


# --- what a change computes again (rules 4.8.3-4.8.5) ----------------------------------------------

Recalcul = Callable[[Transaction, TypeBadge, Instructeur, int, datetime], None]


def _suit(instructeur: Instructeur) -> ColumnElement[bool]:
    return exists().where(
        Suivi.dossier_id == Badge.dossier_id, Suivi.fin_le.is_(None),
        Suivi.instructeur_id == instructeur.id,
    )  # fmt: skip


def _effacer(*, sauf_les_suivis: bool) -> Recalcul:
    def recalculer(
        tx: Transaction, badge: TypeBadge, instructeur: Instructeur, demarche_id: int, at: datetime
    ) -> None:
        siens = select(Dossier.id).where(Dossier.demarche_id == demarche_id)
        retirer(
            tx, demarche_id, Badge.instructeur_id == instructeur.id, Badge.type == badge,
            Badge.dossier_id.in_(siens), *([~_suit(instructeur)] if sauf_les_suivis else []),
        )  # fmt: skip

    return recalculer


def _creer(*conditions: ColumnElement[bool]) -> Recalcul:
    def recalculer(
        tx: Transaction, badge: TypeBadge, instructeur: Instructeur, demarche_id: int, at: datetime
    ) -> None:
        poser(
            tx, demarche_id, [badge], Dossier.demarche_id == demarche_id,
            Affectation.instructeur_id == instructeur.id, *conditions, vrais=True, at=at,
        )  # fmt: skip

    return recalculer


P = Portee
RECALCULS: dict[tuple[Portee, Portee], Recalcul] = {
    (P.tous, P.aucun): _effacer(sauf_les_suivis=False),
    (P.suivis, P.aucun): _effacer(sauf_les_suivis=False),
    (P.tous, P.suivis): _effacer(sauf_les_suivis=True),
    (P.aucun, P.tous): _creer(),
    (P.suivis, P.tous): _creer(Suivi.id.is_(None)),
    (P.aucun, P.suivis): _creer(Suivi.id.is_not(None)),
}
