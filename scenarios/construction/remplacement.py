"""Making room for a world that is loaded again: what it defines anew goes first."""

from collections.abc import Collection

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from domain.comptes.models import Administrateur, Compte
from domain.demarches.creation import chemin_de
from domain.demarches.models import Chemin, Demarche
from domain.dossiers.champs import Champ
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier, DossierSupprime
from domain.fichiers.models import Fichier
from domain.fichiers.retrait import retirer_des_dossiers
from domain.formulaires.models import Revision
from domain.jetons.models import Jeton
from scenarios.construction.monde import Monde
from scenarios.format.scenario import Scenario


def faire_place(monde: Monde, scenario: Scenario) -> None:
    """Destroy the démarches of the same keys or numbers with all that they hold, the dossiers of
    the same numbers wherever they are, and the tokens of the same names and owners."""
    session = monde.tx.session
    demarches = _demarches(session, scenario)
    numeros = {d.number for demarche in scenario.demarches for d in demarche.dossiers if d.number}
    dossiers = session.scalars(
        select(Dossier.id).where(or_(Dossier.id.in_(numeros), Dossier.demarche_id.in_(demarches)))
    ).all()
    _detruire_dossiers(monde, dossiers)
    session.execute(delete(DossierSupprime).where(DossierSupprime.dossier_number.in_(numeros)))
    _detruire_demarches(monde, demarches)
    _detruire_jetons(session, scenario)


def _demarches(session: Session, scenario: Scenario) -> Collection[int]:
    cles = [chemin_de(demarche.cle) for demarche in scenario.demarches]
    numeros = [demarche.number for demarche in scenario.demarches if demarche.number]
    par_cle = select(Chemin.demarche_id).where(Chemin.chemin.in_(cles))
    return session.scalars(
        select(Demarche.id).where(or_(Demarche.id.in_(numeros), Demarche.id.in_(par_cle)))
    ).all()


def _detruire_dossiers(monde: Monde, dossiers: Collection[int]) -> None:
    session = monde.tx.session
    monde.rangement.oublier(retirer_des_dossiers(monde.tx, dossiers))
    siens = select(Champ.etablissement_id).where(Champ.dossier_id.in_(dossiers))
    session.execute(delete(Etablissement).where(Etablissement.id.in_(siens)))
    session.execute(delete(Dossier).where(Dossier.id.in_(dossiers)))


def _detruire_demarches(monde: Monde, demarches: Collection[int]) -> None:
    """Everything else goes with the démarche, by the cascades of the database."""
    session = monde.tx.session
    revisions = select(Revision.id).where(Revision.demarche_id.in_(demarches))
    fichiers = or_(Fichier.demarche_id.in_(demarches), Fichier.revision_id.in_(revisions))
    monde.rangement.oublier(
        session.scalars(delete(Fichier).where(fichiers).returning(Fichier.cle)).all()
    )
    session.execute(delete(Demarche).where(Demarche.id.in_(demarches)))


def _detruire_jetons(session: Session, scenario: Scenario) -> None:
    for jeton in scenario.jetons:
        proprietaires = (
            select(Administrateur.id).join(Compte).where(Compte.email == jeton.administrateur)
        )
        session.execute(
            delete(Jeton).where(Jeton.nom == jeton.nom, Jeton.administrateur_id.in_(proprietaires))
        )
