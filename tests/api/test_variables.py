"""Variables that do not fit their types (api 4.2): the message names the place and the reason, the
extensions hold what was sent and every problem, and nothing runs."""

from typing import Any

import pytest

from tests.api.client import Client

MONDE = "liste"

QUERY = """query ($n: Int!, $o: Order, $depuis: ISO8601DateTime, $d: FindDemarcheInput!) {
  demarche(number: $n) { dossiers(order: $o, updatedSince: $depuis) { nodes { number } } }
  demarcheDescriptor(demarche: $d) { number }
}"""
JUSTES: dict[str, Any] = {"n": 800, "o": "ASC", "depuis": "2026-02-20", "d": {"number": 800}}
COLONNES = {"n": 8, "o": 18, "depuis": 29, "d": 55}
NULLE = "Expected value to not be null"


def erreur(variable: str, type_: str, valeur: Any, *problemes: tuple[list[Any], str]) -> Any:
    places = ", ".join(
        f"{'.'.join(map(str, chemin))} ({raison})" for chemin, raison in problemes if chemin
    )
    return {
        "message": f"Variable ${variable} of type {type_} was provided invalid value"
        + (f" for {places}" if places else ""),
        "locations": [{"line": 1, "column": COLONNES[variable]}],
        "extensions": {
            "value": valeur,
            "problems": [{"path": chemin, "explanation": raison} for chemin, raison in problemes],
        },
    }


@pytest.mark.parametrize(
    ("variable", "type_", "valeur", "problemes"),
    [
        ("n", "Int!", None, [([], NULLE)]),
        ("n", "Int!", "800", [([], 'Could not coerce value "800" to Int')]),
        ("n", "Int!", 1.5, [([], "Could not coerce value 1.5 to Int")]),
        ("n", "Int!", True, [([], "Could not coerce value true to Int")]),
        ("n", "Int!", 2**40, [([], f"Could not coerce value {2**40} to Int")]),
        ("n", "Int!", [800], [([], "Could not coerce value [800] to Int")]),
        ("o", "Order", "UP", [([], 'Expected "UP" to be one of: ASC, DESC')]),
        ("o", "Order", 3, [([], "Expected 3 to be one of: ASC, DESC")]),
        (
            "depuis",
            "ISO8601DateTime",
            "hier",
            [([], 'Could not coerce value "hier" to ISO8601DateTime')],
        ),
        (
            "depuis",
            "ISO8601DateTime",
            "2026-13-01",
            [([], 'Could not coerce value "2026-13-01" to ISO8601DateTime')],
        ),
        ("d", "FindDemarcheInput!", None, [([], NULLE)]),
        ("d", "FindDemarcheInput!", "é", [([], 'Expected "é" to be a key-value object.')]),
        (
            "d",
            "FindDemarcheInput!",
            {"number": "huit"},
            [(["number"], 'Could not coerce value "huit" to Int')],
        ),
        (
            "d",
            "FindDemarcheInput!",
            {"numero": 1, "number": 1},
            [
                (["numero"], "Field is not defined on FindDemarcheInput"),
                ([], "'FindDemarcheInput' requires exactly one argument, but 2 were provided."),
            ],
        ),
        (
            "d",
            "FindDemarcheInput!",
            {},
            [([], "'FindDemarcheInput' requires exactly one argument, but 0 were provided.")],
        ),
        (
            "d",
            "FindDemarcheInput!",
            {"number": None},
            [([], "'FindDemarcheInput' requires exactly one argument, but 'number' was `null`.")],
        ),
    ],
)
def test_a_value_that_does_not_fit_is_explained_and_nothing_runs(
    client: Client, variable: str, type_: str, valeur: Any, problemes: list[tuple[list[Any], str]]
) -> None:
    corps = client.demander(QUERY, **{**JUSTES, variable: valeur})

    assert corps == {"errors": [erreur(variable, type_, valeur, *problemes)]}


def test_each_variable_has_its_error(client: Client) -> None:
    corps = client.demander(QUERY, o="UP", depuis="2026-02-20T10:00:00Z")

    assert corps == {
        "errors": [
            erreur("n", "Int!", None, ([], NULLE)),
            erreur("o", "Order", "UP", ([], 'Expected "UP" to be one of: ASC, DESC')),
            erreur("d", "FindDemarcheInput!", None, ([], NULLE)),
        ]
    }


def test_a_default_value_stands_for_what_is_not_sent(client: Client) -> None:
    query = "query ($n: Int! = 800) { demarche(number: $n) { title } }"

    assert client.lire(query) == {"demarche": {"title": "Une liste"}}
    assert client.demander(query, n=None)["errors"][0]["message"] == (
        "Variable $n of type Int! was provided invalid value"
    )


def test_what_the_document_does_not_declare_is_ignored(client: Client) -> None:
    assert client.lire("{ __typename }", n="huit", x=[{}]) == {"__typename": "Query"}


def test_a_literal_must_hold_one_key_too(client: Client) -> None:
    query = '{ demarcheDescriptor(demarche: {number: 800, id: "x"}) { number } }'

    assert client.demander(query) == {
        "errors": [
            {
                "message": "Within OneOf Input Object type 'FindDemarcheInput', exactly one field"
                " must be specified, and the value for that field must be non-null.",
                "locations": [{"line": 1, "column": 32}],
            }
        ]
    }
