"""Every type of field, answered and not: its text, its typed value, its columns (api 8)."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.formulaires.types_de_champ import TypeChamp
from tests.api.client import Client

MONDE = "types_de_champ"
ICI = Path(__file__).parent

LECTURE = (ICI / "lecture.graphql").read_text()
COLONNES = (ICI / "colonnes.graphql").read_text()
ATTENDU: dict[str, Any] = json.loads((ICI / "attendus" / "types_de_champ.json").read_text())


def sans_ulid(champ: dict[str, Any]) -> dict[str, Any]:
    """Rows have random ids: their tests are apart."""
    for ligne in champ.get("rows", ()):
        del ligne["id"]
        for enfant in ligne["champs"]:
            del enfant["id"]
    return champ


@pytest.fixture(scope="module")
def plein(client: Client) -> dict[str, dict[str, Any]]:
    """The champs and annotations of the dossier that answers everything, by label."""
    dossier = client.lire(LECTURE, number=7001)["dossier"]
    return {champ["label"]: champ for champ in dossier["champs"] + dossier["annotations"]}


@pytest.fixture(scope="module")
def vide(client: Client) -> dict[str, dict[str, Any]]:
    dossier = client.lire(LECTURE, number=7002)["dossier"]
    return {champ["label"]: champ for champ in dossier["champs"] + dossier["annotations"]}


@pytest.mark.parametrize("label", ATTENDU["plein"])
def test_an_answer_is_read_as_its_type(plein: dict[str, Any], label: str) -> None:
    assert sans_ulid(plein[label]) == ATTENDU["plein"][label]


@pytest.mark.parametrize("label", ATTENDU["vide"])
def test_no_answer_is_read_as_its_type(vide: dict[str, Any], label: str) -> None:
    assert sans_ulid(vide[label]) == ATTENDU["vide"][label]


def test_the_lists_hold_nothing_else(plein: dict[str, Any], vide: dict[str, Any]) -> None:
    assert list(plein) == list(ATTENDU["plein"])
    assert list(vide) == list(ATTENDU["vide"])


def test_a_champ_shows_only_when_its_condition_is_met(
    plein: dict[str, Any], vide: dict[str, Any]
) -> None:
    assert plein["Si rouge"]["stringValue"] == "visible"
    assert "Si rouge" not in vide


@pytest.mark.parametrize("label", ATTENDU["colonnes"])
def test_an_answer_is_read_as_columns(client: Client, label: str) -> None:
    champs = client.lire(COLONNES, number=7001)["dossier"]["champs"]

    [colonnes] = [champ["columns"] for champ in champs if champ["label"] == label]
    for colonne in colonnes:
        if colonne["__typename"] == "AttachmentsColumn":
            assert colonne.pop("stringValue").startswith("http://127.0.0.1:")
    assert colonnes == ATTENDU["colonnes"][label]


def test_all_the_types_are_there(client: Client) -> None:
    revision = client.lire(
        """{ demarche(number: 700) { activeRevision {
               champDescriptors { type champDescriptors { type } }
               annotationDescriptors { type } } } }"""
    )["demarche"]["activeRevision"]

    types = {c["type"] for c in revision["champDescriptors"] + revision["annotationDescriptors"]}

    assert types == {str(type_champ) for type_champ in TypeChamp}


def test_rows_are_in_the_order_of_their_making_and_their_champs_bear_their_id(
    plein: dict[str, Any], client: Client
) -> None:
    lignes = client.lire(LECTURE, number=7001)["dossier"]["champs"]
    [repetition] = [champ for champ in lignes if champ["label"] == "Enfants"]

    prenoms = [ligne["champs"][0]["stringValue"] for ligne in repetition["rows"]]
    ids = {champ["id"] for ligne in repetition["rows"] for champ in ligne["champs"]}

    assert prenoms == ["Lou", "Max"]
    assert len(ids) == 4
    assert {ligne["champs"][0]["champDescriptorId"] for ligne in repetition["rows"]} == {
        "Q2hhbXAtMzM="
    }


def test_a_file_is_read_at_its_signed_address(client: Client) -> None:
    champs = client.lire(
        """{ dossier(number: 7001) { champs(id: "Q2hhbXAtMjk=") {
               ... on PieceJustificativeChamp { files { url filename } } } } }"""
    )["dossier"]["champs"]

    [plan, photo] = champs[0]["files"]
    lu, image = httpx.get(plan["url"]), httpx.get(photo["url"])

    assert (lu.status_code, lu.content) == (200, b"%PDF-1.4 plan")
    assert lu.headers["content-disposition"] == "attachment; filename*=UTF-8''plan.pdf"
    assert image.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''photo%20%C3%A9t%C3%A9.png"
    )
    assert httpx.get(plan["url"].replace("plan.pdf", "autre.pdf")).status_code == 403


OLD = "{ dossier(number: 7001) { champs { label __typename stringValue ... on DateChamp { value } } } }"


def test_a_document_that_does_not_know_a_type_gets_the_older_one(client: Client) -> None:
    champs = {c["label"]: c for c in client.lire(OLD)["dossier"]["champs"]}

    anciens = {
        "Adresse": "TextChamp",
        "Oui ou non": "CheckboxChamp",
        "Instant": "DateChamp",
        "Commune": "TextChamp",
        "Département": "TextChamp",
        "Région": "TextChamp",
        "Pays": "TextChamp",
        "Section": "TextChamp",
        "Explication": "TextChamp",
        "Choix": "TextChamp",
    }
    assert {label: champs[label]["__typename"] for label in anciens} == anciens
    assert champs["Instant"]["value"] == "1962-09-15T15:35:00+01:00"


def test_the_fragment_may_be_anywhere_in_the_document(client: Client) -> None:
    query = OLD + " fragment jamais on YesNoChamp { id } query b { __typename ...x }"
    query += " fragment x on Query { __typename dossier(number: 1) { champs { ...jamais } } }"

    corps = client.poster(
        json={"query": query.replace("{ dossier", "query a { dossier", 1), "operationName": "a"}
    )

    champs = {c["label"]: c for c in corps.json()["data"]["dossier"]["champs"]}
    assert champs["Oui ou non"]["__typename"] == "YesNoChamp"
    assert champs["Commune"]["__typename"] == "TextChamp"


@pytest.mark.parametrize(
    ("id", "labels"),
    [
        ("Q2hhbXAtMQ==", ["Texte court"]),
        ("Q2hhbXAtNDQ=", ["Si rouge"]),
        ("Q2hhbXAtMzM=", []),
        ("Q2hhbXAtNTE=", []),
        ("1234", []),
        ("n’importe quoi", []),
    ],
    ids=["racine", "caché", "dans une ligne", "annotation", "autre texte", "illisible"],
)
def test_one_champ_is_asked_by_its_id(client: Client, id: str, labels: list[str]) -> None:
    query = "query ($id: ID!) { dossier(number: 7002) { champs(id: $id) { label } } }"

    champs = client.lire(query, id=id)["dossier"]["champs"]

    assert [champ["label"] for champ in champs] == labels
