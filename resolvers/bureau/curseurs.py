"""Cursors of a desk's list: a place in one order of one list, in Base64, refused by every other list."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from domain.errors import DomainError
from resolvers.bureau.tri import Ordre

PLACE_MAX = 2_000  # characters: more than any place takes


class CurseurIllisible(DomainError):
    code = "curseur_illisible"

    def __init__(self) -> None:
        super().__init__("Ce curseur n’en est pas un")


class CurseurEtranger(DomainError):
    code = "curseur_etranger"

    def __init__(self) -> None:
        super().__init__(
            "Ce curseur est celui d’une autre liste : reprenez celle-ci depuis son début"
        )


class Place(NamedTuple):
    """The keys of a dossier in an order, in PostgreSQL’s text, and its number."""

    valeurs: tuple[str | None, ...]
    numero: int

    @property
    def nulles(self) -> tuple[bool, ...]:
        return tuple(valeur is None for valeur in self.valeurs)

    @property
    def parametres(self) -> dict[str, Any]:
        places = {f"place_{rang}_tri": valeur for rang, valeur in enumerate(self.valeurs)}
        return {**places, "numero_tri": self.numero}


def nom_de_liste(*parties: object) -> str:
    """What tells one list from another: its démarche, its tab, its order, what is looked for."""
    clair = json.dumps(parties, default=str, ensure_ascii=False)
    return blake2b(clair.encode(errors="replace"), digest_size=8).hexdigest()


def ecrire(liste: str, place: Place) -> str:
    clair = json.dumps([liste, *place.valeurs, place.numero], ensure_ascii=False)
    return urlsafe_b64encode(clair.encode()).decode("ascii").rstrip("=")


def lire(texte: str, liste: str, ordre: Ordre) -> Place:
    """Raises CurseurIllisible, CurseurEtranger."""
    try:
        lu = json.loads(urlsafe_b64decode(texte + "=" * (-len(texte) % 4)))
        if len(texte) > PLACE_MAX or not isinstance(lu, list) or not isinstance(lu[0], str):
            raise CurseurIllisible
    except (ValueError, IndexError, RecursionError):
        raise CurseurIllisible from None
    if lu[0] != liste:
        raise CurseurEtranger
    if len(lu) < 2:
        raise CurseurIllisible
    _, *valeurs, numero = lu
    if type(numero) is not int or not 0 <= numero < 2**63 or not _tient(valeurs, ordre):
        raise CurseurIllisible
    return Place(tuple(valeurs), numero)


def _tient(valeurs: Sequence[Any], ordre: Ordre) -> bool:
    """Each key has a value that its type reads, or none where there may be none."""
    if len(valeurs) != len(ordre.cles):
        return False
    for valeur, cle in zip(valeurs, ordre.cles, strict=True):
        if valeur is None and cle.nulle:
            continue
        if not isinstance(valeur, str) or "\0" in valeur:
            return False
        try:
            cle.type.lire(valeur)
        except (ValueError, OverflowError):
            return False
    return True
