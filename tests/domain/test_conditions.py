"""Conditions, line by line of rules 1.4, and what holds of any tree."""

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formulaires.conditions import OPERATEURS, evaluer, operande, sources
from domain.formulaires.formulaire import Descripteur, Formulaire, Visibilite
from domain.formulaires.types_de_champ import TypeChamp

T = TypeChamp


class Reponse(NamedTuple):
    value: str | None = None
    value_json: Any = None
    external_id: str | None = None
    data: Any = None


def descripteur(type_champ: TypeChamp, **autres: Any) -> Descripteur:
    defaut: dict[str, Any] = {
        "revision_id": 1,
        "stable_id": 1,
        "parent_id": None,
        "position": 0,
        "prive": False,
        "libelle": "Source",
        "description": None,
        "obligatoire": False,
        "condition": None,
        "options": {},
    }
    return Descripteur(**{**defaut, "type_champ": type_champ, **autres})


AIN = {"code_departement": "01"}


@pytest.mark.parametrize(
    ("type_champ", "reponse", "op", "valeur", "vrai"),
    [
        (T.yes_no, Reponse("true"), "eq", True, True),
        (T.yes_no, Reponse("false"), "eq", False, True),
        (T.yes_no, Reponse("false"), "eq", True, False),
        (T.checkbox, Reponse("on"), "eq", True, True),
        (T.integer_number, Reponse("12"), "eq", 12, True),
        (T.integer_number, Reponse("12"), "gt", 11, True),
        (T.integer_number, Reponse("12"), "lt", 12, False),
        (T.integer_number, Reponse("12"), "lte", 12, True),
        (T.decimal_number, Reponse("1.50"), "gte", 1.5, True),
        (T.decimal_number, Reponse("1.50"), "eq", "1.5", True),
        (T.drop_down_list, Reponse("Rouge"), "eq", "Rouge", True),
        (T.drop_down_list, Reponse("Rouge"), "not_eq", "Vert", True),
        (T.drop_down_list, Reponse("Mauve", {"autre": True}), "eq", "__other__", True),
        (T.drop_down_list, Reponse("Mauve", {"autre": True}), "eq", "Mauve", False),
        (T.multiple_drop_down_list, Reponse('["a", "b"]'), "include", "a", True),
        (T.multiple_drop_down_list, Reponse('["a", "b"]'), "exclude", "c", True),
        (T.multiple_drop_down_list, Reponse('["a", "b"]'), "exclude", "a", False),
        (T.regions, Reponse("Bretagne", None, "53"), "eq", "53", True),
        (T.pays, Reponse("Allemagne", None, "DE"), "not_eq", "FR", True),
        (T.departements, Reponse("Ain", None, "01"), "eq", "01", True),
        (T.departements, Reponse("Ain", None, "01"), "in_region", "84", True),
        (T.departements, Reponse("Ain", None, "01"), "not_in_region", "84", False),
        (T.communes, Reponse("Bourg", AIN, "01053"), "in_departement", "01", True),
        (T.communes, Reponse("Bourg", AIN, "01053"), "not_in_departement", "69", True),
        (T.communes, Reponse("Bourg", AIN, "01053"), "in_region", "84", True),
        (T.epci, Reponse("CC", AIN, "200069193"), "in_departement", "69", False),
        (T.address, Reponse("1 rue", {"department_code": "75"}), "in_region", "11", True),
    ],
)
def test_an_answer_is_compared(
    type_champ: TypeChamp, reponse: Reponse, op: str, valeur: Any, vrai: bool
) -> None:
    arbre = {"champ": 1, "op": op, "valeur": valeur}
    source = descripteur(type_champ)

    assert evaluer(arbre, lambda _: operande(source, reponse)) is vrai


@pytest.mark.parametrize("op", OPERATEURS)
def test_nothing_is_true_of_a_blank_not_even_a_negation(op: str) -> None:
    assert evaluer({"champ": 1, "op": op, "valeur": "x"}, lambda _: None) is False


