"""Saying where a groupe is reached: all of it, or nothing (rules 1.11.17)."""

from collections.abc import Mapping
from datetime import datetime

import phonenumbers
from sqlalchemy.dialects.postgresql import insert

from domain.comptes.adresses import adresse as adresse_electronique
from domain.errors import DomainError
from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.textes import propre
from domain.transactions import Transaction

NOMS = {
    "nom": "Le nom",
    "email": "L’adresse électronique",
    "telephone": "Le numéro de téléphone",
    "horaires": "Les horaires",
    "adresse": "L’adresse",
}
LONGUEUR_MAX = 1_000


class ContactRefuse(DomainError):
    code = "contact_refuse"


def ecrire_le_contact(
    tx: Transaction, groupe: GroupeInstructeur, *, donnees: Mapping[str, str], at: datetime
) -> None:
    """`donnees` has the five of NOMS. Raises ContactRefuse, AdresseInvalide."""
    propres = {nom: propre(donnees[nom]).strip() for nom in NOMS}
    for nom, valeur in propres.items():
        if not valeur:
            raise ContactRefuse(f"{NOMS[nom]} : à remplir")
        if len(valeur) > LONGUEUR_MAX:
            raise ContactRefuse(f"{NOMS[nom]} : {LONGUEUR_MAX} caractères au plus")
    propres["email"] = adresse_electronique(propres["email"])
    if not _est_un_numero(propres["telephone"]):
        raise ContactRefuse(f"{propres['telephone']} n’est pas un numéro de téléphone")
    ecrit = insert(ContactDeGroupe).values(
        groupe_instructeur_id=groupe.id, modifie_le=at, **propres
    )
    tx.session.execute(
        ecrit.on_conflict_do_update(
            index_elements=[ContactDeGroupe.groupe_instructeur_id],
            set_={**propres, "modifie_le": at},
        )
    )


def oublier_le_contact(tx: Transaction, groupe: GroupeInstructeur) -> None:
    """Usagers are sent to the service again. Nothing when there was none."""
    contact = tx.session.get(ContactDeGroupe, groupe.id)
    if contact is not None:
        tx.delete(contact)


def _est_un_numero(texte: str) -> bool:
    """One that a telephone could call from France, short ones included."""
    try:
        numero = phonenumbers.parse(texte, "FR")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(numero) or phonenumbers.is_possible_short_number(numero)
