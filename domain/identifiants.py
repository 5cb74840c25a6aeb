"""Global ids: standard Base64 of `<Class>-<key>`, the class names being the contract's (api 5)."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Final

PROCEDURE: Final = "Procedure"
USAGER_SUPPRIME: Final = "<deleted>"


def identifiant(classe: str, cle: int | str) -> str:
    return b64encode(f"{classe}-{cle}".encode()).decode("ascii")


def de(classe: str) -> Callable[[int | str], str]:
    """The ids of one class, to be given as the conversion of a column."""
    prefixe = f"{classe}-"
    return lambda cle: b64encode(f"{prefixe}{cle}".encode()).decode("ascii")


def lire(texte: str) -> tuple[str, str] | None:
    """The class and the key of an id; None when it is not one. The URL-safe alphabet and a missing
    padding are read too, as clients send them (api 5.1)."""
    standard = texte.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        clair = b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode("utf-8")
    except ValueError:  # not ASCII, not Base64, not UTF-8
        return None
    classe, tiret, cle = clair.partition("-")
    return (classe, cle) if tiret else None


def cle_de(texte: str) -> str | None:
    """Only the part after the first hyphen: some arguments do not look at the class (api 5.3)."""
    lu = lire(texte)
    return lu[1] if lu else None


def numero_de(texte: str, classe: str | None = None) -> int | None:
    lu = lire(texte)
    if lu is None or (classe is not None and lu[0] != classe):
        return None
    return numero(lu[1])


def numero(texte: str) -> int | None:
    """The number that a text writes; None when it is none that the database could hold."""
    if not (texte.isascii() and texte.isdigit() and len(texte) < 20):
        return None
    return int(texte) if int(texte) < 2**63 else None
