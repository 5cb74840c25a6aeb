"""Profiles: whoever acts on a dossier, under the id of the role in which he does."""

from typing import NamedTuple

from sqlalchemy import literal, select

from domain import identifiants
from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.demarches.models import DemarcheAdministrateur
from domain.dossiers.historique import Suivi
from domain.groupes_instructeurs.models import Affectation
from resolvers.loader import many
from resolvers.statements import Statement, among


class Profil(NamedTuple):
    """`id` is global already: the class in it says the role (api 5.1)."""

    id: str
    email: str


class ProfilDe(NamedTuple):
    """A profile, and what it was loaded for."""

    cle: int
    role: str
    numero: int
    email: str

    @property
    def id(self) -> str:
        return identifiants.identifiant(self.role, self.numero)


def instructeur(numero: int, email: str) -> Profil:
    return Profil(identifiants.identifiant("Instructeur", numero), email)


def expert(numero: int, email: str) -> Profil:
    return Profil(identifiants.identifiant("Expert", numero), email)


INSTRUCTEURS_DU_GROUPE = many(
    "instructeurs_du_groupe",
    Statement(
        select(
            Affectation.groupe_instructeur_id.label("cle"),
            literal("Instructeur").label("role"),
            Instructeur.id.label("numero"),
            Compte.email.label("email"),
        )
        .join(Instructeur, Instructeur.id == Affectation.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(among(Affectation.groupe_instructeur_id))
        .order_by(Affectation.groupe_instructeur_id, Instructeur.id),
        ProfilDe,
    ),
)

INSTRUCTEURS_DU_DOSSIER = many(
    "instructeurs_du_dossier",
    Statement(
        select(
            Suivi.dossier_id.label("cle"),
            literal("Instructeur").label("role"),
            Instructeur.id.label("numero"),
            Compte.email.label("email"),
        )
        .join(Instructeur, Instructeur.id == Suivi.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(among(Suivi.dossier_id), Suivi.fin_le.is_(None))
        .order_by(Suivi.dossier_id, Suivi.debut_le, Instructeur.id),
        ProfilDe,
    ),
)

ADMINISTRATEURS_DE_LA_DEMARCHE = many(
    "administrateurs_de_la_demarche",
    Statement(
        select(
            DemarcheAdministrateur.demarche_id.label("cle"),
            literal("Administrateur").label("role"),
            Administrateur.id.label("numero"),
            Compte.email.label("email"),
        )
        .join(Administrateur, Administrateur.id == DemarcheAdministrateur.administrateur_id)
        .join(Compte, Compte.id == Administrateur.compte_id)
        .where(among(DemarcheAdministrateur.demarche_id))
        .order_by(DemarcheAdministrateur.demarche_id, Administrateur.id),
        ProfilDe,
    ),
)
