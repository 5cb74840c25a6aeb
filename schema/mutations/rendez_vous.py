"""Meetings with the usager of a dossier."""

import strawberry

from domain.rendez_vous.models import Lieu
from resolvers.mutations import rendez_vous
from schema.mutations.bureau_du_dossier import DOSSIER
from schema.mutations.declaration import Element, mutation
from schema.mutations.elements import DOSSIER_ID
from schema.scalars import DateTime

RENDEZ_VOUS_ID = Element("rendez_vous_id", strawberry.ID, "Identifiant du rendez-vous.")
CE_QU_IL_EST = (
    Element("debut", DateTime | None, "Sa date, à venir ; sans elle, l’agenda en trouve une."),
    Element("lieu", Lieu, "Comment on se rencontre."),
    Element("precisions", str | None, "Adresse, numéro, consignes."),
)

CHAMPS = {
    "dossier_proposer_rendez_vous": mutation(
        "DossierProposerRendezVous",
        "Proposer un rendez-vous à l’usager d’un dossier.",
        rendez_vous.proposer,
        demande=[DOSSIER_ID, *CE_QU_IL_EST],
        reponse=DOSSIER,
        personne=True,
    ),
    "rendez_vous_modifier": mutation(
        "RendezVousModifier",
        "Changer un rendez-vous : sa date, son lieu.",
        rendez_vous.changer,
        demande=[RENDEZ_VOUS_ID, *CE_QU_IL_EST],
        reponse=DOSSIER,
        personne=True,
    ),
    "rendez_vous_annuler": mutation(
        "RendezVousAnnuler",
        "Annuler un rendez-vous.",
        rendez_vous.annuler,
        demande=[RENDEZ_VOUS_ID],
        reponse=DOSSIER,
        personne=True,
    ),
    "rendez_vous_actualiser": mutation(
        "RendezVousActualiser",
        "Demander à l’agenda où en est un rendez-vous.",
        rendez_vous.actualiser,
        demande=[RENDEZ_VOUS_ID],
        reponse=DOSSIER,
        personne=True,
    ),
}
