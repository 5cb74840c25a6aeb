"""Pages of dossiers: the table of api 6.6, a test a row, and what a page never shows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest

from tests.api.client import Client
from tests.api.conftest import Monde

MONDE = "liste"

DOSSIERS = """
query ($first: Int, $last: Int, $before: String, $after: String, $order: Order) {
  demarche(number: 800) {
    dossiers(first: $first, last: $last, before: $before, after: $after, order: $order) {
      nodes { number }
      edges { cursor node { number } }
      pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
    }
  }
}
"""


def curseur(instant_utc: str, id: int) -> str:
    clair = f"{instant_utc}.000000000Z;{id}"
    return urlsafe_b64encode(clair.encode()).decode().rstrip("=")


CURSEURS = {n: curseur(f"2026-02-01T09:0{n}:00", 8000 + n) for n in range(1, 7)}


def page(client: Client, **arguments: Any) -> dict[str, Any]:
    """A page of the list, `before` and `after` being given as the dossier's rank."""
    for borne in ("before", "after"):
        if borne in arguments:
            arguments[borne] = CURSEURS[arguments[borne]]
    connexion: dict[str, Any] = client.lire(DOSSIERS, **arguments)["demarche"]["dossiers"]
    return connexion


@pytest.mark.parametrize(
    ("arguments", "rangs", "precedente", "suivante"),
    [
        ({}, [1, 2, 3, 4, 5, 6], False, False),
        ({"first": 2}, [1, 2], False, True),
        ({"first": 2, "after": 2}, [3, 4], True, True),
        ({"first": 2, "after": 4}, [5, 6], True, False),
        ({"first": 2, "after": 6}, [], True, False),
        ({"first": 2, "before": 3}, [1, 2], False, True),
        ({"first": 2, "before": 5}, [3, 4], True, True),
        ({"after": 4}, [5, 6], True, False),
        ({"before": 3}, [1, 2], False, True),
        ({"last": 2}, [5, 6], True, False),
        ({"last": 2, "before": 5}, [3, 4], True, True),
        ({"last": 2, "before": 3}, [1, 2], False, True),
        ({"last": 2, "before": 2}, [1], False, True),
        ({"last": 2, "after": 2}, [5, 6], True, False),
        ({"last": 2, "after": 4}, [5, 6], True, False),
        ({"first": 6}, [1, 2, 3, 4, 5, 6], False, False),
        ({"first": 0}, [], False, True),
        ({"first": -1}, [], False, True),
        ({"last": 0}, [], True, False),
        ({"order": "DESC"}, [6, 5, 4, 3, 2, 1], False, False),
        ({"first": 2, "order": "DESC"}, [6, 5], False, True),
        ({"first": 2, "after": 5, "order": "DESC"}, [4, 3], True, True),
        ({"first": 2, "after": 3, "order": "DESC"}, [2, 1], True, False),
        ({"first": 2, "after": 1, "order": "DESC"}, [], True, False),
        ({"first": 2, "before": 5, "order": "DESC"}, [6], False, True),
        ({"first": 2, "before": 3, "order": "DESC"}, [6, 5], False, True),
    ],
)
def test_a_page_holds_what_the_table_says(
    client: Client, arguments: dict[str, Any], rangs: list[int], precedente: bool, suivante: bool
) -> None:
    connexion = page(client, **arguments)

    assert [n["number"] - 8000 for n in connexion["nodes"]] == rangs
    assert connexion["edges"] == [
        {"cursor": CURSEURS[rang], "node": {"number": 8000 + rang}} for rang in rangs
    ]
    assert connexion["pageInfo"] == {
        "hasPreviousPage": precedente,
        "hasNextPage": suivante,
        "startCursor": CURSEURS[rangs[0]] if rangs else None,
        "endCursor": CURSEURS[rangs[-1]] if rangs else None,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"first": 2, "last": 2}, 'Arguments "first" and "last" are exclusive'),
        ({"after": 2, "before": 5}, 'Arguments "before" and "after" are exclusive'),
        ({"last": 2, "order": "DESC"}, 'Argument "last" is not supported with order "desc"'),
    ],
)
def test_arguments_that_exclude_each_other_are_refused(
    client: Client, arguments: dict[str, Any], message: str
) -> None:
    for borne in ("before", "after"):
        if borne in arguments:
            arguments = {**arguments, borne: CURSEURS[arguments[borne]]}

    corps = client.demander(DOSSIERS, **arguments)

    assert corps["data"] is None
    assert corps["errors"] == [
        {
            "message": message,
            "locations": [{"line": 4, "column": 5}],
            "path": ["demarche", "dossiers"],
            "extensions": {"code": "bad_request"},
        }
    ]


@pytest.mark.parametrize("texte", ["???", "MjAyNg", urlsafe_b64encode(b"hier;1").decode()])
def test_a_cursor_that_is_none_is_refused(client: Client, texte: str) -> None:
    corps = client.demander(DOSSIERS, after=texte)

    assert corps["data"] is None
    assert [(e["message"], e.get("extensions")) for e in corps["errors"]] == [
        (f'Invalid input: "{texte}"', None)
    ]


def test_an_empty_cursor_counts_as_none(client: Client) -> None:
    connexion = client.lire(DOSSIERS, after="", before="", first=1)["demarche"]["dossiers"]

    assert [n["number"] for n in connexion["nodes"]] == [8001]


