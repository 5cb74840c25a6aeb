"""Documents and bodies written to hurt (reliability M1, M2, M4): each has its exact refusal, costs
little, and the server is there for the next one."""

from time import process_time
from typing import Any

import pytest

from tests.api.client import Client

MONDE = "liste"

JSON = {"Content-Type": "application/json"}
# The goal is 100 ms of a core that does nothing else; three times that leaves room to a loaded one.
SECONDES = 0.3
ESSAIS = 3


def doubles(niveaux: int) -> str:
    """Each fragment spreads the next one twice: 2 ** niveaux fields."""
    fragments = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(niveaux)]
    return " ".join(["{ ...f0 }", *fragments, f"fragment f{niveaux} on Query {{ __typename }}"])


def copies(nombre: int, texte: str) -> str:
    return "{ " + " ".join(texte.replace("#", str(rang)) for rang in range(nombre)) + " }"


def complexe(raison: str) -> dict[str, Any]:
    return {
        "message": f"Requête refusée : {raison}.",
        "extensions": {"code": "query_too_complex"},
    }


def compte(raison: str) -> dict[str, Any]:
    return complexe(f"elle compte plus de {raison}")


CHAMPS = compte("2300 champs une fois ses fragments développés")
ALIAS = compte("104 alias une fois ses fragments développés")
DIRECTIVES = compte("40 directives une fois ses fragments développés")
VALEURS = compte("300 valeurs une fois ses fragments développés")
DEFINITIONS = compte("64 opérations et fragments")
VARIABLES = compte("72 variables")
MOTS = compte("3650 mots et signes")
CARACTERES = compte("65536 caractères")
IMBRIQUEE = "Syntax Error: Document is nested too deeply. Parsing aborted."

REFUS: dict[str, tuple[str, dict[str, Any]]] = {
    "12 doublements": (doubles(12), CHAMPS),
    "20 doublements": (doubles(20), CHAMPS),
    "60 doublements": (doubles(60), CHAMPS),
    **{f"{n} doublements": (doubles(n), DEFINITIONS) for n in (64, 100, 150, 200)},
    "1000 doublements": (doubles(1000), MOTS),
    "200 alias": (copies(200, "a#: __typename"), ALIAS),
    "1000 alias": (copies(1000, "a#: __typename"), ALIAS),
    "2000 alias": (copies(2000, "a#: __typename"), MOTS),
    "alias de racines": (copies(200, "a#: demarche(number: #) { id }"), ALIAS),
    "alias cachés": (
        "{ ...f ...f } fragment f on Query " + copies(60, "a#: __typename"),
        ALIAS,
    ),
    "3000 champs": (copies(3000, "__typename"), CHAMPS),
    "5000 champs": (copies(5000, "__typename"), MOTS),
    "100 directives": (copies(1, "__typename" + " @include(if: true)" * 100), DIRECTIVES),
    "1000 directives": (copies(1, "__typename" + " @x" * 1000), DIRECTIVES),
    "2000 directives": (copies(1, "__typename" + " @include(if: true)" * 2000), MOTS),
    "directives d’opération": ("query" + " @x" * 100 + " { __typename }", DIRECTIVES),
    "100 opérations": (" ".join(f"query q{n} {{ __typename }}" for n in range(100)), DEFINITIONS),
    "100 fragments": (
        "{ __typename } " + " ".join(f"fragment f{n} on Query {{ id }}" for n in range(100)),
        DEFINITIONS,
    ),
    "100 variables": (
        "query (" + " ".join(f"$v{n}: Int" for n in range(100)) + ") { __typename }",
        VARIABLES,
    ),
    "chaîne de fragments": (
        "{ ...f0 } "
        + " ".join(f"fragment f{n} on Query {{ __schema {{ ...f{n + 1} }} }}" for n in range(50))
        + " fragment f50 on Query { __typename }",
        {"message": "Query has depth of 51, which exceeds max depth of 15"},
    ),
    "niveaux sans champ": (
        "{ ...f0 } "
        + " ".join(
            f"fragment f{n} on Query {{ {'... { ' * 9} ...f{n + 1} {'} ' * 9} }}" for n in range(50)
        )
        + " fragment f50 on Query { __typename }",
        complexe("elle est imbriquée sur plus de 200 niveaux"),
    ),
    "256 Kio d’espaces": ("{ __typename }".ljust(262_000), CARACTERES),
    "256 Kio de virgules": ("{ __typename }" + "," * 262_000, CARACTERES),
    "256 Kio de commentaires": ("#\n" * 85_000 + "{ __typename }", CARACTERES),
    "256 Kio d’un nom": ("{ " + "a" * 262_000 + " }", CARACTERES),
    "256 Kio d’accolades": ("{ a " * 65_000, CARACTERES),
    "64 Kio de commentaires": ("#\n" * 32_000 + "{ __typename }", MOTS),
    "64 Kio de crochets": (
        "{ demarche(number: " + "[" * 65_000,
        {"message": IMBRIQUEE, "locations": [{"line": 1, "column": 219}]},
    ),
    "64 Kio d’accolades": (
        "{a" * 30_000,
        {"message": IMBRIQUEE, "locations": [{"line": 1, "column": 401}]},
    ),
    "1000 clés": (
        "{ demarcheDescriptor(demarche: {"
        + " ".join(f"a{n}: 1" for n in range(1000))
        + "}) { id } }",
        VALEURS,
    ),
    "1000 fois un argument": ("{ demarche(" + "number: 1 " * 1000 + ") { id } }", VALEURS),
    "1000 valeurs par défaut": (
        "query ($n: Int = [" + "1 " * 1000 + "]) { demarche(number: $n) { id } }",
        VALEURS,
    ),
    "liste plate": ("{ demarche(number: [" + "1 " * 10_000 + "]) { id } }", MOTS),
    "fragments circulaires": (
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        {
            "message": "Cannot spread fragment 'a' within itself via 'b'.",
            "locations": [{"line": 1, "column": 32}, {"line": 1, "column": 61}],
        },
    ),
    "NUL dans un texte": (
        '{ demarcheDescriptor(demarche: {id: "a\\u0000"}) { id } }',
        {
            "message": "Un texte ne peut pas contenir le caractère nul.",
            "locations": [{"line": 1, "column": 37}],
        },
    ),
    "NUL à accolades": (
        '{ demarcheDescriptor(demarche: {id: "\\u{0}a"}) { id } }',
        {
            "message": "Un texte ne peut pas contenir le caractère nul.",
            "locations": [{"line": 1, "column": 37}],
        },
    ),
    "substitut seul": (
        '{ demarcheDescriptor(demarche: {id: "\\ud800"}) { id } }',
        {
            "message": "Syntax Error: Invalid Unicode escape sequence: '\\ud800'.",
            "locations": [{"line": 1, "column": 38}],
        },
    ),
}


