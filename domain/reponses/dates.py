"""Days and instants, kept in ISO 8601, instants with the offset of Paris (rules 2.4.7, 2.4.8)."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from domain.calendrier import PARIS, jour
from domain.formulaires.reponses import Reponse
from domain.formulaires.textes import texte_de_date
from domain.reponses.ecrite import Contexte, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer

# 02/01/2026, then what may follow it
JOUR_D_ABORD = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)", re.DOTALL)


def _iso(texte: str) -> str:
    """What people type with slashes, as ISO writes it; anything else unchanged."""
    trouve = JOUR_D_ABORD.fullmatch(texte)
    if trouve:
        le, mois, annee, suite = trouve.groups()
        return f"{annee}-{mois:0>2}-{le:0>2}{suite}"
    return texte.replace("/", "-")


def une_date(valeur: Any, _: Options) -> Ecrite:
    """A text that is no date is kept as it is, for its author to correct (rules 2.1.9)."""
    if isinstance(valeur, datetime):
        return Ecrite(jour(valeur).isoformat())
    if isinstance(valeur, date):
        return Ecrite(valeur.isoformat())
    ecrit = nettoyer(valeur).strip()
    try:
        return Ecrite(date.fromisoformat(_iso(ecrit)[:10]).isoformat())
    except ValueError:
        return Ecrite(ecrit or None)


def instant(valeur: Any, _: Options) -> Ecrite:
    """To the second, in Paris; a time without an offset is of Paris already."""
    if isinstance(valeur, datetime):
        return Ecrite(_a_paris(valeur))
    ecrit = nettoyer(valeur).strip()
    try:
        lu = datetime.fromisoformat(_iso(ecrit))
    except ValueError:
        return Ecrite(ecrit or None)
    return Ecrite(_a_paris(lu))


def _a_paris(lu: datetime) -> str:
    try:
        local = lu.astimezone(PARIS) if lu.tzinfo else lu.replace(tzinfo=PARIS)
        return local.isoformat(timespec="seconds")
    except OverflowError:  # in the first or the last hours of the calendar
        raise ValeurInvalide("doit être une date et une heure valides") from None


def controler_date(reponse: Reponse, options: Options, contexte: Contexte) -> Iterator[str]:
    try:
        lue = date.fromisoformat(reponse.value or "")
    except ValueError:
        yield "doit être une date valide"
    else:
        yield from _bornes(lue, options, contexte)


def controler_instant(reponse: Reponse, options: Options, contexte: Contexte) -> Iterator[str]:
    try:
        lu = datetime.fromisoformat(reponse.value or "")
    except ValueError:
        yield "doit être une date et une heure valides"
    else:
        yield from _bornes(lu.date(), options, contexte)


def _bornes(lue: date, options: Options, contexte: Contexte) -> Iterator[str]:
    if options.get("passee") and lue >= jour(contexte.at):
        yield "doit être une date passée"
    debut, fin = options.get("debut"), options.get("fin")
    if debut and lue < date.fromisoformat(debut):
        yield f"ne peut pas être avant le {texte_de_date(date.fromisoformat(debut))}"
    if fin and lue > date.fromisoformat(fin):
        yield f"ne peut pas être après le {texte_de_date(date.fromisoformat(fin))}"