def test_a_cursor_stays_good_where_there_is_no_dossier(client: Client) -> None:
    entre_3_et_4 = curseur("2026-02-01T09:03:30", 1)

    connexion = client.lire(DOSSIERS, first=1, after=entre_3_et_4)["demarche"]["dossiers"]

    assert [n["number"] for n in connexion["nodes"]] == [8004]


def test_the_cursor_is_the_time_in_utc_with_nine_digits(client: Client) -> None:
    fin = page(client, first=1)["pageInfo"]["endCursor"]

    assert urlsafe_b64decode(fin + "==") == b"2026-02-01T09:01:00.000000000Z;8001"


FILTRES = """
query ($state: DossierState, $archived: Boolean, $updatedSince: ISO8601DateTime,
       $createdSince: ISO8601DateTime, $revision: ID, $minRevision: ID, $maxRevision: ID) {
  demarche(number: 800) {
    dossiers(state: $state, archived: $archived, updatedSince: $updatedSince,
             createdSince: $createdSince, revision: $revision, minRevision: $minRevision,
             maxRevision: $maxRevision) { nodes { number } }
  }
}
"""


@pytest.mark.parametrize(
    ("filtres", "rangs"),
    [
        ({"state": "en_instruction"}, [3, 4]),
        ({"state": "sans_suite"}, []),
        ({"archived": True}, [6]),
        ({"archived": False}, [1, 2, 3, 4, 5]),
        ({"archived": None}, [1, 2, 3, 4, 5, 6]),
        ({"createdSince": "2026-02-01T10:05:00+01:00"}, [5, 6]),
        ({"createdSince": "2026-02-01"}, [1, 2, 3, 4, 5, 6]),
        ({"updatedSince": "2026-02-20T10:04:00+01:00"}, [3, 2, 1]),
        # The date of deposit does not count when that of modification is given.
        (
            {
                "updatedSince": "2026-02-20T10:05:00+01:00",
                "createdSince": "2026-02-01T10:05:00+01:00",
            },
            [2, 1],
        ),
        ({"state": "en_instruction", "updatedSince": "2026-02-20T10:04:00+01:00"}, [3]),
    ],
)
def test_filters_combine(client: Client, filtres: dict[str, Any], rangs: list[int]) -> None:
    nodes = client.lire(FILTRES, **filtres)["demarche"]["dossiers"]["nodes"]

    assert [n["number"] - 8000 for n in nodes] == rangs


def test_revisions_bound_the_list_and_an_unknown_one_is_not_found(client: Client) -> None:
    revision = client.lire("{ demarche(number: 800) { activeRevision { id } } }")["demarche"][
        "activeRevision"
    ]["id"]

    for argument in ("revision", "minRevision", "maxRevision"):
        nodes = client.lire(FILTRES, **{argument: revision})["demarche"]["dossiers"]["nodes"]
        assert len(nodes) == 6
        inconnue = client.demander(FILTRES, **{argument: "UHJvY2VkdXJlUmV2aXNpb24tOTk5OTk="})
        assert inconnue["errors"][0]["message"] == "DossierConnection not found"
        assert inconnue["errors"][0]["extensions"] == {"code": "not_found"}


SUPPRIMES = """
{ demarche(number: 800) {
    deletedDossiers { nodes { number state reason dateSupression } }
    pendingDeletedDossiers { nodes { id number state reason dateSupression } } } }
"""


def test_deleted_dossiers_are_in_their_own_lists(client: Client) -> None:
    demarche = client.lire(SUPPRIMES)["demarche"]

    assert demarche["deletedDossiers"]["nodes"] == [
        {
            "number": 8013,
            "state": "en_construction",
            "reason": "user_request",
            "dateSupression": "2026-02-12T10:00:00+01:00",
        }
    ]
    assert demarche["pendingDeletedDossiers"]["nodes"] == [
        {
            "id": "RGVsZXRlZERvc3NpZXItODAxMQ==",
            "number": 8011,
            "state": "en_construction",
            "reason": "user_request",
            "dateSupression": "2026-02-10T10:00:00+01:00",
        },
        {
            "id": "RGVsZXRlZERvc3NpZXItODAxMg==",
            "number": 8012,
            "state": "accepte",
            "reason": "instructeur_request",
            "dateSupression": "2026-02-11T10:00:00+01:00",
        },
    ]


def test_the_groupe_has_the_same_lists(monde: Monde, client: Client) -> None:
    numero = client.lire("{ demarche(number: 800) { groupeInstructeurs { number } } }")["demarche"][
        "groupeInstructeurs"
    ][0]["number"]

    groupe = client.lire(
        """query ($n: Int!) { groupeInstructeur(number: $n) { label
             dossiers(first: 2) { nodes { number } pageInfo { hasNextPage } }
             deletedDossiers { nodes { number } }
             pendingDeletedDossiers { nodes { number } } } }""",
        n=numero,
    )["groupeInstructeur"]

    assert groupe == {
        "label": "défaut",
        "dossiers": {
            "nodes": [{"number": 8001}, {"number": 8002}],
            "pageInfo": {"hasNextPage": True},
        },
        "deletedDossiers": {"nodes": [{"number": 8013}]},
        "pendingDeletedDossiers": {"nodes": [{"number": 8011}, {"number": 8012}]},
    }
