"""How a set of dossiers that another table gives is written: an answer, a label, who follows, whose.

A page asks of one dossier after the other whether it is in the set, or starts from the set when it is
small; a count leaves the planner free.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Text, bindparam, func, literal_column, select, true
from sqlalchemy.orm import InstrumentedAttribute

from domain.dossiers.models import Dossier
from resolvers.statements import AnySelect

Conditions = Sequence[ColumnElement[bool]]
UN: ColumnElement[int] = literal_column("1")


class Parametres(NamedTuple):
    """The parameters of the criterion of this rank: a statement may have several of one kind."""

    rang: int

    def un(self, nom: str, type_: Any = Text) -> ColumnElement[Any]:
        return bindparam(f"{nom}_{self.rang}", None, type_=type_)

    def liste(self, nom: str, type_: Any = Text) -> ColumnElement[Any]:
        return self.un(nom, ARRAY(type_))


class Chaque(NamedTuple):
    """The part that one value makes of a set, when several values may be given."""

    nom: str
    type_: Any
    conditions: Callable[[Parametres, Any], Conditions]


@dataclass(frozen=True, slots=True)
class Forme:
    """How a set is written. `indexe` tells that an index finds it, in the order of `ordre`: only then
    may a page start from it."""

    dossier: InstrumentedAttribute[int]
    conditions: Callable[[Parametres], Conditions]
    indexe: bool = False
    ordre: Any = None
    chaque: Chaque | None = None

    def ensemble(self, rang: int) -> AnySelect:
        """The dossiers of the set, some of them twice."""
        return select(self.dossier.label("dossier_id")).where(*self.conditions(Parametres(rang)))

    def sonde(self, rang: int) -> ColumnElement[Any]:
        """True, or null. A scalar subquery is never turned into a join: the list goes on being read
        in its order, from which estimates of a value's frequency too often lead the planner away."""
        return self._du_dossier(rang, literal_column("true")).limit(UN).scalar_subquery()

    def existence(self, rang: int) -> ColumnElement[bool]:
        """The same question, which the planner may turn into a join: a count reads everything."""
        return self._du_dossier(rang, UN).exists()

    def _du_dossier(self, rang: int, resultat: ColumnElement[Any]) -> AnySelect:
        siennes = self.dossier == Dossier.id
        conditions = self.conditions(Parametres(rang))
        return select(resultat).where(siennes, *conditions).correlate(Dossier)

    def premiers(self, rang: int, limite: int) -> AnySelect:
        """At most `limite` of the set, read from its index, value after value."""
        borne: ColumnElement[int] = literal_column(str(limite))
        if self.chaque is None:
            return self.ensemble(rang).order_by(self.ordre).limit(borne)
        parametres = Parametres(rang)
        valeurs = parametres.liste(self.chaque.nom, self.chaque.type_)
        table = func.unnest(valeurs).table_valued("valeur", name=f"chaque_{rang}")
        valeur = table.render_derived()
        lus = (
            select(self.dossier)
            .where(*self.chaque.conditions(parametres, valeur.c.valeur))
            .order_by(self.ordre)
            .limit(borne)
            .lateral()
        )
        return select(lus.c[0]).select_from(valeur.join(lus, true())).limit(borne)
