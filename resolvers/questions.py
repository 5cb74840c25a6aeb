"""What may be asked of a list: its order, its filters by name, and the criteria of other tables."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Text,
    any_,
    bindparam,
    select,
)
from sqlalchemy import cast as sql_cast

from domain.dossiers.models import Dossier, DossierSupprime
from resolvers.criteres import Genre
from resolvers.dossiers import DOSSIER
from resolvers.loader import Loader
from resolvers.statements import AnySelect, among
from resolvers.supprimes import DossierSupprimeRow, en_attente, supprimes
from resolvers.visibilite import de_mes_groupes, demarche_accessible, dossier_accessible


class Liste(NamedTuple):
    """One list: what it selects, what the caller sees of it, what orders it, by the name of the
    column in its rows too. `lignes` loads the rows of the numbers that are selected, when a page
    selects nothing else: it is then planned in a tenth of the time."""

    row: type[Any]
    modele: Any
    colonne: Any
    ordre: str
    selection: Callable[[], AnySelect]
    accessible: Callable[[Any], ColumnElement[bool]]
    lignes: Loader[Any, Any] | None = None


class NumeroRow(NamedTuple):
    id: int


def _dossiers_par(colonne: Any) -> Liste:
    return Liste(
        NumeroRow,
        Dossier,
        colonne,
        colonne.key,
        lambda: select(Dossier.id),
        dossier_accessible,
        DOSSIER,
    )


PAR_DEPOT = _dossiers_par(Dossier.depose_le)
PAR_MODIFICATION = _dossiers_par(Dossier.modifie_le)
PAR_TRAITEMENT = _dossiers_par(Dossier.traite_le)

SUPPRIMES = Liste(
    DossierSupprimeRow,
    DossierSupprime,
    DossierSupprime.supprime_le,
    "le",
    supprimes,
    demarche_accessible,
)
EN_ATTENTE = Liste(
    DossierSupprimeRow,
    Dossier,
    Dossier.suppression_en_attente_le,
    "le",
    en_attente,
    lambda demarche: demarche_accessible(demarche) & Dossier.suppression_en_attente_le.is_not(None),
)


def instant_donne(name: str) -> ColumnElement[Any]:
    """A date and time among the parameters."""
    return sql_cast(bindparam(name, None), DateTime(timezone=True))


FILTRES: dict[str, Callable[[Liste], ColumnElement[bool]]] = {
    "state": lambda liste: Dossier.state == bindparam("state", None, type_=Text),
    "states": lambda liste: Dossier.state == any_(bindparam("states", None, type_=ARRAY(Text))),
    "archived": lambda liste: Dossier.archive == bindparam("archived", None, type_=Boolean),
    "revision": lambda liste: Dossier.revision_id == bindparam("revision", None, type_=BigInteger),
    "revisions": lambda liste: among(Dossier.revision_id, "revisions"),
    "groupes": lambda liste: among(Dossier.groupe_instructeur_id, "groupes"),
    "created_since": lambda liste: Dossier.depose_le >= instant_donne("created_since"),
    "created_until": lambda liste: Dossier.depose_le < instant_donne("created_until"),
    "updated_since": lambda liste: Dossier.modifie_le >= instant_donne("updated_since"),
    "updated_until": lambda liste: Dossier.modifie_le < instant_donne("updated_until"),
    "processed_since": lambda liste: Dossier.traite_le >= instant_donne("processed_since"),
    "processed_until": lambda liste: Dossier.traite_le < instant_donne("processed_until"),
    "deleted_since": lambda liste: liste.colonne >= instant_donne("deleted_since"),
    "deleted_until": lambda liste: liste.colonne < instant_donne("deleted_until"),
}


class Branche(NamedTuple):
    """A filter of several values under which an index has the order of these lists, for each value:
    one reading of the index per value, merged, rather than a filter on all the rows."""

    colonne: Any
    type_: Any
    listes: tuple[Liste, ...]


BRANCHES = {
    "states": Branche(Dossier.state, Text, (PAR_DEPOT,)),
    "groupes": Branche(
        Dossier.groupe_instructeur_id, BigInteger, (PAR_DEPOT, PAR_MODIFICATION, PAR_TRAITEMENT)
    ),
}


class Question(NamedTuple):
    """What is asked of a list, without the values: the names of its filters, sorted, and its criteria.
    `par_groupes`: of somebody signed in, who sees the dossiers of his groupes alone."""

    liste: Liste
    du_groupe: bool
    filtres: tuple[str, ...]
    genres: tuple[Genre, ...] = ()
    par_groupes: bool = False

    @property
    def branches(self) -> tuple[str, ...]:
        """Filters to be read value by value. Criteria are asked of one reading only."""
        if self.genres:
            return ()
        return tuple(f for f in self.filtres if f in BRANCHES and self.liste in BRANCHES[f].listes)

    def visibles(self) -> list[ColumnElement[bool]]:
        """Of a démarche, it is its number that must be among those of the caller: said of each row,
        it would be counted twice by the planner, which would expect next to none."""
        modele, parent = self.liste.modele, bindparam("parent", None, type_=BigInteger)
        siens = [de_mes_groupes(modele)] if self.par_groupes else []
        if self.du_groupe:
            accessible = self.liste.accessible(modele.demarche_id)
            return [accessible, modele.groupe_instructeur_id == parent, *siens]
        return [self.liste.accessible(parent), modele.demarche_id == parent, *siens]

    def filtrees(self, noms: Sequence[str]) -> list[ColumnElement[bool]]:
        return [FILTRES[nom](self.liste) for nom in noms]

    def criteres(
        self, poser: Callable[[Genre, int], ColumnElement[bool]], *, sauf: int | None = None
    ) -> list[ColumnElement[bool]]:
        return [poser(genre, rang) for rang, genre in enumerate(self.genres) if rang != sauf]