@pytest.mark.parametrize("forme", REFUS)
def test_a_hostile_document_is_refused_and_costs_little(client: Client, forme: str) -> None:
    document, attendu = REFUS[forme]
    durees = []
    for essai in range(ESSAIS):
        # Never twice the same text: what was refused once is refused again for nothing.
        contenu = {"query": document[:-1] + document[-1] + " " * essai}
        debut = process_time()
        reponse = client.poster(json=contenu)
        durees.append(process_time() - debut)

        assert (reponse.status_code, reponse.json()) == (200, {"errors": [attendu]})

    assert min(durees) < SECONDES


ADMIS = {
    "10 doublements": doubles(10),
    "100 alias": copies(100, "__typename a#: __typename"),
    "1800 champs": copies(1800, "__typename"),
    "champs d’un objet": "{ __typename demarche(number: 800) { " + "title " * 1800 + "} }",
    "290 fois une racine": copies(290, "demarche(number: 800) { id }")[:-1] + "__typename }",
    "spreads": "{ __typename " + "...f " * 1800 + "} fragment f on Query { __typename }",
    "fragments vides": "{ __typename " + "... { } " * 1000 + "}",
    "éventail": "{ __typename "
    + " ".join(f"...f{n}" for n in range(30))
    + " } "
    + " ".join(
        f"fragment f{n} on Query {{ " + " ".join(f"...f{m}" for m in range(n + 1, 30)) + " }"
        for n in range(30)
    ),
    "texte échappé": "{ __typename demarche(number: 800, ) { id } } # \\u0000",
}


