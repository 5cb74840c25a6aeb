"""The months of which an archive may be asked, and what each would weigh (rules 8.11.1)."""

from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.exports.archives import ECHANTILLON, POIDS_DU_DOSSIER
from domain.fichiers.models import Fichier
from resolvers.loader import many
from resolvers.statements import Statement, among
from resolvers.visibilite import de_mes_groupes


class MoisRow(NamedTuple):
    """`mois` is « AAAA-MM »; `revolu` when it is over."""

    cle: int
    mois: str
    nombre: int
    poids: int
    revolu: bool


def _decide(modele: Any) -> ColumnElement[bool]:
    """Of all the démarche by a token, of one's groupes when signed in."""
    entiere = modele.demarche_id == any_(
        bindparam("demarches_entieres", None, type_=ARRAY(BigInteger))
    )
    decide: ColumnElement[bool] = (
        modele.visible_par_administration
        & modele.state.in_(sorted(TERMINE))
        & or_(entiere, de_mes_groupes(modele))
    )
    return decide


_AUTRE = aliased(Dossier)
_echantillon = (
    select(_AUTRE.id)
    .where(_AUTRE.demarche_id == Dossier.demarche_id, _decide(_AUTRE))
    .limit(ECHANTILLON)
    .correlate(Dossier)
    .lateral("echantillon")
)
_DE_FICHIERS = (
    select(
        func.coalesce(
            func.div(func.sum(Fichier.taille), func.count(_echantillon.c.id.distinct())), 0
        )
    )
    .select_from(_echantillon.outerjoin(Fichier, Fichier.dossier_id == _echantillon.c.id))
    .correlate(Dossier)
    .scalar_subquery()
)
_MOIS = func.date_trunc("month", Dossier.traite_le)
_CE_MOIS = func.date_trunc("month", func.now())

MOIS_ARCHIVABLES = many(
    "mois_archivables",
    Statement(
        select(
            Dossier.demarche_id.label("cle"),
            func.to_char(_MOIS, literal_column("'YYYY-MM'")).label("mois"),
            func.count().label("nombre"),
            cast(
                func.count() * (literal_column(str(POIDS_DU_DOSSIER)) + _DE_FICHIERS), BigInteger
            ).label("poids"),
            (_MOIS < _CE_MOIS).label("revolu"),
        )
        .where(among(Dossier.demarche_id), _decide(Dossier), Dossier.traite_le.is_not(None))
        .group_by(Dossier.demarche_id, _MOIS)
        .order_by(Dossier.demarche_id, _MOIS.desc()),
        MoisRow,
    ),
)
