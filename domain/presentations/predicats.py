"""Which dossiers each tab shows: the predicates of rules 4.3, as the one table that lists, counters, badges and
exports read.

States are written in the text of the statements: the partial indexes of the lists are used only when the
planner reads their very condition.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, literal_column, not_, select

from domain.dossiers.historique import Suivi
from domain.dossiers.models import BUREAU, Dossier
from domain.dossiers.states import TERMINE
from domain.presentations.onglets import Onglet

PROCHE: ColumnElement[Any] = literal_column(
    "interval '14 days'"
)  # what expires within two weeks is close to expiry
VISIBLE: ColumnElement[bool] = literal_column("dossiers.visible_par_administration")

_COLONNE = re.compile(r"\b(visible_par_administration|archive|state|cache_par_\w+)\b")


class Regard(NamedTuple):
    """Who looks, and when: values, or what stands for them in a statement. Nobody follows anything."""

    instructeur: Any
    at: Any = func.now()


def suivi(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody follows the dossier at this moment."""
    return _ouvert(*conditions).correlate(Dossier).exists()


def _ouvert(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(Suivi.dossier_id).where(
        Suivi.dossier_id == Dossier.id, Suivi.fin_le.is_(None), *conditions
    )


def sans_suivi() -> ColumnElement[bool]:
    """Nobody does. Asked of each dossier, which `OFFSET 0` sees to: as a join, it would read what everybody
    follows in every démarche."""
    return not_(_ouvert().offset(literal_column("0")).correlate(Dossier).exists())


def _partie(nom: str) -> ColumnElement[bool]:
    """The condition of a partial index, in its own words."""
    return literal_column(
        f"({_COLONNE.sub(lambda trouvee: f'dossiers.{trouvee[0]}', BUREAU[nom])})"
    )


def _etats(etats: Iterable[str]) -> ColumnElement[bool]:
    return literal_column(f"dossiers.state IN ({', '.join(map(repr, sorted(map(str, etats))))})")


def _expirant(regard: Regard) -> ColumnElement[bool]:
    return and_(
        VISIBLE,
        literal_column("dossiers.state <> 'en_instruction'"),
        Dossier.expire_le.is_not(None),
        Dossier.expire_le <= _instant(regard.at) + PROCHE,
    )


def _instant(at: Any) -> Any:
    return literal(at) if isinstance(at, datetime) else at


def jete() -> ColumnElement[bool]:
    """In the corbeille, whose two sources are kept apart (rules 14.3-9)."""
    return _partie("corbeille")


PREDICATS: dict[Onglet, Callable[[Regard], ColumnElement[bool]]] = {
    Onglet.a_suivre: lambda _: and_(_partie("en_cours"), sans_suivi()),
    Onglet.suivis: lambda r: and_(
        _partie("en_cours"), suivi(Suivi.instructeur_id == r.instructeur)
    ),
    Onglet.traites: lambda _: and_(_partie("tous"), _etats(TERMINE)),
    Onglet.tous: lambda _: _partie("tous"),
    Onglet.expirant: _expirant,
    Onglet.archives: lambda _: _partie("archives"),
    Onglet.supprimes: lambda _: jete(),
}


def dans_l_onglet(
    onglet: Onglet, regard: Regard, *, avec_archives: bool = False
) -> ColumnElement[bool]:
    """`avec_archives` is an option of the tab of all dossiers."""
    if onglet is Onglet.tous and avec_archives:
        return VISIBLE
    return PREDICATS[onglet](regard)
