"""What a cell may hold, whatever the format, and texts made fit for one."""

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

Cellule = str | bool | int | float | Decimal | date | datetime | None
"""A date and time is said as its own clock says it: those who give it put it in the time of Paris."""

# Beyond, Excel spills the rest of a csv cell into the next row, where it may begin with « = ».
LONGUEUR_MAX = 32_767

# Numbers of more digits would be rounded by whoever opens them: they are written as texts.
CHIFFRES_MAX = 15
TROP_GRAND = 10**CHIFFRES_MAX

# What XML 1.0 cannot hold, in the words of a set of characters (rules 8.2.5).
ILLEGAUX = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"

ILLEGAL = re.compile(f"[{ILLEGAUX}]")
_a_travailler = re.compile(f"[{ILLEGAUX}\t\n\r&<>_]").search
_fin_de_ligne = re.compile("\r\n?")


def tel_quel(texte: str) -> bool:
    """Whether XML says this text as it is, as nearly all of them: no mark, no blank that readers
    would run together, nothing too long."""
    return (
        _a_travailler(texte) is None
        and "  " not in texte
        and texte.strip(" ") == texte
        and len(texte) <= LONGUEUR_MAX // 2
    )


def assainir(texte: str) -> str:
    """Without what XML cannot hold, its lines ended by `\\n`, and no longer than a cell."""
    texte = ILLEGAL.sub(" ", texte)
    if "\r" in texte:
        texte = _fin_de_ligne.sub("\n", texte)
    return abreger(texte)


def abreger(texte: str) -> str:
    """Cut at what a cell holds, in the units of Excel, and saying so."""
    if len(texte) <= LONGUEUR_MAX // 2 or _unites(texte) <= LONGUEUR_MAX:
        return texte
    mention = f" […] (texte coupé : {len(texte)} caractères)"
    garde = texte[: LONGUEUR_MAX - len(mention)]
    while (trop := _unites(garde) + len(mention) - LONGUEUR_MAX) > 0:
        garde = garde[: -((trop + 1) // 2)]
    return garde + mention


def _unites(texte: str) -> int:
    """Characters beyond the basic plane count twice."""
    return len(texte) if texte.isascii() else len(texte.encode("utf-16-le", "surrogatepass")) // 2


def nombre(valeur: int | float | Decimal) -> str | None:
    """The digits of a number, without an exponent; None when a spreadsheet would not keep them."""
    if isinstance(valeur, float):  # has no more digits than they have
        return f"{Decimal(repr(valeur)):f}" if isfinite(valeur) else None
    if isinstance(valeur, int):
        return str(valeur) if -TROP_GRAND < valeur < TROP_GRAND else None
    if not valeur.is_finite():
        return None
    ecrit = f"{valeur:f}"
    chiffres = ecrit.lstrip("-").replace(".", "", 1).lstrip("0")
    return ecrit if len(chiffres) <= CHIFFRES_MAX else None


def en_clair(valeur: int | float | Decimal | date) -> str:
    """A value that its format cannot type, as a text."""
    return f"{valeur:f}" if isinstance(valeur, Decimal) else str(valeur)
