"""What filters are made of: questions, and the values that they are asked with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from domain.calendrier import PARIS
from domain.presentations.reglages import Operateur
from domain.presentations.verification import jour
from resolvers.bureau.questions import UNITES as UNITES_SQL

Valeurs = Sequence[str]
UNITES = frozenset(UNITES_SQL)


class Atome(NamedTuple):
    """One question asked of a source; `inverse` is also true of a dossier that has no value."""

    question: str
    donnees: Mapping[str, Any] = {}
    inverse: bool = False


class Critere(NamedTuple):
    """Any of its atoms passes. `champ` is the stable id of the field whose answer it looks at."""

    source: str
    atomes: tuple[Atome, ...]
    champ: int | None = None


def egale(valeurs: Valeurs) -> list[Atome]:
    return [Atome("egale", {"valeurs": list(valeurs)})]


def contient(valeurs: Valeurs) -> list[Atome]:
    return [Atome("contient", {"valeurs": list(valeurs)})]


FIN_DU_JOUR = timedelta(days=1) - timedelta(microseconds=1)


def datee(prefixe: str, operateur: Operateur, valeurs: Valeurs) -> Atome:
    """Several values are alternatives: of bounds, the widest is enough."""
    if operateur in UNITES:
        return Atome(f"{prefixe}_{operateur.value}")
    if operateur is Operateur.correspond:
        if prefixe == "texte":
            return Atome("comme", {"motifs": [f"%{valeur}%" for valeur in valeurs]})
        return Atome(f"{prefixe}_jours", {"jours": [jour(valeur) for valeur in valeurs]})
    choisie = max(valeurs) if operateur is Operateur.avant else min(valeurs)
    return Atome(f"{prefixe}_{operateur.value}", {"borne": BORNES[prefixe](choisie, operateur)})


def _instant(valeur: str, operateur: Operateur) -> datetime:
    """The first instant of a day, or its last (rules 4.6.4)."""
    debut = datetime.combine(jour(valeur), time(), tzinfo=PARIS)
    return debut if operateur is Operateur.avant else debut + FIN_DU_JOUR


BORNES: dict[str, Callable[[str, Operateur], Any]] = {
    "instant": _instant,
    "jour": lambda valeur, _: jour(valeur),
    "texte": lambda valeur, operateur: (
        f"{valeur}T00:00" if operateur is Operateur.avant else valeur
    ),
}
