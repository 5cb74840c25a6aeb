"""What nobody will come back for: offers that lapsed, drafts never owned or never touched, mails long sent,
démarches long removed. Each is one statement that tests its condition on the rows that it takes (rules 9.8)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, and_, delete, exists

from domain.calendrier import plus_mois
from domain.courriels.models import A_ENVOYER, Courriel
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.dossiers.transfert import Transfert
from domain.expirations.models import AnnonceDExpiration, AnnonceDInactivite
from domain.messagerie.models import Message
from domain.transactions import Transaction

TRANSFERT = timedelta(weeks=2)
SANS_USAGER = timedelta(days=5)
JAMAIS_TOUCHE = timedelta(weeks=2)
COURRIEL_MOIS = 1
DEMARCHE_MOIS = 1


def sans_usager(*, at: datetime) -> ColumnElement[bool]:
    """Prefilled drafts that nobody took (rules A29)."""
    return and_(
        Dossier.state == State.brouillon,
        Dossier.prefilled,
        Dossier.usager_id.is_(None),
        Dossier.cree_le < at - SANS_USAGER,
    )


def jamais_touches(*, at: datetime) -> ColumnElement[bool]:
    """Drafts without identity, answer nor message, and that are no copy (rules A30). Those that a program
    makes are its own to fill."""
    return and_(
        Dossier.state == State.brouillon,
        Dossier.usager_id.is_not(None),
        Dossier.prefilled.is_(False),
        Dossier.cree_par_administrateur_id.is_(None),
        Dossier.dossier_parent_id.is_(None),
        Dossier.identite_modifiee_le.is_(None),
        Dossier.champs_modifies_le.is_(None),
        ~exists().where(Message.dossier_id == Dossier.id),
        Dossier.cree_le < at - JAMAIS_TOUCHE,
    )


def oublier_les_transferts(tx: Transaction, *, at: datetime) -> int:
    """Offers of two weeks ago (rules 3.13.1)."""
    return _oublier(tx, delete(Transfert).where(Transfert.cree_le < at - TRANSFERT))


def oublier_les_courriels(tx: Transaction, *, at: datetime) -> int:
    """Mails of a month ago that are sent, refused or given up. A notice stays as long as what it
    announces: it tells that somebody knew."""
    attendu = exists().where(AnnonceDExpiration.courriel == Courriel.cle)
    du_compte = exists().where(AnnonceDInactivite.courriel == Courriel.cle)
    vieux = delete(Courriel).where(
        Courriel.etat.not_in(sorted(A_ENVOYER)),
        Courriel.cree_le < plus_mois(at, -COURRIEL_MOIS),
        ~attendu,
        ~du_compte,
    )
    return _oublier(tx, vieux)


def purger_les_demarches(tx: Transaction, *, at: datetime) -> int:
    """Removed for a month, and empty of dossiers (rules 1.7.3)."""
    vides = delete(Demarche).where(
        Demarche.supprimee_le < plus_mois(at, -DEMARCHE_MOIS),
        ~exists().where(Dossier.demarche_id == Demarche.id),
    )
    return _oublier(tx, vides)


def _oublier(tx: Transaction, instruction: Delete) -> int:
    execution = instruction.execution_options(synchronize_session=False)
    resultat: Any = tx.session.execute(execution)
    return int(resultat.rowcount)
