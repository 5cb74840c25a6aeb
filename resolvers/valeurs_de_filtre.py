"""Values of filters, read as the type of their champ has them. Each raises ValueError on what is none."""

from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn

from domain.calendrier import PARIS


def iban(texte: str) -> str:
    """In groups of four, as it is stored (rules 2.4.14)."""
    serre = "".join(texte.split()).upper()
    return " ".join(serre[i : i + 4] for i in range(0, len(serre), 4))


def civilite(texte: str) -> str:
    """As the API shows it, or as it is stored."""
    return {"M": "M.", "M.": "M.", "Mme": "Mme"}.get(texte) or _inconnu(texte)


def booleen(texte: str) -> bool:
    return texte == "true" if texte in ("true", "false") else _inconnu(texte)


def _inconnu(texte: str) -> NoReturn:
    raise ValueError(texte)


def nombre(texte: str) -> Decimal:
    """A plain number: no exponent, no infinity, no more digits than an answer may have."""
    entiers, _, decimales = texte.removeprefix("-").partition(".")
    chiffres = entiers + decimales
    if not (chiffres.isascii() and chiffres.isdigit() and entiers and len(chiffres) <= 30):
        raise ValueError(texte)
    return Decimal(texte)


def jour(texte: str) -> date:
    return date.fromisoformat(_du_calendrier(texte))


def seconde(texte: str) -> datetime:
    """The hour in Paris; a date alone is its first second."""
    instant = datetime.fromisoformat(_du_calendrier(texte))
    if instant.tzinfo is not None:
        instant = _a_paris(instant)
    return instant.replace(microsecond=0, tzinfo=None)


def _du_calendrier(texte: str) -> str:
    """`20260301` and weeks are ISO too, and nobody's."""
    return texte if texte[4:5] == texte[7:8] == "-" else _inconnu(texte)


def _a_paris(instant: datetime) -> datetime:
    try:
        return instant.astimezone(PARIS)
    except OverflowError as error:
        raise ValueError(instant) from error


def borne(instant: datetime) -> str:
    """The shortest text that begins this second, so that it comes before all answers that it begins:
    a date alone, an hour without its seconds."""
    if instant.second:
        return instant.isoformat(timespec="seconds")
    if instant.hour or instant.minute:
        return instant.isoformat(timespec="minutes")
    return instant.date().isoformat()
