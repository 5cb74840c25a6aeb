"""Conditions and routing rules: what they may look at, and how (rules 1.4.2-1.4.3)."""

from collections.abc import Mapping
from typing import Any

from domain.formulaires.conditions import AUTRE
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.types_de_champ import SOURCES_DE_CONDITION, TypeChamp
from scenarios.format.conditions import Condition
from scenarios.refus import Chemin
from scenarios.verification.contexte import Contexte

T = TypeChamp
EGALITE = frozenset({"eq", "not_eq"})
ORDRE = frozenset({"lt", "lte", "gt", "gte"})
DEPARTEMENT = frozenset({"in_departement", "not_in_departement"})
REGION = frozenset({"in_region", "not_in_region"})

OPERATEURS: dict[TypeChamp, frozenset[str]] = {
    T.yes_no: EGALITE,
    T.checkbox: EGALITE,
    T.integer_number: EGALITE | ORDRE,
    T.decimal_number: EGALITE | ORDRE,
    T.drop_down_list: EGALITE,
    T.regions: EGALITE,
    T.pays: EGALITE,
    T.departements: EGALITE | REGION,
    T.communes: DEPARTEMENT | REGION,
    T.epci: DEPARTEMENT | REGION,
    T.address: DEPARTEMENT | REGION,
    T.multiple_drop_down_list: frozenset({"include", "exclude"}),
}

BOOLEENS = frozenset({T.yes_no, T.checkbox})
NOMBRES = frozenset({T.integer_number, T.decimal_number})
LISTES = frozenset({T.drop_down_list, T.multiple_drop_down_list})


def verifier_condition(
    contexte: Contexte,
    condition: Condition,
    chemin: Chemin,
    *,
    sources: Mapping[int, Descripteur],
    connus: Mapping[int, Descripteur],
) -> None:
    """Every comparison looks at one of `sources`, by an operator that it has, for a value of its
    kind. `connus` are all the champs of the form, to tell « unknown » from « below »."""
    for cle, branches in (("et", condition.et), ("ou", condition.ou)):
        for rang, branche in enumerate(branches or ()):
            verifier_condition(
                contexte, branche, (*chemin, cle, rang), sources=sources, connus=connus
            )
    if condition.champ is None or condition.op is None:
        return
    source = sources.get(condition.champ)
    if source is None:
        contexte.noter((*chemin, "champ"), _absence(condition.champ, connus))
    elif source.type_champ not in SOURCES_DE_CONDITION:
        contexte.noter(
            (*chemin, "champ"),
            f"le champ {source.stable_id}, de type {source.type_champ}, ne peut pas servir de condition",
        )
    elif condition.op != "empty":
        _verifier_comparaison(contexte, condition, source, chemin)


def _absence(stable_id: int, connus: Mapping[int, Descripteur]) -> str:
    if stable_id not in connus:
        return f"le champ {stable_id} n’existe pas dans ce formulaire"
    return f"le champ {stable_id} n’est pas placé plus haut : une condition ne peut pas le regarder"


def _verifier_comparaison(
    contexte: Contexte, condition: Condition, source: Descripteur, chemin: Chemin
) -> None:
    permis = OPERATEURS[source.type_champ]
    if condition.op not in permis:
        contexte.noter(
            (*chemin, "op"),
            f"l’opérateur {condition.op} ne s’applique pas au type {source.type_champ}"
            f" ; possibles : {', '.join(sorted(permis))}, empty",
        )
        return
    reproche = _reproche(source, condition.valeur)
    if reproche:
        contexte.noter((*chemin, "valeur"), reproche)
    elif (
        isinstance(condition.valeur, int)
        and not isinstance(condition.valeur, bool)
        and source.type_champ not in NOMBRES
    ):
        condition.valeur = str(condition.valeur).zfill(2)  # a code that YAML took for a number


def _reproche(source: Descripteur, valeur: Any) -> str | None:
    est_booleen = isinstance(valeur, bool)
    if source.type_champ in BOOLEENS:
        return None if est_booleen else "true ou false est attendu"
    if source.type_champ in NOMBRES:
        est_nombre = isinstance(valeur, int | float) and not est_booleen
        return None if est_nombre else "un nombre est attendu"
    if source.type_champ in LISTES:
        return _reproche_de_liste(source, valeur)
    est_code = isinstance(valeur, str | int) and not est_booleen
    return None if est_code else "un code est attendu"


def _reproche_de_liste(source: Descripteur, valeur: Any) -> str | None:
    if not isinstance(valeur, str):
        return "une des options de la liste est attendue"
    options = source.options.get("options", [])
    autre = valeur == AUTRE and bool(source.options.get("autre"))
    if autre or valeur in options or "referentiel" in source.options:
        return None
    return f"« {valeur} » n’est pas une option du champ {source.stable_id}"
