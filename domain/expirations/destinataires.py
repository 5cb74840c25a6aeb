"""Who is told of the end of which dossiers: one envelope a person, whatever the number of his dossiers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select, true

from domain.badges.models import Preference
from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.demarches.models import Demarche, DemarcheAdministrateur, Etat
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.expirations.models import Aupres
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction

# What an instructeur may ask not to be told (rules 4.9).
EXPIRATION = Preference.courriel_expiration
EXPIRE = Preference.courriel_expire


class Nomme(NamedTuple):
    """A dossier as it is named to people."""

    id: int
    demarche: str


class Enveloppe(NamedTuple):
    email: str
    aupres: Aupres
    dossiers: Sequence[Nomme]


def des_usagers(
    tx: Transaction, numeros: Sequence[int], *, sauf: Etat | None = None
) -> list[Enveloppe]:
    """Those who have an account still; nothing of démarches in the state `sauf`."""
    lus = (
        select(Compte.email, Dossier.id, Demarche.libelle)
        .join(Dossier, Dossier.usager_id == Compte.id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .where(Dossier.id.in_(numeros), Demarche.etat != sauf if sauf else true())
    )
    return _par_personne(tx, lus, Aupres.usager)


def de_l_administration(
    tx: Transaction, numeros: Sequence[int], preference: Any
) -> list[Enveloppe]:
    """Followers, and members of the groupe who administer the démarche too, unless they asked not to be
    told (rules 9.2). Of those dossiers that they see."""
    suit = exists().where(
        Suivi.dossier_id == Dossier.id,
        Suivi.instructeur_id == Instructeur.id,
        Suivi.fin_le.is_(None),
    )
    membre = exists().where(
        Affectation.groupe_instructeur_id == Dossier.groupe_instructeur_id,
        Affectation.instructeur_id == Instructeur.id,
    )
    administre = exists().where(
        Administrateur.compte_id == Instructeur.compte_id,
        DemarcheAdministrateur.administrateur_id == Administrateur.id,
        DemarcheAdministrateur.demarche_id == Dossier.demarche_id,
    )
    choix = and_(
        Preference.instructeur_id == Instructeur.id, Preference.demarche_id == Dossier.demarche_id
    )
    lus = (
        select(Compte.email, Dossier.id, Demarche.libelle)
        .select_from(Dossier)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .join(Instructeur, and_(membre, or_(suit, administre)))
        .join(Compte, Compte.id == Instructeur.compte_id)
        .outerjoin(Preference, choix)
        .where(
            Dossier.id.in_(numeros),
            Demarche.etat != Etat.brouillon,
            Dossier.cache_par_administration_le.is_(None),
            func.coalesce(preference, True),
        )
    )
    return _par_personne(tx, lus, Aupres.administration)


def _par_personne(tx: Transaction, lus: Any, aupres: Aupres) -> list[Enveloppe]:
    tx.flush()
    ranges: dict[str, list[Nomme]] = {}
    for email, numero, demarche in tx.session.execute(lus.order_by(Compte.email, Dossier.id)):
        ranges.setdefault(email, []).append(Nomme(numero, demarche))
    return [Enveloppe(email, aupres, dossiers) for email, dossiers in ranges.items()]
