"""Rights as SQL: the conditions that every root statement carries (ARCHITECTURE 7).

`demarches`, `demarches_entieres` and `mes_groupes` are filled in from the viewer at each request. A row
that fails these is not loaded. Who is signed in sees the dossiers of his groupes: a single one is asked for
with `un_dossier_accessible`; a list of them adds `de_mes_groupes`, so that a token's lists stay what they were.
"""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier


def _accessibles() -> ColumnElement[bool]:
    return any_(bindparam("demarches", None, type_=ARRAY(BigInteger)))


Demarches = InstrumentedAttribute[int] | ColumnElement[int]


def demarche_accessible(colonne: Demarches = Demarche.id) -> ColumnElement[bool]:
    return colonne == _accessibles()


def demarche_lisible() -> ColumnElement[bool]:
    """What anybody may know of a démarche: all of it when it is opendata."""
    return or_(Demarche.opendata, Demarche.id == _accessibles())


def dossier_accessible(demarche: Demarches = Dossier.demarche_id) -> ColumnElement[bool]:
    """Rule 3.7: what the administration sees, of a démarche that the caller may see: the dossier's,
    or a parameter that it is equal to."""
    return Dossier.visible_par_administration & (demarche == _accessibles())


def un_dossier_accessible() -> ColumnElement[bool]:
    """The same of a dossier found by its number, whoever asks."""
    entiere = Dossier.demarche_id == any_(
        bindparam("demarches_entieres", None, type_=ARRAY(BigInteger))
    )
    return Dossier.visible_par_administration & or_(entiere, de_mes_groupes(Dossier))


def de_mes_groupes(modele: Any) -> ColumnElement[bool]:
    """Of the groupes that the caller is a member of at this moment; `modele` has the groupe's number."""
    mien: ColumnElement[bool] = modele.groupe_instructeur_id == any_(
        bindparam("mes_groupes", None, type_=ARRAY(BigInteger))
    )
    return mien
