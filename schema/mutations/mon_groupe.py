"""Composing a groupe that one is a member of."""

from typing import Any

from resolvers.bureau.groupes import MON_GROUPE
from resolvers.mutations import mon_groupe
from schema.bureau.groupes import MonGroupe
from schema.fields import relation
from schema.mutations.declaration import Element, liste_de, mutation
from schema.mutations.elements import GROUPE_ID
from schema.mutations.groupes import REMARQUES, ProfileInput

LE_GROUPE: tuple[Any, Any] = (
    MonGroupe | None,
    relation("Le groupe, après la demande. Nul si l’on n’en est plus.", (MON_GROUPE, "groupe_id")),
)
MEMBRES = Element("instructeurs", liste_de(ProfileInput), "Les instructeurs.")

CHAMPS = {
    "mon_groupe_ajouter_instructeurs": mutation(
        "MonGroupeAjouterInstructeurs",
        "Ajouter des instructeurs à un groupe dont on est membre ; qui n’a pas de compte est invité.",
        mon_groupe.ajouter,
        demande=[GROUPE_ID, MEMBRES],
        reponse={"groupe": LE_GROUPE, "warnings": REMARQUES},
        personne=True,
    ),
    "mon_groupe_retirer_instructeurs": mutation(
        "MonGroupeRetirerInstructeurs",
        "Retirer des instructeurs d’un groupe dont on est membre. Il en garde un.",
        mon_groupe.retirer,
        demande=[GROUPE_ID, MEMBRES],
        reponse={"groupe": LE_GROUPE},
        personne=True,
    ),
    "mon_groupe_ecrire_contact": mutation(
        "MonGroupeEcrireContact",
        "Dire aux usagers où joindre un groupe dont on est membre.",
        mon_groupe.ecrire_contact,
        demande=[
            GROUPE_ID,
            Element("nom", str, "À qui s’adresser."),
            Element("email", str, "Adresse électronique."),
            Element("telephone", str, "Numéro de téléphone."),
            Element("horaires", str, "Horaires."),
            Element("adresse", str, "Adresse postale."),
        ],
        reponse={"groupe": LE_GROUPE},
        personne=True,
    ),
    "mon_groupe_supprimer_contact": mutation(
        "MonGroupeSupprimerContact",
        "Renvoyer les usagers d’un groupe vers le service de la démarche.",
        mon_groupe.oublier_contact,
        demande=[GROUPE_ID],
        reponse={"groupe": LE_GROUPE},
        personne=True,
    ),
}
