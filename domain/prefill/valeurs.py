"""Answers of one line that a program gives beforehand: words, numbers, dates, booleans (rules 2.6).

Each reading takes a JSON value and the options of the field, and gives the answer as it is stored.
Ecartee says that the value is dropped, without a word: the person will be asked anyway.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.calendrier import PARIS, jour

Options = Mapping[str, Any]

# rules 2.1.7: ASCII control characters but TAB, LF and CR
CONTROLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ENTIER = re.compile(r"-?\d{1,20}", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,20}(\.\d{1,3})?", re.ASCII)
JOUR = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)", re.ASCII)
JOUR_FRANCAIS = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
ANNEES = range(1000, 3000)


class Ecartee(Exception):
    """Not a value that this field could hold."""


@dataclass(frozen=True, slots=True)
class Valeur:
    """The columns of a row of `champs`. `a_completer`: another register knows the rest, and is still
    to be asked."""

    value: str | None = None
    value_json: Mapping[str, Any] | None = None
    external_id: str | None = None
    a_completer: bool = False


@dataclass(frozen=True, slots=True)
class Contexte:
    """What a reading may need beside the value: the instant, and which dossiers exist."""

    at: datetime
    dossiers: frozenset[int] = frozenset()


def lire_texte(valeur: Any) -> str:
    """A text, or a number that stands for one. Raises Ecartee."""
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        valeur = str(valeur)
    if not isinstance(valeur, str):
        raise Ecartee
    propre = CONTROLE.sub("", valeur)
    if not propre.strip():
        raise Ecartee
    return propre


def texte(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return Valeur(lire_texte(valeur))


def email(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return Valeur(lire_texte(valeur).strip().lower())


def iban(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """In groups of four (rules 2.4.14)."""
    serre = "".join(lire_texte(valeur).split()).upper()
    return Valeur(" ".join(serre[i : i + 4] for i in range(0, len(serre), 4)))


def entier(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return _nombre(valeur, ENTIER, options)


def decimal(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return _nombre(valeur, DECIMAL, options)


def _nombre(valeur: Any, forme: re.Pattern[str], options: Options) -> Valeur:
    serre = "".join(lire_texte(valeur).split()).replace(",", ".")
    if not forme.fullmatch(serre):
        raise Ecartee
    nombre = Decimal(serre)
    minimum, maximum = options.get("min"), options.get("max")
    if options.get("positif") and nombre < 0:
        raise Ecartee
    if minimum is not None and nombre < Decimal(str(minimum)):
        raise Ecartee
    if maximum is not None and nombre > Decimal(str(maximum)):
        raise Ecartee
    return Valeur(serre)


def booleen(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    if valeur is True or valeur == "true":
        return Valeur("true")
    if valeur is False or valeur == "false":
        return Valeur("false")
    raise Ecartee


def civilite(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    if valeur not in ("M.", "Mme"):
        raise Ecartee
    return Valeur(valeur)


def un_jour(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    lu = _jour(lire_texte(valeur).strip())
    _dans_les_bornes(lu, options, contexte)
    return Valeur(lu.isoformat())


def instant(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """ISO 8601, or a day and an hour; those of Paris without an offset (rules 2.4.8)."""
    ecrit = lire_texte(valeur).strip()
    francais = JOUR_FRANCAIS.match(ecrit)
    if francais:
        ecrit = f"{_jour(francais.group()).isoformat()}{ecrit[francais.end() :]}"
    if len(ecrit) < len("2026-01-01 00:00"):  # a day is not an instant
        raise Ecartee
    try:
        lu = datetime.fromisoformat(ecrit)
        local = (lu if lu.tzinfo else lu.replace(tzinfo=PARIS)).astimezone(PARIS)
    except (ValueError, OverflowError) as error:
        raise Ecartee from error
    if local.year not in ANNEES:
        raise Ecartee
    _dans_les_bornes(local.date(), options, contexte)
    return Valeur(local.isoformat(timespec="seconds"))


def _jour(ecrit: str) -> date:
    """AAAA-MM-JJ, slashes accepted, or JJ/MM/AAAA (rules 2.4.7). Raises Ecartee."""
    iso, francais = JOUR.fullmatch(ecrit), JOUR_FRANCAIS.fullmatch(ecrit)
    if iso:
        annee, mois, le = iso.groups()
    elif francais:
        le, mois, annee = francais.groups()
    else:
        raise Ecartee
    try:
        lu = date(int(annee), int(mois), int(le))
    except ValueError as error:
        raise Ecartee from error
    if lu.year not in ANNEES:
        raise Ecartee
    return lu


def _dans_les_bornes(lu: date, options: Options, contexte: Contexte) -> None:
    debut, fin = options.get("debut"), options.get("fin")
    if options.get("passee") and lu >= jour(contexte.at):
        raise Ecartee
    if debut and lu < date.fromisoformat(str(debut)[:10]):
        raise Ecartee
    if fin and lu > date.fromisoformat(str(fin)[:10]):
        raise Ecartee


def lien(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """The number of a dossier that exists."""
    numero = numero_de_dossier(valeur)
    if numero is None or numero not in contexte.dossiers:
        raise Ecartee
    return Valeur(str(numero))


def numero_de_dossier(valeur: Any) -> int | None:
    if isinstance(valeur, str) and re.fullmatch(r"\s*\d{1,18}\s*", valeur, re.ASCII):
        valeur = int(valeur)
    if isinstance(valeur, int) and not isinstance(valeur, bool) and 0 < valeur < 2**63:
        return valeur
    return None
