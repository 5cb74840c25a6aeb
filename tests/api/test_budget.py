"""What a document may ask for: the limits, to the unit, and that what clients send is far from them."""

from typing import Any

import pytest
from graphql import DocumentNode, parse

from resolvers import budget, syntaxe
from resolvers.balance import Cout
from resolvers.budget import peser
from schema import schema
from schema.operations import DOCUMENTS
from tests.api.client import Client

MONDE = "liste"


def refus(raison: str) -> dict[str, Any]:
    return {
        "errors": [
            {
                "message": f"Requête refusée : elle compte plus de {raison}.",
                "extensions": {"code": "query_too_complex"},
            }
        ]
    }


# --- depth ---------------------------------------------------------------------------------------


def imbriquee(profondeur: int, *, par_fragments: bool = False) -> str:
    """A document of this depth: a dossier, those that it links to, and theirs."""
    fragments: list[str] = []

    def du_dossier(niveaux: int) -> str:
        if niveaux < 3:
            return "id" if niveaux == 1 else "demarche { id }"
        lien = f"dossier {{ {du_dossier(niveaux - 2)} }}"
        if not par_fragments:
            return f"champs {{ ... on DossierLinkChamp {{ {lien} }} }}"
        fragments.append(f"fragment f{niveaux} on DossierLinkChamp {{ {lien} }}")
        return f"champs {{ ...f{niveaux} }}"

    document = f"{{ dossier(number: 8001) {{ {du_dossier(profondeur - 1)} }} }}"
    return " ".join([document, *fragments])


@pytest.mark.parametrize("par_fragments", [False, True], ids=["en ligne", "par fragments"])
def test_fifteen_levels_of_fields_are_answered_whatever_fragments_hold_them(
    client: Client, par_fragments: bool
) -> None:
    corps = client.demander(imbriquee(15, par_fragments=par_fragments))

    assert corps == {"data": {"dossier": {"champs": [{}]}}}


@pytest.mark.parametrize("par_fragments", [False, True], ids=["en ligne", "par fragments"])
@pytest.mark.parametrize("profondeur", [16, 18, 40])
def test_a_sixteenth_level_is_refused(client: Client, profondeur: int, par_fragments: bool) -> None:
    corps = client.demander(imbriquee(profondeur, par_fragments=par_fragments))

    message = f"Query has depth of {profondeur}, which exceeds max depth of 15"
    assert corps == {"errors": [{"message": message}]}


def test_introspection_counts(client: Client) -> None:
    type_de = "ofType { " * 11 + "name" + " }" * 11

    corps = client.demander(f"{{ __schema {{ types {{ fields {{ type {{ {type_de} }} }} }} }} }}")

    assert corps == {
        "errors": [{"message": "Query has depth of 16, which exceeds max depth of 15"}]
    }


def test_every_operation_of_a_document_counts(client: Client) -> None:
    document = "query peu { __typename } query trop " + imbriquee(16)

    corps = client.poster(json={"query": document, "operationName": "peu"}).json()

    assert corps == {
        "errors": [{"message": "Query has depth of 16, which exceeds max depth of 15"}]
    }


# --- the other limits ----------------------------------------------------------------------------

DIX = "fragment dix on Query { " + "__typename " * 10 + "}"
ALIAS = " ".join(f"a{rang}: __typename" for rang in range(budget.ALIAS_MAX))
DIRECTIVES = " ".join("__typename @include(if: true)" for _ in range(budget.DIRECTIVES_MAX))
VARIABLES = " ".join(f"$v{rang}: Int" for rang in range(budget.VARIABLES_MAX))
OPERATIONS = " ".join(f"query q{rang} {{ __typename }}" for rang in range(budget.DEFINITIONS_MAX))


def racines(nombre: int) -> str:
    return "{ __typename " + "demarche(number: 800) { id } " * nombre + "}"


@pytest.mark.parametrize(
    ("operation", "juste", "de_trop", "raison"),
    [
        (
            None,
            "{ " + "...dix " * 230 + "} " + DIX,
            "{ __typename " + "...dix " * 230 + "} " + DIX,
            "2300 champs une fois ses fragments développés",
        ),
        (
            None,
            "{ __typename " + ALIAS + " }",
            "{ __typename " + ALIAS + " b: __typename }",
            "104 alias une fois ses fragments développés",
        ),
        (
            None,
            "{ " + DIRECTIVES + " }",
            "{ " + DIRECTIVES + " __typename @skip(if: true) }",
            "40 directives une fois ses fragments développés",
        ),
        (None, racines(300), racines(301), "300 valeurs une fois ses fragments développés"),
        (
            "q1",
            OPERATIONS,
            OPERATIONS + " query encore { __typename }",
            "64 opérations et fragments",
        ),
    ],
    ids=["champs", "alias", "directives", "valeurs", "définitions"],
)
def test_a_limit_is_answered_and_one_more_is_refused(
    client: Client, operation: str | None, juste: str, de_trop: str, raison: str
) -> None:
    reponse = client.poster(json={"query": juste, "operationName": operation}).json()

    assert reponse["data"]["__typename"] == "Query"
    assert client.demander(de_trop) == refus(raison)


