"""The mails that instructeurs choose to get at once, démarche by démarche (rules 4.9, B.3): one each, so that
nobody reads the others’ addresses. Summaries are `resumes.py`, and ends of dossiers `domain/expirations/`."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select

from domain.avis.models import Avis
from domain.badges.models import Preference
from domain.comptes.models import Compte, Instructeur
from domain.courriels.catalogue import Nom
from domain.courriels.depot import Sujet
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import Affectation
from domain.messagerie.models import Message
from domain.transactions import Transaction

# An avis that its expert goes on writing is told of once (rules 4.9).
REPRISE = timedelta(minutes=30)


def dossier_depose(
    tx: Transaction, dossier: Dossier, *, plateforme: Plateforme, at: datetime
) -> None:
    """To its groupe. Not on a declarative démarche, where nothing is to be done (rules 14.1)."""
    if _demarche(tx, dossier).declarative is None:
        _poster(
            tx, Nom.dossier_depose, dossier, _voulant("courriel_nouveau_dossier", defaut=False),
            f"depot-{dossier.id}", plateforme=plateforme, at=at,
        )  # fmt: skip


def message_d_usager(
    tx: Transaction, dossier: Dossier, *, message: Message, plateforme: Plateforme, at: datetime
) -> None:
    """To its followers, but to its author if he is one of them."""
    _poster(
        tx, Nom.message_d_usager, dossier, _voulant("courriel_nouveau_message", defaut=False),
        f"message-{message.id}", _suivi(), Compte.email != message.email,
        sujet=Sujet(dossier_id=dossier.id, message_id=message.id), plateforme=plateforme, at=at,
    )  # fmt: skip


def avis_rendu(
    tx: Transaction, dossier: Dossier, *, avis: Avis, precedent: datetime | None,
    plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """To its followers. `precedent` is when this avis had been given before, if it had."""
    if precedent is None or precedent <= at - REPRISE:
        _poster(
            tx, Nom.avis_rendu, dossier, _voulant("courriel_nouvel_avis", defaut=False),
            f"avis-{avis.id}-{at:%Y%m%dT%H%M%S.%f}", _suivi(),
            sujet=Sujet(dossier_id=dossier.id, avis_id=avis.id), plateforme=plateforme, at=at,
        )  # fmt: skip


def suppression_par_l_usager(
    tx: Transaction, dossier: Dossier, *, plateforme: Plateforme, at: datetime
) -> None:
    """To its followers, of a dossier en construction."""
    _poster(
        tx, Nom.dossier_supprime_par_l_usager, dossier,
        _voulant("courriel_suppression", defaut=True),
        f"suppression-{dossier.id}-{at:%Y%m%dT%H%M%S.%f}", _suivi(), plateforme=plateforme, at=at,
    )  # fmt: skip


def _voulant(nom: str, *, defaut: bool) -> Select[Any]:
    """The addresses of the members of a dossier’s groupe who want this mail of its démarche."""
    return (
        select(Compte.email)
        .select_from(Dossier)
        .join(Affectation, Affectation.groupe_instructeur_id == Dossier.groupe_instructeur_id)
        .join(Instructeur, Instructeur.id == Affectation.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .outerjoin(
            Preference,
            and_(
                Preference.instructeur_id == Instructeur.id,
                Preference.demarche_id == Dossier.demarche_id,
            ),
        )
        .where(func.coalesce(getattr(Preference, nom), literal(defaut)))
    )


def _suivi() -> ColumnElement[bool]:
    return (
        select(Suivi.id)
        .where(
            Suivi.dossier_id == Dossier.id,
            Suivi.instructeur_id == Instructeur.id,
            Suivi.fin_le.is_(None),
        )
        .exists()
    )


def _poster(
    tx: Transaction, nom: Nom, dossier: Dossier, voulant: Select[Any], evenement: str,
    *conditions: ColumnElement[bool], sujet: Sujet | None = None, plateforme: Plateforme,
    at: datetime,
) -> None:  # fmt: skip
    tx.flush()
    emails = voulant.where(Dossier.id == dossier.id, *conditions).order_by(Compte.email)
    demarche = _demarche(tx, dossier)
    poster(
        tx, nom, a=list(tx.session.scalars(emails)), evenement=evenement,
        mots={"dossier": dossier.id, "demarche": demarche.libelle},
        lien=plateforme.dossier_a_instruire(demarche.id, dossier.id),
        sujet=sujet or Sujet(dossier_id=dossier.id), plateforme=plateforme, at=at,
    )  # fmt: skip


def _demarche(tx: Transaction, dossier: Dossier) -> Demarche:
    return tx.session.get_one(Demarche, dossier.demarche_id)
