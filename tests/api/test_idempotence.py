"""One effect for one key, whoever comes again and however many (api 14.12)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.conftest import Monde
from tests.api.ecritures import ALREADY, dossier_id, instructeur_id, lignes, refus
from tests.empreintes import empreintes

MONDE = "instruction"

ACCEPTER = """
mutation ($dossier: ID!, $instructeur: ID!) {
  dossierAccepter(input: {dossierId: $dossier, instructeurId: $instructeur, motivation: "Oui"}) {
    dossier { number state dateDerniereModification } errors { message }
  }
}
"""


def envoyer(
    monde: Monde, cle: str, texte: str = ACCEPTER, dossier: str = "instruction"
) -> httpx.Response:
    variables = {
        "dossier": dossier_id(monde, dossier),
        "instructeur": instructeur_id(monde),
    }
    return monde.client("ecriture").poster(
        json={"query": texte, "variables": variables}, headers={"Idempotency-Key": cle}
    )


def effets(monde: Monde) -> list[dict[str, Any]]:
    return lignes(
        monde, "SELECT state FROM traitements WHERE dossier_id = 7002 AND state = 'accepte'"
    )


def test_the_same_key_gives_the_same_bytes_and_one_effect(monde_neuf: Monde) -> None:
    premiere, seconde = envoyer(monde_neuf, "une-cle"), envoyer(monde_neuf, "une-cle")
    assert premiere.json()["data"]["dossierAccepter"]["dossier"]["state"] == "accepte"
    assert seconde.content == premiere.content
    assert len(effets(monde_neuf)) == 1


def test_twenty_at_once_have_one_effect_and_one_answer(monde_neuf: Monde) -> None:
    with ThreadPoolExecutor(20) as ensemble:
        reponses = list(ensemble.map(lambda _: envoyer(monde_neuf, "une-cle"), range(20)))
    assert {reponse.status_code for reponse in reponses} == {200}
    assert len({reponse.content for reponse in reponses}) == 1
    assert len(effets(monde_neuf)) == 1


def test_a_refusal_is_a_result_and_is_given_again(monde_neuf: Monde) -> None:
    premiere = envoyer(monde_neuf, "refus", dossier="construction")
    attendu = {"dossier": None, "errors": refus(ALREADY["en_construction"])}
    assert premiere.json()["data"]["dossierAccepter"] == attendu
    passe = "UPDATE dossiers SET state = 'en_instruction', en_instruction_le = now() WHERE id = 7001 RETURNING id"
    lignes(monde_neuf, passe)
    assert envoyer(monde_neuf, "refus", dossier="construction").content == premiere.content


def test_an_error_in_place_of_the_field_is_given_again(monde_neuf: Monde) -> None:
    premiere = envoyer(monde_neuf, "ailleurs", dossier="etranger")
    assert premiere.json()["errors"][0]["extensions"]["code"] == "unauthorized"
    assert envoyer(monde_neuf, "ailleurs", dossier="etranger").content == premiere.content


@pytest.mark.parametrize("autre", ["variables", "texte"])
def test_the_same_key_for_something_else_does_nothing(monde_neuf: Monde, autre: str) -> None:
    envoyer(monde_neuf, "une-cle", dossier="construction")
    avant = empreintes(monde_neuf.serveur.database_url)
    if autre == "variables":
        reponse = envoyer(monde_neuf, "une-cle", dossier="instruction")
    else:
        reponse = envoyer(monde_neuf, "une-cle", ACCEPTER + " ", dossier="construction")
    assert reponse.status_code == 200
    assert reponse.json() == {
        "errors": [
            {
                "message": "Cette clé d’idempotence a déjà servi à une autre demande : rien n’a été fait",
                "extensions": {"code": "idempotency_mismatch"},
            }
        ]
    }
    assert empreintes(monde_neuf.serveur.database_url) == avant


@pytest.mark.parametrize("cle", ["", "é", "a b", "x" * 256])
def test_a_malformed_key_is_a_bad_request(monde: Monde, cle: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    reponse = monde.client("ecriture").poster(
        json={"query": ACCEPTER, "variables": {"dossier": "x", "instructeur": "y"}},
        headers=[(b"Idempotency-Key", cle.encode())],
    )
    assert reponse.status_code == 400
    assert reponse.json()["errors"][0]["extensions"]["code"] == "bad_request"
    assert empreintes(monde.serveur.database_url) == avant


def test_a_query_ignores_the_key(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    reponse = monde.client("ecriture").poster(
        json={"query": "{ dossier(number: 7002) { number } }"}, headers={"Idempotency-Key": "q"}
    )
    assert reponse.json() == {"data": {"dossier": {"number": 7002}}}
    assert empreintes(monde.serveur.database_url) == avant


def test_what_does_not_validate_leaves_the_key_free(monde_neuf: Monde) -> None:
    fausse = envoyer(monde_neuf, "libre", "mutation { rien }")
    assert "errors" in fausse.json()
    assert lignes(monde_neuf, "SELECT * FROM demandes_idempotentes") == []
    reponse = envoyer(monde_neuf, "libre")
    assert reponse.json()["data"]["dossierAccepter"]["dossier"]["state"] == "accepte"


def test_a_key_belongs_to_its_token(monde_neuf: Monde) -> None:
    envoyer(monde_neuf, "une-cle", dossier="construction")
    reponse = monde_neuf.client("autre").poster(
        json={
            "query": ACCEPTER,
            "variables": {
                "dossier": dossier_id(monde_neuf, "etranger"),
                "instructeur": instructeur_id(monde_neuf, "igor@exemple.fr"),
            },
        },
        headers={"Idempotency-Key": "une-cle"},
    )
    assert reponse.json()["data"]["dossierAccepter"]["dossier"]["state"] == "accepte"


def test_fields_done_before_a_crash_are_not_done_again(monde_neuf: Monde) -> None:
    """The answer was lost after the commit: what each field left is there, and is read again."""
    premiere = envoyer(monde_neuf, "perdue")
    lignes(monde_neuf, "UPDATE demandes_idempotentes SET corps = NULL RETURNING cle")
    assert envoyer(monde_neuf, "perdue").content == premiere.content
    assert len(effets(monde_neuf)) == 1
