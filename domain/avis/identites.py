"""By what name experts know those who write to them (rules 1.11.18)."""

from domain.comptes.models import Expert, Instructeur
from domain.demarches.models import Demarche

# A démarche may keep its instructeurs' addresses to itself.
CACHEES = "hide_instructeurs_email"


def nom_pour_les_experts(demarche: Demarche, personne: Instructeur | Expert) -> str:
    if isinstance(personne, Instructeur) and demarche.options.get(CACHEES, False):
        return f"Instructeur n° {personne.id}"
    return personne.compte.email
