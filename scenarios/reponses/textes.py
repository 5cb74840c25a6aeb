"""Answers of one line: words, numbers, dates, booleans. The file is read strictly, its mistakes told
to its author; how an answer is stored is the domain's business."""

from collections.abc import Mapping
from typing import Any

from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses import nombres
from domain.reponses import textes as domaine
from domain.reponses.types import lire_valeur
from scenarios.format.bases import MOTS_BOOLEENS, lire_email, lire_instant, lire_jour
from scenarios.format.messages import TEXTE
from scenarios.reponses.ecrite import Ecrite

T = TypeChamp
Options = Mapping[str, Any]


def lire_texte(valeur: Any) -> str:
    if not isinstance(valeur, str):
        raise ValueError(TEXTE)
    return domaine.nettoyer(valeur)


def texte(valeur: Any, options: Options) -> Ecrite:
    return Ecrite.de(domaine.texte(lire_texte(valeur), options))


def code(valeur: Any, options: Options) -> Ecrite:
    """Telephone numbers and the like, which YAML may take for numbers."""
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        valeur = str(valeur)
    return texte(valeur, options)


def email(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(lire_email(lire_texte(valeur)))


def iban(valeur: Any, options: Options) -> Ecrite:
    return Ecrite.de(lire_valeur(T.iban, options, lire_texte(valeur)))


def engagement_juridique(valeur: Any, options: Options) -> Ecrite:
    ecrite = code(valeur, options)
    if not domaine.ENGAGEMENT.fullmatch(ecrite.value or ""):
        raise ValueError("un engagement juridique s’écrit en majuscules, chiffres, - _ + et /")
    return ecrite


def entier(valeur: Any, options: Options) -> Ecrite:
    if isinstance(valeur, bool) or not isinstance(valeur, int):
        raise ValueError("un nombre entier est attendu")
    return Ecrite.de(nombres.nombre(valeur, options))


def decimal(valeur: Any, options: Options) -> Ecrite:
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        raise ValueError("un nombre est attendu")
    ecrite = Ecrite.de(nombres.nombre(valeur, options))
    if nombres.decimales(ecrite.value or "") > nombres.DECIMALES:
        raise ValueError("un nombre décimal a 3 chiffres au plus après la virgule")
    return ecrite


def nombre(valeur: Any, options: Options) -> Ecrite:
    """The old `number`, which takes both."""
    return entier(valeur, options) if isinstance(valeur, int) else decimal(valeur, options)


def date(valeur: Any, options: Options) -> Ecrite:
    return Ecrite.de(lire_valeur(T.date, options, lire_jour(valeur)))


def instant(valeur: Any, options: Options) -> Ecrite:
    return Ecrite.de(lire_valeur(T.datetime, options, lire_instant(valeur)))


def booleen(valeur: Any, options: Options) -> Ecrite:
    if isinstance(valeur, str):
        valeur = MOTS_BOOLEENS.get(valeur.lower(), valeur)
    if not isinstance(valeur, bool):
        raise ValueError("true ou false est attendu")
    return Ecrite.de(lire_valeur(T.yes_no, options, valeur))


def civilite(valeur: Any, options: Options) -> Ecrite:
    if valeur not in domaine.CIVILITES:
        raise ValueError("« M. » ou « Mme » est attendu")
    return Ecrite.de(domaine.civilite(valeur, options))


def lien(valeur: Any, _: Options) -> Ecrite:
    """A dossier's number, or its `cle` in the file."""
    if isinstance(valeur, str) and valeur.strip():
        return Ecrite(valeur) if valeur.isdecimal() else Ecrite(lien=valeur.strip())
    if isinstance(valeur, int) and not isinstance(valeur, bool) and valeur > 0:
        return Ecrite(str(valeur))
    raise ValueError("un numéro de dossier ou sa clé est attendu")
