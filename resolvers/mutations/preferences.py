"""Choosing what one is told of a démarche (rules 4.8, 4.9): for oneself only."""

from domain.badges.preferences import regler_les_badges, regler_les_courriels
from domain.badges.types import DEFAUTS, Portee
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload
from resolvers.mutations.places import ma_demarche, moi

# The members of the input, and the columns that they are.
COURRIELS = {
    "nouveau_dossier": "courriel_nouveau_dossier",
    "nouveau_message": "courriel_nouveau_message",
    "quotidien": "courriel_quotidien",
    "hebdomadaire": "courriel_hebdomadaire",
    "nouvel_avis": "courriel_nouvel_avis",
    "expiration": "courriel_expiration",
    "expire": "courriel_expire",
    "suppression": "courriel_suppression",
}


def regler_badges(acte: Acte, entree: Entree) -> Payload:
    """What is left out, or null, stays. Raises DemarcheIntrouvable, PorteeImpossible."""
    instructeur, demarche_id = moi(acte), ma_demarche(acte, entree).id
    donnes = {badge: entree.get(str(badge)) for badge in DEFAUTS}
    choix = {badge: Portee(portee) for badge, portee in donnes.items() if portee is not None}
    regler_les_badges(
        acte.tx, instructeur=instructeur, demarche_id=demarche_id, choix=choix, at=acte.at
    )
    return Payload(demarche_id=demarche_id)


def regler_courriels(acte: Acte, entree: Entree) -> Payload:
    """Raises DemarcheIntrouvable."""
    instructeur, demarche_id = moi(acte), ma_demarche(acte, entree).id
    choix = {
        colonne: entree[nom] for nom, colonne in COURRIELS.items() if entree.get(nom) is not None
    }
    regler_les_courriels(
        acte.tx, instructeur=instructeur, demarche_id=demarche_id, choix=choix
    )  # fmt: skip
    return Payload(demarche_id=demarche_id)
