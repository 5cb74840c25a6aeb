"""How to reach a person, and their money (rules 2.4.12-2.4.14)."""

import re
from collections.abc import Iterator
from typing import Any

import phonenumbers
from stdnum import iban as ibans

from domain.formulaires.reponses import Reponse
from domain.formulaires.textes import PAYS_FRANCAIS
from domain.reponses.ecrite import Contexte, Ecrite, Options
from domain.reponses.textes import nettoyer

ADRESSE_ELECTRONIQUE = re.compile(
    r"[^\s@,;<>()\"]+@[^\s@,;<>()\".]+(\.[^\s@,;<>()\".]+)*\.[^\W\d_]{2,}"
)
NUMERO_LE_PLUS_LONG = 30


def est_adresse_electronique(texte: str) -> bool:
    """Six to 255 characters, letters of any alphabet, a domain that ends in two letters at least."""
    return 6 <= len(texte) <= 255 and ADRESSE_ELECTRONIQUE.fullmatch(texte) is not None


def email(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(nettoyer(valeur).strip().lower() or None)


def controler_email(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if not est_adresse_electronique(reponse.value or ""):
        yield (
            "est invalide. Saisissez une adresse électronique valide. Exemple : adresse@mail.com"
        )


def telephone(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(nettoyer(valeur).strip() or None)


def controler_telephone(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if not est_telephone(reponse.value or ""):
        yield "doit être un numéro de téléphone valide"


def est_telephone(texte: str) -> bool:
    """Valid in one of the French numbering plans, or possible anywhere else in the world."""
    if len(texte) > NUMERO_LE_PLUS_LONG:
        return False
    for pays in PAYS_FRANCAIS:
        numero = _lire(texte, pays)
        if numero is not None and phonenumbers.is_valid_number_for_region(numero, pays):
            return True
    numero = _lire(texte, None)
    return numero is not None and phonenumbers.is_possible_number(numero)


def _lire(texte: str, pays: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(texte, pays)
    except phonenumbers.NumberParseException:
        return None


def iban(valeur: Any, _: Options) -> Ecrite:
    """In groups of four, as it is printed."""
    serre = "".join(nettoyer(valeur).split()).upper()
    return Ecrite(" ".join(serre[i : i + 4] for i in range(0, len(serre), 4)) or None)


def controler_iban(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if not ibans.is_valid(reponse.value or ""):
        yield "doit être un IBAN valide"