def test_what_no_operation_spreads_is_weighed_too(client: Client) -> None:
    corps = client.demander(
        "{ __typename } fragment oublie on Query { " + ALIAS + " b: __typename }"
    )

    assert corps == refus("104 alias une fois ses fragments développés")


def test_variables_are_counted(client: Client) -> None:
    assert client.demander(f"query ({VARIABLES} $w: Int) {{ __typename }}") == refus("72 variables")


@pytest.mark.parametrize(
    "document", ["{ a(b: [%s]) }", "# %s\n{ a }"], ids=["mots", "commentaires"]
)
def test_words_and_signs_are_counted(client: Client, document: str) -> None:
    trop = "1 " * syntaxe.JETONS_MAX if "[" in document else "\n#" * (syntaxe.COMMENTAIRES_MAX + 1)

    assert client.demander(document % trop) == refus("3650 mots et signes")


def test_a_document_of_65536_characters_is_answered_and_a_longer_one_is_refused(
    client: Client,
) -> None:
    juste = "{ __typename }".ljust(65_536)

    assert client.demander(juste) == {"data": {"__typename": "Query"}}
    assert client.demander(juste + " ") == refus("65536 caractères")


# --- rows of pages -------------------------------------------------------------------------------

TROP_DE_LIGNES = {
    "errors": [
        {
            "message": "Requête refusée : ses pages comptent ensemble plus de 1000 lignes.",
            "extensions": {"code": "query_too_complex"},
        }
    ]
}


def pages(nombre: int, arguments: str = "") -> str:
    listes = " ".join(
        f"p{rang}: dossiers{arguments} {{ nodes {{ number }} }}" for rang in range(nombre)
    )
    return f"{{ demarche(number: 800) {{ {listes} }} }}"


def test_ten_full_pages_are_answered_and_an_eleventh_is_refused(client: Client) -> None:
    assert list(client.lire(pages(10))["demarche"]) == [f"p{rang}" for rang in range(10)]
    assert client.demander(pages(11)) == TROP_DE_LIGNES


def test_a_page_counts_what_it_asks_for(client: Client) -> None:
    assert len(client.lire(pages(50, "(first: 20)"))["demarche"]) == 50
    assert client.demander(pages(51, "(last: 20)")) == TROP_DE_LIGNES
    assert client.demander(pages(11, "(first: 5000)")) == TROP_DE_LIGNES
    assert len(client.lire(pages(11, "(first: -3)"))["demarche"]) == 11


@pytest.mark.parametrize(
    ("declaree", "variables", "reponse"),
    [
        ("$n: Int", {"n": 20}, True),
        ("$n: Int", {"n": 21}, False),
        ("$n: Int", {}, False),
        ("$n: Int", {"n": None}, False),
        ("$n: Int = 20", {}, True),
        ("$n: Int = 20", {"n": 21}, False),
        ("$n: Int = 100", {"n": 20}, True),
    ],
)
def test_a_size_may_be_a_variable(
    client: Client, declaree: str, variables: dict[str, Any], reponse: bool
) -> None:
    document = f"query ({declaree}) {pages(50, '(first: $n)')}"

    corps = client.demander(document, **variables)

    assert ("data" in corps) is reponse
    assert reponse or corps == TROP_DE_LIGNES


# --- what clients send ---------------------------------------------------------------------------


def document(query_id: str) -> DocumentNode:
    return parse(DOCUMENTS[query_id])


def test_the_largest_operations_of_clients_cost_half_of_what_is_allowed() -> None:
    couts = peser(schema, document("ds-query-v2"))

    assert couts["getDemarche"] == Cout(
        profondeur=10, champs=1142, alias=51, directives=19, valeurs=36, lignes=300
    )
    plus_grands = [max(mesures) for mesures in zip(*couts.values(), strict=True)]
    assert plus_grands == [10, 1142, 51, 19, 36, 300]
    assert [2 * mesure for mesure in plus_grands[1:]] <= [
        budget.CHAMPS_MAX,
        budget.ALIAS_MAX,
        budget.DIRECTIVES_MAX,
        budget.VALEURS_MAX,
        budget.LIGNES_MAX,
    ]


@pytest.mark.parametrize("query_id", DOCUMENTS)
def test_the_stored_documents_are_within_half_of_the_limits_of_a_document(query_id: str) -> None:
    arbre = document(query_id)

    assert 2 * arbre.token_count <= syntaxe.JETONS_MAX
    assert 2 * len(arbre.definitions) <= budget.DEFINITIONS_MAX
    assert 2 * len(DOCUMENTS[query_id]) <= syntaxe.LONGUEUR_MAX
    assert max(cout.profondeur for cout in peser(schema, arbre).values()) <= budget.PROFONDEUR_MAX
