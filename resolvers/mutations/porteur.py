"""Who writes, read again where we write: a token revoked a moment ago, somebody signed out or removed from a
groupe write no more (rules 11.6.2)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.orm import joinedload

from domain.comptes.models import Administrateur, Compte, Expert, Instructeur
from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.jetons.models import Jeton
from domain.sessions.models import SessionDeCompte
from domain.sessions.ouverture import vivante
from domain.transactions import Transaction
from resolvers.refus import Refus
from resolvers.viewer import Viewer


class Porteur(NamedTuple):
    """Who holds the token, or is signed in, and what he may write on at this moment: `demarches` are
    those that he administers. By a token he writes on all their dossiers; signed in, on those of his
    `groupes`, as `instructeur` (rules 0.2); as `expert`, he answers what he is asked."""

    administrateur: Administrateur | None
    demarches: frozenset[int]
    jeton_id: UUID | None = None
    instructeur: Instructeur | None = None
    expert: Expert | None = None
    groupes: frozenset[int] = frozenset()
    instruites: frozenset[int] = frozenset()

    @property
    def jeton(self) -> str | None:
        return None if self.jeton_id is None else str(self.jeton_id)


def relire(tx: Transaction, viewer: Viewer) -> tuple[datetime, Porteur]:
    """The instant of this transaction, and who asks. Raises Refus."""
    if viewer.jeton_id is None:
        return _par_session(tx, viewer.session_id)
    return _par_jeton(tx, viewer.jeton_id)


_AUJOURDHUI = func.timezone("Europe/Paris", func.now()).cast(Jeton.expire_le.type)
_DEMARCHES_DU_JETON = (
    select(func.array_agg(Demarche.id))
    .join(DemarcheAdministrateur, DemarcheAdministrateur.demarche_id == Demarche.id)
    .where(
        DemarcheAdministrateur.administrateur_id == Jeton.administrateur_id,
        Demarche.supprimee_le.is_(None),
        or_(Jeton.demarches.is_(None), Demarche.id == func.any(Jeton.demarches)),
    )
    .scalar_subquery()
)
_PORTEUR_DU_JETON = (
    select(func.now(), _DEMARCHES_DU_JETON, Administrateur)
    .select_from(Jeton)
    .join(Administrateur, Administrateur.id == Jeton.administrateur_id)
    .options(joinedload(Administrateur.compte))
    .where(
        Jeton.id == bindparam("jeton"),
        Jeton.revoque_le.is_(None),
        Jeton.ecriture,
        or_(Jeton.expire_le.is_(None), Jeton.expire_le >= _AUJOURDHUI),
    )
)


def _par_jeton(tx: Transaction, jeton_id: UUID) -> tuple[datetime, Porteur]:
    lu = tx.session.execute(_PORTEUR_DU_JETON, {"jeton": jeton_id}).one_or_none()
    if lu is None:
        raise Refus("Le jeton utilisé n’est plus valable", "unauthorized")
    at, numeros, administrateur = lu
    return at, Porteur(administrateur, frozenset(numeros or ()), jeton_id)


def _par_session(tx: Transaction, session_id: int | None) -> tuple[datetime, Porteur]:
    """The roles of the account at this moment, whatever they were when the request began."""
    lu = tx.session.execute(
        select(func.now(), Instructeur, Administrateur, Expert)
        .select_from(SessionDeCompte)
        .join(Compte, Compte.id == SessionDeCompte.compte_id)
        .outerjoin(Instructeur, Instructeur.compte_id == Compte.id)
        .outerjoin(Administrateur, Administrateur.compte_id == Compte.id)
        .outerjoin(Expert, Expert.compte_id == Compte.id)
        .options(
            joinedload(Instructeur.compte),
            joinedload(Administrateur.compte),
            joinedload(Expert.compte),
        )
        .where(SessionDeCompte.id == session_id, vivante())
    ).one_or_none()
    if lu is None:
        raise Refus("Connectez-vous pour continuer", "unauthorized")
    at, instructeur, administrateur, expert = lu
    membre = (
        select(GroupeInstructeur.id, GroupeInstructeur.demarche_id)
        .join(Affectation, Affectation.groupe_instructeur_id == GroupeInstructeur.id)
        .join(Demarche, Demarche.id == GroupeInstructeur.demarche_id)
        .where(
            Affectation.instructeur_id == literal(instructeur.id if instructeur else 0),
            Demarche.supprimee_le.is_(None),
        )
    )
    groupes = tx.session.execute(membre).all()
    administrees = (
        select(Demarche.id)
        .join(DemarcheAdministrateur, DemarcheAdministrateur.demarche_id == Demarche.id)
        .where(
            DemarcheAdministrateur.administrateur_id
            == literal(administrateur.id if administrateur else 0),
            Demarche.supprimee_le.is_(None),
        )
    )
    return at, Porteur(
        administrateur,
        frozenset(tx.session.scalars(administrees)),
        instructeur=instructeur,
        expert=expert,
        groupes=frozenset(groupe for groupe, _ in groupes),
        instruites=frozenset(demarche for _, demarche in groupes),
    )
