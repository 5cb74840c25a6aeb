"""The usagers of generated dossiers: a few hundred people, the same for every démarche."""

from dataclasses import dataclass
from random import Random

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from domain.comptes.models import Compte
from scenarios.construction.monde import Monde
from scenarios.generation import mots

HABITANTS = 400


@dataclass(frozen=True)
class Habitant:
    compte: Compte
    civilite: str
    nom: str
    prenom: str


def habitants(monde: Monde, *, combien: int) -> list[Habitant]:
    """They are people of the words' making, found again by their addresses at the next démarche."""
    personnes = _personnes(min(HABITANTS, combien))
    session = monde.tx.session
    nouveaux = [{"email": email, "cree_le": monde.maintenant} for email in personnes]
    session.execute(insert(Compte).on_conflict_do_nothing(), nouveaux)
    comptes = session.scalars(select(Compte).where(Compte.email.in_(personnes)))
    par_email = {compte.email: compte for compte in comptes}
    return [Habitant(par_email[email], *personne) for email, personne in personnes.items()]


def _personnes(combien: int) -> dict[str, tuple[str, str, str]]:
    hasard = Random(0)
    personnes = {}
    for rang in range(1, combien + 1):
        civilite, prenom = hasard.choice(mots.PRENOMS)
        personnes[f"habitant{rang:03d}@exemple.fr"] = civilite, hasard.choice(mots.NOMS), prenom
    return personnes
