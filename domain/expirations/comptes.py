"""Accounts that nobody opens any more (rules 9.6)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.actes.suppression import purger
from domain.calendrier import jour, plus_jours, plus_mois
from domain.comptes.models import Administrateur, Compte, Expert, Instructeur
from domain.courriels.catalogue import Nom
from domain.courriels.models import Courriel, Etat
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.demarches.models import DemarcheAdministrateur
from domain.dossiers.depart_usager import detacher
from domain.dossiers.invitations import Invitation
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.expirations.cadence import departs
from domain.expirations.familles import PREAVIS
from domain.expirations.models import AnnonceDInactivite
from domain.jetons.models import Jeton
from domain.messagerie.models import Message
from domain.services.models import Service
from domain.sessions.models import Connexion
from domain.transactions import Transaction

# Under which name the edge says how many inactive accounts may go in one day: none unless it does.
COMPTES_INACTIFS = "comptes_inactifs_par_jour"

INACTIF_MOIS = 24
ADMINISTRATEUR_MOIS = 6


def _vu_depuis(instant: object) -> ColumnElement[bool]:
    return exists().where(Connexion.compte_id == Compte.id, Connexion.le >= instant)


def _inactif(at: datetime) -> ColumnElement[bool]:
    """Only an usager, nobody signed in for two years, nothing of his is being processed (rules 9.6.1)."""
    limite = plus_mois(at, -INACTIF_MOIS)
    conditions = (
        *(
            ~exists().where(profil.compte_id == Compte.id)
            for profil in (Instructeur, Administrateur, Expert)
        ),
        ~exists().where(Dossier.usager_id == Compte.id, Dossier.state == State.en_instruction),
        ~_vu_depuis(limite),
    )
    actif: ColumnElement[bool] = Compte.cree_le < limite
    for condition in conditions:
        actif = actif & condition
    return actif


def avertir_les_inactifs(tx: Transaction, *, limite: int, at: datetime) -> int:
    """Two weeks before. Who has come since an old warning is warned anew, if he stays away again."""
    revenus = delete(AnnonceDInactivite).where(
        exists().where(
            Connexion.compte_id == AnnonceDInactivite.compte_id,
            Connexion.le >= AnnonceDInactivite.le,
        )
    )
    tx.session.execute(revenus.execution_options(synchronize_session=False))
    avertis = exists().where(AnnonceDInactivite.compte_id == Compte.id)
    inactifs = tx.session.execute(
        select(Compte.id, Compte.email)
        .where(_inactif(at), ~avertis)
        .order_by(Compte.id)
        .limit(limite)
        .with_for_update(skip_locked=True, of=Compte)
    ).all()
    depart = departs(tx, at=at)
    plateforme = plateforme_de(tx)
    for compte_id, email in inactifs:
        fin = jour(plus_jours(at, PREAVIS))
        evenement = f"inactivite-{compte_id}-{fin}"
        poster(
            tx, Nom.compte_a_supprimer, a=[email], evenement=evenement,
            mots={"echeance": f"{fin:%d/%m/%Y}"}, lien=plateforme.url, plateforme=plateforme,
            at=next(depart),
        )  # fmt: skip
        cle = f"{evenement}/{Nom.compte_a_supprimer}/{email}"
        tx.session.execute(
            insert(AnnonceDInactivite).values(compte_id=compte_id, courriel=cle, le=at)
        )
    return len(inactifs)


def _a_supprimer(at: datetime) -> ColumnElement[bool]:
    """Still away two weeks after a warning that was delivered."""
    averti = (
        select(AnnonceDInactivite.compte_id)
        .join(Courriel, Courriel.cle == AnnonceDInactivite.courriel)
        .where(
            AnnonceDInactivite.compte_id == Compte.id,
            AnnonceDInactivite.le <= plus_jours(at, -PREAVIS),
            Courriel.etat == Etat.envoye,
            ~exists().where(
                Connexion.compte_id == Compte.id, Connexion.le >= AnnonceDInactivite.le
            ),
        )
        .exists()
    )
    return _inactif(at) & averti


def comptes_a_supprimer(tx: Transaction, *, limite: int, at: datetime) -> Sequence[int]:
    return tx.session.scalars(
        select(Compte.id).where(_a_supprimer(at)).order_by(Compte.id).limit(limite)
    ).all()


def supprimer_le_compte(tx: Transaction, compte_id: int, *, at: datetime) -> bool:
    """Its drafts and what was not examined go at once; decided dossiers keep its address, to be shown
    and never written to (rules 9.6.2). Whether it was still to be done."""
    compte = tx.session.scalar(
        select(Compte)
        .where(Compte.id == compte_id, _a_supprimer(at))
        .with_for_update(skip_locked=True)
    )
    if compte is None:
        return False
    siens = select(Dossier).where(Dossier.usager_id == compte.id).order_by(Dossier.id)
    dossiers = tx.session.scalars(siens.with_for_update(of=Dossier)).all()
    for dossier in detacher(dossiers, usager=compte, at=at):
        purger(tx, dossier, at=at)
    tx.flush()
    gardes = [dossier.id for dossier in dossiers]
    for instruction in (
        delete(Invitation).where(Invitation.dossier_id.in_(gardes)),
        update(Message)
        .where(Message.usager_id == compte.id)
        .values(usager_id=None, email=compte.email),
    ):
        tx.session.execute(instruction.execution_options(synchronize_session=False))
    tx.delete(compte)
    tx.flush()
    return True


def supprimer_les_administrateurs(tx: Transaction, *, at: datetime) -> int:
    """Those who have neither come nor used the API for six months, nor anything of theirs here: they are
    administrateurs no more (rules 9.6.3)."""
    limite = plus_mois(at, -ADMINISTRATEUR_MOIS)
    inutiles = (
        select(Administrateur.id)
        .join(Compte, Compte.id == Administrateur.compte_id)
        .where(
            Administrateur.cree_le < limite,
            ~_vu_depuis(limite),
            ~exists().where(
                Jeton.administrateur_id == Administrateur.id,
                or_(Jeton.derniere_utilisation_le >= limite, Jeton.cree_le >= limite),
            ),
            ~exists().where(DemarcheAdministrateur.administrateur_id == Administrateur.id),
            ~exists().where(Service.administrateur_id == Administrateur.id),
        )
        .with_for_update(skip_locked=True, of=Administrateur)
    )
    numeros = tx.session.scalars(inutiles).all()
    for instruction in (
        delete(Jeton).where(Jeton.administrateur_id.in_(numeros)),
        delete(Administrateur).where(Administrateur.id.in_(numeros)),
    ):
        tx.session.execute(instruction.execution_options(synchronize_session=False))
    return len(numeros)
