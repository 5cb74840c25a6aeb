"""Answers of one line: words, numbers, dates, booleans."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.calendrier import PARIS
from scenarios.format.bases import MOTS_BOOLEENS, lire_email, lire_instant, lire_jour
from scenarios.format.messages import TEXTE
from scenarios.reponses.ecrite import Ecrite

Options = Mapping[str, Any]

# rules 2.1.7: ASCII control characters but TAB, LF and CR
CONTROLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def lire_texte(valeur: Any) -> str:
    if not isinstance(valeur, str):
        raise ValueError(TEXTE)
    return CONTROLE.sub("", valeur)


def texte(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(lire_texte(valeur))


def code(valeur: Any, options: Options) -> Ecrite:
    """Telephone numbers and the like, which YAML may take for numbers."""
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        valeur = str(valeur)
    return texte(valeur, options)


def email(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(lire_email(lire_texte(valeur)))


def iban(valeur: Any, _: Options) -> Ecrite:
    """In groups of four (rules 2.4.14)."""
    serre = "".join(lire_texte(valeur).split()).upper()
    return Ecrite(" ".join(serre[i : i + 4] for i in range(0, len(serre), 4)))


def engagement_juridique(valeur: Any, options: Options) -> Ecrite:
    ecrite = code(valeur, options)
    if not re.fullmatch(r"[A-Z0-9_+/-]+", ecrite.value or ""):
        raise ValueError("un engagement juridique s’écrit en majuscules, chiffres, - _ + et /")
    return ecrite


def entier(valeur: Any, _: Options) -> Ecrite:
    if isinstance(valeur, bool) or not isinstance(valeur, int):
        raise ValueError("un nombre entier est attendu")
    return Ecrite(str(valeur))


def decimal(valeur: Any, _: Options) -> Ecrite:
    """At most three decimals (rules 2.4.6)."""
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        raise ValueError("un nombre est attendu")
    exact = Decimal(str(valeur))
    if round(exact, 3) != exact:
        raise ValueError("un nombre décimal a 3 chiffres au plus après la virgule")
    return Ecrite(format(exact, "f"))


def nombre(valeur: Any, options: Options) -> Ecrite:
    """The old `number`, which takes both."""
    return entier(valeur, options) if isinstance(valeur, int) else decimal(valeur, options)


def date(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(lire_jour(valeur).isoformat())


def instant(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(lire_instant(valeur).astimezone(PARIS).isoformat(timespec="seconds"))


def booleen(valeur: Any, _: Options) -> Ecrite:
    if isinstance(valeur, str):
        valeur = MOTS_BOOLEENS.get(valeur.lower(), valeur)
    if not isinstance(valeur, bool):
        raise ValueError("true ou false est attendu")
    return Ecrite("true" if valeur else "false")


def civilite(valeur: Any, _: Options) -> Ecrite:
    if valeur not in ("M", "M.", "Mme"):
        raise ValueError("« M. » ou « Mme » est attendu")
    return Ecrite("Mme" if valeur == "Mme" else "M.")


def lien(valeur: Any, _: Options) -> Ecrite:
    """A dossier's number, or its `cle` in the file."""
    if isinstance(valeur, str) and valeur.strip():
        return Ecrite(valeur) if valeur.isdecimal() else Ecrite(lien=valeur.strip())
    if isinstance(valeur, int) and not isinstance(valeur, bool) and valeur > 0:
        return Ecrite(str(valeur))
    raise ValueError("un numéro de dossier ou sa clé est attendu")
