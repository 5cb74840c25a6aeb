"""The experts of a démarche, by its administrateur."""

from typing import Any

from resolvers.bureau.liste_d_experts import REGLAGES_DES_EXPERTS
from resolvers.mutations import liste_d_experts
from schema.demandes import FindDemarcheInput
from schema.experts import ExpertsDeLaDemarche
from schema.fields import relation
from schema.mutations.declaration import Element, mutation

DEMARCHE = Element("demarche", FindDemarcheInput, "La démarche.")
EMAIL = Element("email", str, "Adresse de l’expert.")
EXPERTS: dict[str, tuple[Any, Any]] = {
    "experts": (
        ExpertsDeLaDemarche | None,
        relation("Les experts, après la demande.", (REGLAGES_DES_EXPERTS, "demarche_id")),
    )
}

CHAMPS = {
    "demarche_regler_experts": mutation(
        "DemarcheReglerExperts",
        "Dire ce qui est permis aux experts d’une démarche. Ce que l’on ne dit pas ne change pas.",
        liste_d_experts.regler,
        demande=[
            DEMARCHE,
            Element("autorises", bool | None, "Si l’on peut demander des avis."),
            Element("messagerie", bool | None, "Si la messagerie est ouverte aux experts."),
            Element("liste_seule", bool | None, "Si l’on ne choisit que dans la liste."),
        ],
        reponse=EXPERTS,
    ),
    "demarche_ajouter_experts": mutation(
        "DemarcheAjouterExperts",
        "Mettre des experts dans la liste d’une démarche, ou les y remettre.",
        liste_d_experts.ajouter,
        demande=[DEMARCHE, Element("emails", list[str], "Leurs adresses, 100 au plus.")],
        reponse=EXPERTS,
    ),
    "demarche_retirer_expert": mutation(
        "DemarcheRetirerExpert",
        "Retirer un expert de la liste : on ne lui demande plus rien. Ce qu’on lui a demandé lui reste.",
        liste_d_experts.retirer,
        demande=[DEMARCHE, EMAIL],
        reponse=EXPERTS,
    ),
    "demarche_regler_expert": mutation(
        "DemarcheReglerExpert",
        "Dire si un expert connaît les décisions.",
        liste_d_experts.ouvrir_la_decision,
        demande=[
            DEMARCHE,
            EMAIL,
            Element(
                "acces_decision", bool, "S’il est averti des décisions, et peut lire leurs motifs."
            ),
        ],
        reponse=EXPERTS,
    ),
}
