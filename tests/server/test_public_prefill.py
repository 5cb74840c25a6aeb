"""Dossiers that a program begins, and what it is told of them (api 12.1-12.3, rules 2.6)."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from server.settings import Settings, load_settings
from tests.server.preremplis import (
    NAISSANCE,
    PRENOM,
    REPETITION,
    cle,
    comptes,
    creer,
    creer_champs,
    ecrits,
    preremplissable,
)
from tests.server.publiques import Public, demarche, public


@pytest.fixture(scope="module")
def monde(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    with preremplissable(stack, tmp_path_factory.mktemp("prefill")) as monde:
        yield monde


def test_a_dossier_is_begun_for_nobody_yet(monde: Public) -> None:
    reponse = creer(
        monde, identite_prenom="Ali", identite_nom=" Benali ", identite_genre="M.",
        **{cle(1): "Bonjour", cle(2).rstrip("="): "Texte long"},
    )  # fmt: skip

    assert reponse.status_code == 201
    assert reponse.headers["content-type"] == "application/json"
    numero, jeton = reponse.json()["dossier_number"], reponse.json()["dossier_prefill_token"]
    assert reponse.json() == {
        "dossier_url": f"{monde.serveur.url}/commencer/d830?prefill_token={jeton}",
        "state": "prefilled",
        "dossier_id": b64encode(f"Dossier-{numero}".encode()).decode(),
        "dossier_number": numero,
        "dossier_prefill_token": jeton,
    }
    assert len(jeton) == 24
    assert monde.lignes(
        "SELECT demarche_id, state, prefilled, usager_id, jeton_prefill, champs_modifies_le IS NOT NULL "
        "FROM dossiers WHERE id = %s",
        numero,
    ) == [(830, "brouillon", True, None, jeton, True)]
    assert monde.lignes(
        "SELECT prenom, nom, civilite FROM individus WHERE dossier_id = %s", numero
    ) == [("Ali", "Benali", "M")]
    assert ecrits(monde, numero) == {
        1: ("Bonjour", None, None, None),
        2: ("Texte long", None, None, None),
    }


def test_a_repetition_is_a_list_of_rows_in_their_order(monde: Public) -> None:
    cree = creer_champs(
        monde,
        {
            REPETITION: [
                {cle(PRENOM): "Lou", cle(NAISSANCE): "2020-01-01", "inconnu": 1},
                "rien",
                {cle(PRENOM): "Max", cle(NAISSANCE): "jamais", cle(1): "d’ailleurs"},
            ]
        },
    )

    lignes = monde.lignes(
        "SELECT row_id, stable_id, value, type_champ FROM champs WHERE dossier_id = %s "
        "ORDER BY row_id, stable_id",
        cree["dossier_number"],
    )
    rangees = sorted({ligne[0] for ligne in lignes})
    assert len(rangees) == 2
    assert lignes == [
        (rangees[0], REPETITION, None, "repetition"),
        (rangees[0], PRENOM, "Lou", "text"),
        (rangees[0], NAISSANCE, "2020-01-01", "date"),
        (rangees[1], REPETITION, None, "repetition"),
        (rangees[1], PRENOM, "Max", "text"),
    ]


@pytest.mark.parametrize(
    ("demarche_id", "valeurs", "individus"),
    [
        (830, {"identite_nom": "Benali"}, [("", "Benali", None)]),
        (830, {"identite_genre": "Monsieur"}, []),
        (830, {"identite_prenom": " ", "identite_nom": None, "identite_genre": ["M."]}, []),
        (834, {"identite_nom": "Benali", "identite_genre": "Mme"}, [("", "Benali", None)]),
        (833, {"identite_nom": "Benali", "identite_prenom": "Ali"}, []),
    ],
)
def test_an_identity_is_asked_of_a_person_as_the_demarche_asks_it(
    monde: Public, demarche_id: int, valeurs: dict[str, Any], individus: list[Any]
) -> None:
    numero = creer(monde, demarche_id, **valeurs).json()["dossier_number"]

    assert (
        monde.lignes("SELECT prenom, nom, civilite FROM individus WHERE dossier_id = %s", numero)
        == individus
    )


def test_a_draft_demarche_is_filled_on_its_draft(monde: Public) -> None:
    numero = creer(monde, 831, **{cle(1): "essai"}).json()["dossier_number"]

    assert monde.lignes(
        "SELECT r.publiee_le FROM dossiers d JOIN revisions r ON r.id = d.revision_id WHERE d.id = %s",
        numero,
    ) == [(None,)]


@pytest.mark.parametrize("nommee", ["832", "999", "abc", "-1", "9" * 40])
def test_a_demarche_that_takes_no_dossier_is_not_found(monde: Public, nommee: str) -> None:
    avant = comptes(monde)
    for reponse in (
        creer(monde, nommee),
        monde.get(f"/api/public/v1/demarches/{nommee}/dossiers?prefill_token=a"),
    ):
        assert reponse.status_code == 404
        assert reponse.json() == {"error": f"procedure {nommee} is not found"}
    assert comptes(monde) == avant


@pytest.mark.parametrize(
    "type_mime", [None, "application/json; charset=utf-8", "APPLICATION/JSON", "text/plain", ""]
)
def test_the_content_type_is_json_exactly(monde: Public, type_mime: str | None) -> None:
    avant = comptes(monde)
    entetes = {} if type_mime is None else {"Content-Type": type_mime}
    for nommee in ("830", "999"):
        reponse = monde.post(
            f"/api/public/v1/demarches/{nommee}/dossiers", content=b"{}", headers=entetes
        )
        assert reponse.status_code == 400
        assert reponse.json() == {"error": "Content-Type should be json"}
    assert comptes(monde) == avant


REFUSES: list[tuple[bytes, int, str]] = [
    (b"{", 400, "expected object key, got EOF at line 1 column 2"),
    (b"[]", 400, "Invalid input: not an object"),
    (b"12", 400, "Invalid input: not an object"),
    (b'{"a": NaN}', 400, "unexpected token 'NaN'"),
    (b'{"a": "\\u0000"}', 400, "Invalid input: NUL character"),
    (b'{"a": "\\ud800"}', 400, "Invalid input: lone surrogate"),
    (b'{"\\ud800": 1}', 400, "Invalid input: lone surrogate"),
    (b'{"a": "\xff"}', 400, "invalid UTF-8 at byte 7"),
    (b'{"a": ' + b"9" * 5000 + b"}", 400, "number of 5000 digits"),
    (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400, ""),
    (b'{"a": "' + b"x" * 70_000 + b'"}', 400, "Invalid input: text over 65536 characters"),
    (b'{"a": "' + b"x" * 300_000 + b'"}', 413, "Request over 262144 bytes"),
]


@pytest.mark.parametrize(("corps", "statut", "message"), REFUSES, ids=range(len(REFUSES)))
def test_hostile_bodies_are_refused_and_leave_nothing(
    monde: Public, corps: bytes, statut: int, message: str
) -> None:
    avant = comptes(monde)
    reponse = monde.post(
        "/api/public/v1/demarches/830/dossiers",
        content=corps,
        headers={"Content-Type": "application/json"},
    )
    assert reponse.status_code == statut
    assert list(reponse.json()) == ["error"]
    if message:
        assert reponse.json() == {"error": message}
    assert comptes(monde) == avant


def test_too_many_rows_are_an_error_that_says_so(monde: Public) -> None:
    avant = comptes(monde)
    trop: dict[str, Any] = {cle(REPETITION): [{}] * 501}
    reponse = creer(monde, **trop)

    assert reponse.status_code == 400
    assert reponse.json() == {"error": "Un dossier se préremplit de 500 lignes au plus"}
    assert comptes(monde) == avant


def test_an_empty_body_begins_an_empty_dossier(monde: Public) -> None:
    for corps in (b"", b"{}"):
        reponse = monde.post(
            "/api/public/v1/demarches/830/dossiers",
            content=corps,
            headers={"Content-Type": "application/json"},
        )
        assert reponse.status_code == 201
        assert ecrits(monde, reponse.json()["dossier_number"]) == {}


def lire(monde: Public, question: str, demarche_id: int = 830) -> Any:
    reponse = monde.get(f"/api/public/v1/demarches/{demarche_id}/dossiers{question}")
    assert reponse.status_code == 200
    return reponse.json()


def test_states_are_read_by_token_in_the_order_of_creation(monde: Public) -> None:
    crees = [creer(monde).json() for _ in range(3)]
    un, deux, trois = (cree["dossier_prefill_token"] for cree in crees)

    for question in (
        f"?prefill_token={trois},{un},inconnu&prefill_token={deux}",
        f"?prefill_token[]={trois}&prefill_token[]={deux}&prefill_token[]={un}",
        f"?prefill_token={trois}%2C {deux},,{un}&prefill_token[]={un}",
    ):
        assert lire(monde, question) == crees
    assert lire(monde, f"?prefill_token={deux}") == [crees[1]]
    for question in ("", "?prefill_token=", "?prefill_token=,", "?prefill_token=inconnu", "?prefill_token=%00"):  # fmt: skip
        assert lire(monde, question) == []
    # Another démarche does not know them.
    assert lire(monde, f"?prefill_token={un}", 831) == []


def test_a_dossier_that_has_an_owner_tells_its_state_and_its_dates(monde: Public) -> None:
    brouillon, traite_ = creer(monde).json(), creer(monde).json()
    ali = "(SELECT id FROM comptes WHERE email = 'ali@exemple.fr')"
    monde.ecrire(
        f"UPDATE dossiers SET usager_id = {ali} WHERE id IN (%s, %s)",
        brouillon["dossier_number"],
        traite_["dossier_number"],
    )
    monde.ecrire(
        "UPDATE dossiers SET state = 'accepte', depose_le = '2026-02-01 10:00+01', "
        "en_construction_le = '2026-02-01 10:00+01', en_instruction_le = '2026-02-02 10:00+01', "
        "traite_le = '2026-07-03 10:00+02', groupe_instructeur_id = "
        "(SELECT id FROM groupes_instructeurs WHERE demarche_id = 830) WHERE id = %s",
        traite_["dossier_number"],
    )
    jetons = f"{brouillon['dossier_prefill_token']},{traite_['dossier_prefill_token']}"

    commun = ("dossier_id", "dossier_number", "dossier_prefill_token")
    assert lire(monde, f"?prefill_token={jetons}") == [
        {"state": "brouillon", **{nom: brouillon[nom] for nom in commun}},
        {
            "state": "accepte",
            "submitted_at": "2026-02-01T10:00:00+01:00",
            "processed_at": "2026-07-03T10:00:00+02:00",
            **{nom: traite_[nom] for nom in commun},
        },
    ]


@pytest.mark.parametrize(
    "change", ["apercu = true", "cache_par_usager_le = now()", "cache_par_expiration_le = now()"]
)
def test_what_the_usager_no_longer_sees_is_not_told(monde: Public, change: str) -> None:
    cree = creer(monde).json()
    monde.ecrire(f"UPDATE dossiers SET {change} WHERE id = %s", cree["dossier_number"])

    assert lire(monde, f"?prefill_token={cree['dossier_prefill_token']}") == []


@pytest.mark.parametrize("methode", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_not_for_this_address(monde: Public, methode: str) -> None:
    reponse = httpx.request(methode, f"{monde.serveur.url}/api/public/v1/demarches/830/dossiers")
    assert reponse.status_code == 405


def test_the_limit_is_by_address_and_told_in_two_languages(stack: Settings, tmp_path: Any) -> None:
    with public(stack, tmp_path, demarche(835), prefill_limit_set=2) as monde:
        assert [creer(monde, 835).status_code for _ in range(3)] == [201, 201, 429]
        refus = creer(monde, 835)
        attente = refus.headers["retry-after"]
        assert refus.headers["ratelimit-remaining"] == "0"
        assert refus.text == (
            "Trop de dossiers préremplis depuis cette adresse : 2 par minute au plus. "
            f"Réessayez dans {attente} s.\n"
            "Too many prefilled dossiers from this address: at most 2 per minute. "
            f"Try again in {attente} s.\n"
        )
        assert monde.lignes("SELECT count(*) FROM dossiers") == [(2,)]
        # Reading is not counted.
        assert lire(monde, "?prefill_token=a", 835) == []


@pytest.mark.parametrize(
    ("reglages", "limite"),
    [
        ({}, 0),
        ({"environment": "production"}, 400),
        ({"environment": "production", "prefill_limit_set": 0}, 0),
        ({"prefill_limit_set": 12}, 12),
    ],
)
def test_the_limit_is_four_hundred_in_production(reglages: dict[str, Any], limite: int) -> None:
    assert load_settings(**reglages).prefill_limit == limite


def test_a_key_given_twice_under_two_spellings_counts_once(monde: Public) -> None:
    """JSON keeps the last of equal keys, and so do we of equal ids."""
    corps = json.dumps({cle(1): "premier", cle(1).rstrip("="): "second"})
    reponse = monde.post(
        "/api/public/v1/demarches/830/dossiers",
        content=corps,
        headers={"Content-Type": "application/json"},
    )
    assert ecrits(monde, reponse.json()["dossier_number"]) == {1: ("second", None, None, None)}
