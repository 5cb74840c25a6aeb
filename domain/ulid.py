"""ULIDs: sortable identifiers of a repetition's rows. Their order is the order of the rows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random, SystemRandom

from domain.calendrier import PARIS

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_ALEATOIRES = 80
EPOQUE = datetime(1970, 1, 1, 1, tzinfo=PARIS)
MILLISECONDE = timedelta(milliseconds=1)


def _texte(nombre: int) -> str:
    chiffres = []
    for _ in range(26):
        nombre, reste = divmod(nombre, 32)
        chiffres.append(ALPHABET[reste])
    return "".join(reversed(chiffres))


def generateur(*, at: datetime, hasard: Random | None = None) -> Callable[[], str]:
    """A maker of ULIDs at one instant. Each is greater than the one before: rows made together keep
    their order, which chance alone would not give."""
    instant = max((at - EPOQUE) // MILLISECONDE, 0)
    # A leading zero bit leaves room to count up without touching the instant.
    suivant = (instant << BITS_ALEATOIRES) | (hasard or SystemRandom()).getrandbits(
        BITS_ALEATOIRES - 1
    )

    def prochain() -> str:
        nonlocal suivant
        suivant += 1
        return _texte(suivant)

    return prochain