@pytest.mark.parametrize("forme", ADMIS)
def test_the_heaviest_documents_within_the_limits_cost_little_too(
    client: Client, forme: str
) -> None:
    durees = []
    for essai in range(ESSAIS):
        debut = process_time()
        reponse = client.poster(json={"query": ADMIS[forme] + " " * essai})
        durees.append(process_time() - debut)

        assert reponse.status_code == 200
        assert reponse.json()["data"]["__typename"] == "Query"

    assert min(durees) < SECONDES


FAUX = {
    "290 clés inconnues": "{ demarcheDescriptor(demarche: {"
    + " ".join(f"a{n}: 1" for n in range(290))
    + "}) { id } }",
    "1800 champs inconnus": copies(1800, "x#"),
    "300 variables inconnues": copies(300, "demarche(number: $v#) { id }"),
    "290 fois un argument": "{ demarche(" + "number: 1 " * 290 + ") { id } }",
    "290 racines en conflit": copies(290, "demarche(number: #) { id }"),
    "texte de 64 Kio": '{ demarche(number: "' + "a" * 65_000 + '") { id } }',
    "entier de 64 Kio": "{ demarche(number: " + "9" * 65_000 + ") { id } }",
    "180 listes": "{ demarche(number: " + "[" * 180 + "1" + "]" * 180 + ") { id } }",
}


@pytest.mark.parametrize("forme", FAUX)
def test_a_document_full_of_faults_names_a_few_and_costs_little(client: Client, forme: str) -> None:
    durees = []
    for essai in range(ESSAIS):
        debut = process_time()
        reponse = client.poster(json={"query": FAUX[forme] + " " * essai})
        durees.append(process_time() - debut)

        assert reponse.status_code == 200
        assert list(reponse.json()) == ["errors"]
        assert 1 <= len(reponse.json()["errors"]) <= 6

    assert min(durees) < SECONDES


def test_an_escaped_backslash_is_no_escape(client: Client) -> None:
    query = '{ demarcheDescriptor(demarche: {id: "\\\\u0000"}) { id } }'

    corps = client.demander(query)

    assert corps["data"] == {"demarcheDescriptor": None}
    assert [erreur["message"] for erreur in corps["errors"]] == ["DemarcheDescriptor not found"]


@pytest.mark.parametrize(
    "contenu",
    [
        b"[" + b'{"query": "{ __typename }"},' * 100 + b'{"query": "{ __typename }"}]',
        b'{"query": ' + b"[" * 15 + b"]" * 15 + b"}",
        b'{"query": {"a": 1}, "queryId": 3, "operationName": []}',
    ],
    ids=["lot", "liste", "objets"],
)
def test_what_is_not_one_request_runs_nothing(client: Client, contenu: bytes) -> None:
    reponse = client.poster(content=contenu, headers=JSON)

    assert reponse.status_code == 200
    assert reponse.json() == {"errors": [{"message": "No query string was present"}]}


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        (b'{"query": 1e999999999}' + b" " * 10, None),
        (b'{"variables": {"a": "\\ud83d"}, "query": "{ a }"}', "Invalid input: lone surrogate"),
        (b'{"\\u0000": 1}', "Invalid input: NUL character"),
        (b'{"query": "{ a }", "variables": ' + b'{"a":' * 25 + b"1" + b"}" * 26, None),
        (b"\x00" * 1000, None),
        (b'{"query": "' + b"\\u0000" * 40_000 + b'"}', "Invalid input: NUL character"),
        (b"{" * 250_000, None),
        (b'{"a":' * 50_000, None),
        (b'"' + b"\\" * 200_000, None),
        (b'{"variables": "' + b"[" * 200_000 + b'"}', None),
    ],
    ids=[
        "nombre démesuré",
        "substitut",
        "clé NUL",
        "variables profondes",
        "octets nuls",
        "NUL par milliers",
        "accolades",
        "objets",
        "barres",
        "variables en crochets",
    ],
)
def test_a_hostile_body_is_a_refusal_of_the_client(
    client: Client, contenu: bytes, message: str | None
) -> None:
    debut = process_time()
    reponse = client.poster(content=contenu, headers=JSON)
    duree = process_time() - debut

    erreur = reponse.json()["errors"][0]
    if message is not None:
        assert (reponse.status_code, erreur["message"]) == (400, message)
    assert reponse.status_code < 500
    assert duree < SECONDES


def test_the_server_answers_as_before(client: Client) -> None:
    assert client.lire("{ demarche(number: 800) { title } }") == {
        "demarche": {"title": "Une liste"}
    }
