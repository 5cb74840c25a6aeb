"""What an e-mail address is, as far as it can be told without writing to it."""

import re

from domain.comptes.roles import normaliser
from domain.errors import DomainError
from domain.textes import propre

ADRESSE = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
LONGUEUR_MAX = 254


class AdresseInvalide(DomainError):
    code = "adresse_invalide"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} n’est pas une adresse électronique valide")


def est_une_adresse(email: str) -> bool:
    """Of an address already normalised."""
    return len(email) <= LONGUEUR_MAX and ADRESSE.fullmatch(email) is not None


def adresse(texte: str) -> str:
    """The address as accounts keep it. Raises AdresseInvalide."""
    email = propre(normaliser(texte))
    if not est_une_adresse(email):
        raise AdresseInvalide(email)
    return email
