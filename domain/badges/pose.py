"""Making and unmaking badges: each is one statement, whoever and however many it is for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    distinct,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert

from domain.badges.models import Badge, Preference
from domain.badges.regles import CONDITIONS, EFFETS, LECTURES, Fait, Volet, affiche_le, est_voulu
from domain.badges.types import TypeBadge
from domain.base import parmi
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.groupes_instructeurs.models import Affectation
from domain.signaux import NOMMES_MAX, Quoi, Signal
from domain.transactions import Transaction

# Which badges an instructeur is given, of those that he might be.
Voulu = Callable[[TypeBadge], ColumnElement[bool]]


def constater(
    tx: Transaction, dossier: Dossier, fait: Fait, *, par: str | None = None, at: datetime
) -> None:
    """All that a fact does to the badges of a dossier. `par` is the address of its author, who is not
    told of what he did (rules 4.7.6)."""
    effet, numero = EFFETS[fait], dossier.demarche_id
    retirer_apres(tx, [dossier], fait)
    if effet.revoit is not None:
        revoir(tx, numero, [effet.revoit], dossiers=[dossier.id])
    if effet.cree is not None:
        autres = [] if par is None else [Compte.email != par]
        poser(tx, numero, [effet.cree], Dossier.id == dossier.id, *autres, at=at)


def retirer_apres(tx: Transaction, dossiers: Sequence[Dossier], fait: Fait) -> None:
    """What a fact takes away from the dossiers, of one démarche, that it happened to."""
    tx.flush()
    if EFFETS[fait].retire:
        numeros = {"dossiers": [dossier.id for dossier in dossiers]}
        _dire(tx, dossiers[0].demarche_id, _retrait(fait), numeros)


@cache
def _retrait(fait: Fait) -> Select[Any]:
    retires = Badge.type.in_(sorted(EFFETS[fait].retire))
    return _touches(delete(Badge).where(parmi(Badge.dossier_id, "dossiers"), retires))


def revoir(
    tx: Transaction, demarche_id: int, badges: Collection[TypeBadge], *, dossiers: Collection[int]
) -> None:
    """Take back those of these dossiers for which what made them does not hold any more."""
    for badge in badges:
        vrais = select(Dossier.id).where(Dossier.id.in_(dossiers), CONDITIONS[badge])
        retirer(
            tx, demarche_id, Badge.dossier_id.in_(dossiers), Badge.type == badge,
            Badge.dossier_id.not_in(vrais),
        )  # fmt: skip


def lire(tx: Transaction, dossier: Dossier, volet: Volet, *, instructeur: Instructeur) -> None:
    """He has opened this tab: what was new in it is not any more, for him."""
    retirer(
        tx, dossier.demarche_id, Badge.dossier_id == dossier.id,
        Badge.instructeur_id == instructeur.id, Badge.type == LECTURES[volet],
    )  # fmt: skip


def poser(
    tx: Transaction, demarche_id: int, badges: Collection[TypeBadge],
    *conditions: ColumnElement[bool], voulu: Voulu = est_voulu, vrais: bool = False, at: datetime,
) -> None:  # fmt: skip
    """For the members of the dossiers’ groupes who want them, under `conditions` on dossiers,
    affectations, preferences, open suivis and comptes. `vrais`: where what makes each holds, though no
    fact has just said so. Those that are there already stay as they are."""
    lignes = []
    for badge in sorted(badges):
        vrai = [CONDITIONS[badge]] if vrais else []
        lignes.append(_lignes(badge, voulu(badge), *vrai, *conditions, at=at))
    faits = (
        insert(Badge)
        .from_select(
            ["dossier_id", "instructeur_id", "type", "cree_le", "affiche_le"],
            union_all(*lignes) if len(lignes) > 1 else lignes[0],
        )
        .on_conflict_do_nothing()
    )
    _ecrire(tx, demarche_id, faits)


def _lignes(badge: TypeBadge, *conditions: ColumnElement[bool], at: datetime) -> Any:
    return (
        select(
            Dossier.id, Affectation.instructeur_id, literal(badge, Badge.type.type),
            literal(at, Badge.cree_le.type), affiche_le(badge),
        )
        .select_from(Dossier)
        .join(Affectation, Affectation.groupe_instructeur_id == Dossier.groupe_instructeur_id)
        .join(Instructeur, Instructeur.id == Affectation.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .outerjoin(
            Preference,
            and_(
                Preference.instructeur_id == Affectation.instructeur_id,
                Preference.demarche_id == Dossier.demarche_id,
            ),
        )
        .outerjoin(
            Suivi,
            and_(
                Suivi.dossier_id == Dossier.id, Suivi.fin_le.is_(None),
                Suivi.instructeur_id == Affectation.instructeur_id,
            ),
        )
        .where(Dossier.state != State.brouillon, *conditions)
    )  # fmt: skip


def retirer(tx: Transaction, demarche_id: int, *conditions: ColumnElement[bool]) -> None:
    _ecrire(tx, demarche_id, delete(Badge).where(*conditions))


def _ecrire(tx: Transaction, demarche_id: int, ecriture: Any) -> None:
    _dire(tx, demarche_id, _touches(ecriture), {})


def _touches(ecriture: Any) -> Select[Any]:
    """Whose badges it writes, and of which dossiers; of many at once, without their numbers."""
    touches = ecriture.returning(Badge.instructeur_id, Badge.dossier_id).cte("touches")
    peu = func.count() <= NOMMES_MAX
    return select(
        touches.c.instructeur_id, case((peu, func.array_agg(distinct(touches.c.dossier_id))))
    ).group_by(touches.c.instructeur_id)


def _dire(
    tx: Transaction, demarche_id: int, touches: Select[Any], parametres: Mapping[str, Any]
) -> None:
    """Write them; each instructeur concerned is told."""
    for instructeur_id, dossiers in tx.session.execute(touches, parametres).all():
        for dossier_id in dossiers or [None]:
            tx.signaler(
                Signal(
                    quoi=Quoi.badges, demarche_id=demarche_id, instructeur_id=instructeur_id,
                    dossier_id=dossier_id,
                )
            )  # fmt: skip
