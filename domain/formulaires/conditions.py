"""Conditions: one tree for the visibility of champs, for routing and for ineligibility (rules 1.4).

A tree is `{"champ": stable_id, "op": …, "valeur": …}`, or `{"et": […]}`, or `{"ou": […]}`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from domain.formulaires.reponses import (
    Reponse,
    detail,
    est_autre,
    est_blanche,
    liste,
    nombre,
    vrai,
)
from domain.formulaires.types_de_champ import TypeChamp
from domain.geographie import departements

T = TypeChamp
Arbre = Mapping[str, Any]
AUTRE = "__other__"


class Champ(Protocol):
    """What a condition must know of the field it looks at."""

    @property
    def type_champ(self) -> TypeChamp: ...
    @property
    def options(self) -> Mapping[str, Any]: ...


class Lieu(dict[str, str | None]):
    """Where an answer lies: `departement` and `region` codes, and its own `code` if it has one."""


# --- the left side -------------------------------------------------------------------------------


def _lieu_du_departement(departement: str | None, **autres: str | None) -> Lieu:
    region = departements.region_de(departement) if departement else None
    return Lieu(departement=departement, region=region, **autres)


def _dans_commune(reponse: Reponse) -> Lieu:
    return _lieu_du_departement(detail(reponse).get("code_departement"))


def _dans_adresse(reponse: Reponse) -> Lieu:
    return _lieu_du_departement(detail(reponse).get("department_code"))


def _dans_departement(reponse: Reponse) -> Lieu:
    return _lieu_du_departement(reponse.external_id, code=reponse.external_id)


def _choix(reponse: Reponse) -> str:
    return AUTRE if est_autre(reponse) else (reponse.value or "")


OPERANDES: dict[TypeChamp, Callable[[Reponse], Any]] = {
    T.yes_no: vrai,
    T.checkbox: vrai,
    T.integer_number: nombre,
    T.decimal_number: nombre,
    T.drop_down_list: _choix,
    T.multiple_drop_down_list: liste,
    T.regions: lambda r: r.external_id,
    T.pays: lambda r: r.external_id,
    T.departements: _dans_departement,
    T.communes: _dans_commune,
    T.epci: _dans_commune,
    T.address: _dans_adresse,
}


def operande(champ: Champ, reponse: Reponse | None) -> Any:
    """The value that a condition compares; None when the answer is blank, so that nothing is true
    of it. A blank list that offers « autre » is not blank to a condition (rules 1.4.5)."""
    if est_blanche(champ.type_champ, reponse):
        offre_autre = champ.type_champ is T.drop_down_list and champ.options.get("autre")
        return "" if offre_autre else None
    lire = OPERANDES.get(champ.type_champ)
    return None if lire is None or reponse is None else lire(reponse)


# --- the operators -------------------------------------------------------------------------------


def _egal(gauche: Any, droite: Any) -> bool:
    if isinstance(gauche, Lieu):
        gauche = gauche.get("code")
    if isinstance(gauche, Decimal):
        return gauche == _nombre(droite)
    return bool(gauche == droite)


def _nombre(valeur: Any) -> Decimal | None:
    try:
        return Decimal(str(valeur))
    except InvalidOperation:
        return None


def _ordre(compare: Callable[[Decimal, Decimal], bool]) -> Callable[[Any, Any], bool]:
    def operateur(gauche: Any, droite: Any) -> bool:
        a, b = _nombre(gauche), _nombre(droite)
        return a is not None and b is not None and compare(a, b)

    return operateur


def _dans(cle: str) -> Callable[[Any, Any], bool]:
    return lambda gauche, droite: isinstance(gauche, Lieu) and gauche.get(cle) == droite


def _hors(cle: str) -> Callable[[Any, Any], bool]:
    return lambda gauche, droite: isinstance(gauche, Lieu) and gauche.get(cle) != droite


OPERATEURS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _egal,
    "not_eq": lambda gauche, droite: not _egal(gauche, droite),
    "lt": _ordre(lambda a, b: a < b),
    "lte": _ordre(lambda a, b: a <= b),
    "gt": _ordre(lambda a, b: a > b),
    "gte": _ordre(lambda a, b: a >= b),
    "include": lambda gauche, droite: isinstance(gauche, list) and droite in gauche,
    "exclude": lambda gauche, droite: isinstance(gauche, list) and droite not in gauche,
    "in_departement": _dans("departement"),
    "not_in_departement": _hors("departement"),
    "in_region": _dans("region"),
    "not_in_region": _hors("region"),
}

# True whatever is on the left, blank included: the editor's line that is not filled in yet.
TOUJOURS_VRAI = "empty"


def evaluer(arbre: Arbre, valeur_de: Callable[[int], Any]) -> bool:
    """Whether `arbre` is true. `valeur_de(stable_id)` gives the operand, None when the champ does
    not exist, is hidden or is blank: then every comparison is false, negations included."""
    if "et" in arbre:
        return all(evaluer(branche, valeur_de) for branche in arbre["et"])
    if "ou" in arbre:
        return any(evaluer(branche, valeur_de) for branche in arbre["ou"])
    if arbre["op"] == TOUJOURS_VRAI:
        return True
    gauche = valeur_de(int(arbre["champ"]))
    return gauche is not None and OPERATEURS[arbre["op"]](gauche, arbre.get("valeur"))


def sources(arbre: Arbre) -> frozenset[int]:
    """The stable ids of the champs that a tree looks at."""
    branches = arbre.get("et") or arbre.get("ou")
    if branches is not None:
        return frozenset().union(*(sources(branche) for branche in branches))
    return frozenset({int(arbre["champ"])})
