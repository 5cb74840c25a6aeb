"""Rights as SQL: the conditions that every root statement carries (ARCHITECTURE 7).

`demarches` is filled in from the viewer at each request. A row that fails these is not loaded.
"""

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier


def _accessibles() -> ColumnElement[bool]:
    return any_(bindparam("demarches", None, type_=ARRAY(BigInteger)))


def demarche_accessible(
    colonne: InstrumentedAttribute[int] = Demarche.id,
) -> ColumnElement[bool]:
    return colonne == _accessibles()


def demarche_lisible() -> ColumnElement[bool]:
    """What anybody may know of a démarche: all of it when it is opendata."""
    return or_(Demarche.opendata, Demarche.id == _accessibles())


def dossier_accessible() -> ColumnElement[bool]:
    """Rule 3.7: what the administration sees, of a démarche that the caller may see."""
    return Dossier.visible_par_administration & (Dossier.demarche_id == _accessibles())
