"""The usager of a dossier, and how he signs in."""

from domain import identifiants
from resolvers.dossiers import DossierRow
from resolvers.profils import Profil


def usager(dossier: DossierRow) -> Profil:
    """A deleted account keeps the address it had, under no id (api 7.3)."""
    if dossier.usager_id is None:
        return Profil(identifiants.USAGER_SUPPRIME, dossier.usager_supprime_email or "")
    return Profil(identifiants.identifiant("User", dossier.usager_id), dossier.usager_email or "")


def connexion(dossier: DossierRow) -> str:
    if dossier.usager_id is None:
        return "deleted"
    return "france_connect" if dossier.identites_france_connect == 1 else "password"
