"""Numbers, kept as the text that writes them (rules 2.4.4-2.4.6)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from domain.formulaires.reponses import Reponse
from domain.reponses.ecrite import Contexte, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer

ENTIER = re.compile(r"-?[0-9]+")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
PAS_UN_NOMBRE = "n’est pas un nombre"
PAS_UN_ENTIER = "doit être un nombre entier (sans chiffres après la virgule)"
TROP_DE_DECIMALES = "doit comprendre entre 1 et 3 chiffres après le point"

DECIMALES = 3

# What the index of numbers holds, and far more than any amount: longer is a mistake, or an attack.
CHIFFRES = 30


def nombre(valeur: Any, _: Options) -> Ecrite:
    """Spaces are left out, and a comma is a point: what people type. Numbers keep all their digits."""
    if isinstance(valeur, bool) or not isinstance(valeur, str | int | float | Decimal):
        raise ValeurInvalide(PAS_UN_NOMBRE)
    if isinstance(valeur, str):
        ecrit = "".join(nettoyer(valeur).split()).replace(",", ".")
    else:
        ecrit = en_chiffres(valeur)
    if len(ecrit) > 2 * CHIFFRES:
        raise ValeurInvalide("a trop de chiffres")
    return Ecrite(ecrit or None)


def en_chiffres(valeur: int | float | Decimal) -> str:
    """Without an exponent. Raises ValeurInvalide for what is infinite, not a number, or endless."""
    exact = Decimal(str(valeur)) if isinstance(valeur, float) else Decimal(valeur)
    if not exact.is_finite():
        raise ValeurInvalide(PAS_UN_NOMBRE)
    if abs(exact.adjusted()) > CHIFFRES:
        raise ValeurInvalide("a trop de chiffres")
    return format(exact, "f")


def decimales(ecrit: str) -> int:
    """How many digits are after the point."""
    return len(ecrit.partition(".")[2])


def controler_entier(reponse: Reponse, options: Options, _: Contexte) -> Iterator[str]:
    ecrit = reponse.value or ""
    if not DECIMAL.fullmatch(ecrit):
        yield PAS_UN_NOMBRE
    elif not ENTIER.fullmatch(ecrit):
        yield PAS_UN_ENTIER
    else:
        yield from _bornes(Decimal(ecrit), options)


def controler_decimal(reponse: Reponse, options: Options, _: Contexte) -> Iterator[str]:
    ecrit = reponse.value or ""
    if not DECIMAL.fullmatch(ecrit):
        yield PAS_UN_NOMBRE
    elif decimales(ecrit) > DECIMALES:
        yield TROP_DE_DECIMALES
    else:
        yield from _bornes(Decimal(ecrit), options)


def _bornes(lu: Decimal, options: Options) -> Iterator[str]:
    if len(lu.as_tuple().digits) > CHIFFRES:
        yield "a trop de chiffres"
    if options.get("positif") and lu < 0:
        yield "doit être un nombre positif"
    bas, haut = options.get("min"), options.get("max")
    trop_bas = bas is not None and lu < Decimal(str(bas))
    trop_haut = haut is not None and lu > Decimal(str(haut))
    if not (trop_bas or trop_haut):
        return
    if bas is not None and haut is not None:
        yield f"doit être compris entre {bas} et {haut}"
    elif trop_bas:
        yield f"doit être supérieur ou égal à {bas}"
    else:
        yield f"doit être inférieur ou égal à {haut}"