def test_a_blank_list_that_offers_other_is_not_blank_to_a_condition() -> None:
    source = descripteur(T.drop_down_list, options={"options": ["a"], "autre": True})

    assert evaluer({"champ": 1, "op": "not_eq", "valeur": "a"}, lambda _: operande(source, None))


def test_a_line_not_filled_in_is_true() -> None:
    assert evaluer({"champ": 1, "op": "empty"}, lambda _: None) is True


comparaisons = st.builds(
    lambda champ, op, valeur: {"champ": champ, "op": op, "valeur": valeur},
    st.integers(1, 5),
    st.sampled_from([*OPERATEURS, "empty"]),
    st.one_of(st.booleans(), st.integers(), st.text(max_size=5), st.none()),
)
arbres = st.recursive(
    comparaisons,
    lambda branches: st.one_of(
        st.builds(lambda b: {"et": b}, st.lists(branches, min_size=1, max_size=3)),
        st.builds(lambda b: {"ou": b}, st.lists(branches, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
valeurs = st.one_of(
    st.none(), st.booleans(), st.decimals(allow_nan=False), st.text(max_size=5), st.lists(st.text())
)


@given(arbres, st.dictionaries(st.integers(1, 5), valeurs))
def test_any_tree_has_an_answer_and_looks_only_at_its_sources(
    arbre: dict[str, Any], reponses: dict[int, Any]
) -> None:
    regardes: set[int] = set()

    def valeur_de(stable_id: int) -> Any:
        regardes.add(stable_id)
        return reponses.get(stable_id)

    assert evaluer(arbre, valeur_de) in (True, False)
    assert regardes <= sources(arbre)


@given(st.lists(arbres, min_size=1, max_size=3), st.dictionaries(st.integers(1, 5), valeurs))
def test_and_is_all_or_is_any(branches: list[Any], reponses: dict[int, Any]) -> None:
    chacune = [evaluer(branche, reponses.get) for branche in branches]

    assert evaluer({"et": branches}, reponses.get) is all(chacune)
    assert evaluer({"ou": branches}, reponses.get) is any(chacune)


def formulaire(*descripteurs: Descripteur) -> Formulaire:
    return Formulaire(1, descripteurs)


def test_a_champ_hides_what_depends_on_it() -> None:
    racine = descripteur(T.yes_no, stable_id=1)
    milieu = descripteur(
        T.yes_no, stable_id=2, position=1, condition={"champ": 1, "op": "eq", "valeur": True}
    )
    feuille = descripteur(
        T.text, stable_id=3, position=2, condition={"champ": 2, "op": "eq", "valeur": True}
    )
    form = formulaire(racine, milieu, feuille)

    non = Visibilite(form, {(1, None): Reponse("false"), (2, None): Reponse("true")})
    oui = Visibilite(form, {(1, None): Reponse("true"), (2, None): Reponse("true")})

    assert [non.montre(d) for d in (racine, milieu, feuille)] == [True, False, False]
    assert [oui.montre(d) for d in (racine, milieu, feuille)] == [True, True, True]


def test_a_row_looks_at_itself_first() -> None:
    repetition = descripteur(T.repetition, stable_id=1)
    source = descripteur(T.yes_no, stable_id=2, parent_id=1)
    cible = descripteur(
        T.text,
        stable_id=3,
        parent_id=1,
        position=1,
        condition={"champ": 2, "op": "eq", "valeur": True},
    )
    visibilite = Visibilite(
        formulaire(repetition, source, cible),
        {(2, "A"): Reponse("true"), (2, "B"): Reponse("false")},
    )

    assert visibilite.montre(cible, "A") is True
    assert visibilite.montre(cible, "B") is False


def test_a_condition_that_comes_back_to_itself_shows_nothing() -> None:
    moi = descripteur(T.yes_no, stable_id=1, condition={"champ": 1, "op": "eq", "valeur": True})

    assert Visibilite(formulaire(moi), {(1, None): Reponse("true")}).montre(moi) is False
