"""The five figures of a démarche (rules 4.14), of this very moment: those who instruct see what they have
just done, where the public page may be twelve hours old."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import BigInteger, Date, Float, Text, TextClause

from domain.statistiques.calcul import libelle_de_mois, libelle_de_semaine, pourcent
from domain.statistiques.instructions import (
    AVANCEMENT,
    DELAIS_PAR_MOIS,
    DELAIS_USUELS,
    PAR_SEMAINE,
)
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.request import Request
from resolvers.statements import AnySelect, Statement

R = TypeVar("R", bound=tuple[Any, ...])


class AvancementRow(NamedTuple):
    """`supprimes` are the dossiers decided, then deleted: each stage counts them (rules 4.14.4)."""

    tous: int
    deposes: int
    instruits: int
    traites: int
    acceptes: int
    refuses: int
    sans_suite: int
    supprimes: int

    def etape(self, nombre: int) -> int:
        return nombre + self.supprimes

    def part(self, nombre: int) -> float | None:
        """In percents of what was decided; null when nothing was (rules 4.14.5)."""
        return pourcent(nombre, self.traites + self.supprimes)


class SemaineRow(NamedTuple):
    state: str
    lundi: date
    nombre: int

    @property
    def libelle(self) -> str:
        return libelle_de_semaine(self.lundi)


class DelaiRow(NamedTuple):
    delai: float


class MoisRow(NamedTuple):
    mois: date
    jours: int | None

    @property
    def libelle(self) -> str:
        return libelle_de_mois(self.mois)


class Statistiques(NamedTuple):
    avancement: AvancementRow
    semaines: Sequence[SemaineRow]
    delais: Sequence[DelaiRow]
    mois: Sequence[MoisRow]


def _instruction(texte: TextClause, row: type[R], types: Mapping[str, Any]) -> Statement[R]:
    return Statement(cast(AnySelect, texte.columns(**types)), row)


_ETAT, _JOUR, _NOMBRE = Text, Date, BigInteger
_AVANCEMENT = _instruction(AVANCEMENT, AvancementRow, dict.fromkeys(AvancementRow._fields, _NOMBRE))
_SEMAINES = _instruction(
    PAR_SEMAINE, SemaineRow, {"state": _ETAT, "lundi": _JOUR, "nombre": _NOMBRE}
)
_DELAIS = _instruction(DELAIS_USUELS, DelaiRow, {"delai": Float})
_MOIS = _instruction(DELAIS_PAR_MOIS, MoisRow, {"mois": _JOUR, "jours": _NOMBRE})


async def statistiques(request: Request, demarche: DemarcheDuBureauRow) -> Statistiques:
    """Of the whole démarche, whatever one's groupes: its public page says as much."""
    parametres = {"demarche_id": demarche.id, "at": request.now}
    [avancement], semaines, delais, mois = await request.snapshot.together(
        [(instruction, parametres) for instruction in (_AVANCEMENT, _SEMAINES, _DELAIS, _MOIS)]
    )
    return Statistiques(avancement, semaines, delais, mois)
