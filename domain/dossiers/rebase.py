"""Moving dossiers to the form published last (rules 3.9). A few statements for any number of them.

Answers stay where they are: what the new form does not have is destroyed by the next deposit only,
and an answer whose field changed its type is read as `domain.formulaires.conversion` says.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, insert, or_, select, update
from sqlalchemy.orm import aliased

from domain.dossiers.champs import HISTORIQUE, MAIN, Champ
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.errors import DomainError
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.transactions import Transaction
from domain.ulid import generateur

Avant, Apres = aliased(TypeDeChamp), aliased(TypeDeChamp)

# What makes a field another question, or another way of asking it (rules 1.3.6).
COMPAREES = ("type_champ", "libelle", "description", "obligatoire", "condition", "options")

LOT = 500


class RevisionImpossible(DomainError):
    """A draft, or the form of another démarche."""

    code = "revision_impossible"

    def __init__(self) -> None:
        super().__init__("Un dossier ne suit que les formulaires publiés de sa démarche")


def rebaser(tx: Transaction, dossier: Dossier, *, revision: Revision, at: datetime) -> bool:
    """Move one dossier; false when it is decided, or there already. Raises RevisionImpossible."""
    if revision.publiee_le is None or revision.demarche_id != dossier.demarche_id:
        raise RevisionImpossible
    tx.flush()
    tx.session.refresh(dossier, with_for_update={"key_share": True})
    if dossier.state in TERMINE or dossier.revision_id == revision.id:
        return False
    _rebaser(tx, [dossier.id], revision=revision, at=at)
    tx.session.refresh(dossier)
    return True


def rebaser_la_demarche(
    tx: Transaction, *, revision: Revision, lot: int = LOT, at: datetime
) -> int:
    """Move `lot` of the dossiers that are not on this revision yet; how many. Call again while it
    gives `lot`; those that somebody is writing are left for the next call.

    Raises RevisionImpossible.
    """
    if revision.publiee_le is None:
        raise RevisionImpossible
    tx.flush()
    a_deplacer = (
        select(Dossier.id)
        .where(Dossier.demarche_id == revision.demarche_id, Dossier.revision_id != revision.id)
        .where(Dossier.state.not_in(TERMINE))
        .order_by(Dossier.id)
        .limit(lot)
        .with_for_update(skip_locked=True, key_share=True)
    )
    dossiers = list(tx.session.scalars(a_deplacer))
    if dossiers:
        _rebaser(tx, dossiers, revision=revision, at=at)
    return len(dossiers)


def _rebaser(
    tx: Transaction, dossiers: Collection[int], *, revision: Revision, at: datetime
) -> None:
    _marquer_les_champs(tx, dossiers, revision=revision, at=at)
    _ouvrir_les_repetitions(tx, dossiers, revision=revision, at=at)
    tx.session.execute(
        update(Dossier)
        .where(Dossier.id.in_(dossiers))
        .values(revision_id=revision.id)
        .execution_options(synchronize_session="fetch")
    )
    tx.modifies(revision.demarche_id, dossiers)


def _marquer_les_champs(
    tx: Transaction, dossiers: Collection[int], *, revision: Revision, at: datetime
) -> None:
    """Those whose field is not what it was when they were answered."""
    change = or_(*(getattr(Avant, nom).is_distinct_from(getattr(Apres, nom)) for nom in COMPAREES))
    tx.session.execute(
        update(Champ)
        .where(Champ.dossier_id.in_(dossiers), ~Champ.flux.startswith(HISTORIQUE))
        .where(Dossier.id == Champ.dossier_id)
        .where(Avant.revision_id == Dossier.revision_id, Avant.stable_id == Champ.stable_id)
        .where(Apres.revision_id == revision.id, Apres.stable_id == Champ.stable_id, change)
        .values(rebase_le=at)
        .execution_options(synchronize_session=False)
    )


def _ouvrir_les_repetitions(
    tx: Transaction, dossiers: Collection[int], *, revision: Revision, at: datetime
) -> None:
    """A compulsory or private repetition that the form did not have begins with one row."""
    connue = exists().where(
        Avant.revision_id == Dossier.revision_id, Avant.stable_id == Apres.stable_id
    )
    remplie = exists().where(
        Champ.dossier_id == Dossier.id, Champ.flux == MAIN, Champ.stable_id == Apres.stable_id
    )
    nouvelles = tx.session.execute(
        select(Dossier.id, Apres.stable_id, Apres.prive)
        .select_from(Dossier)
        .join(Apres, Apres.revision_id == revision.id)
        .where(Dossier.id.in_(dossiers))
        .where(Apres.type_champ == TypeChamp.repetition, or_(Apres.prive, Apres.obligatoire))
        .where(~connue, ~remplie)
        .order_by(Dossier.id, Apres.position)
    ).all()
    suivant = generateur(at=at)
    lignes = [
        {
            "dossier_id": dossier_id, "flux": MAIN, "stable_id": stable_id, "row_id": suivant(),
            "type_champ": TypeChamp.repetition, "prive": prive, "cree_le": at, "modifie_le": at,
        }
        for dossier_id, stable_id, prive in nouvelles
    ]  # fmt: skip
    if lignes:
        tx.session.execute(insert(Champ), lignes)
