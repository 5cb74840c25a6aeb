"""Identity documents never leave by the API, whichever type of field asked for them (rules 14.3-15)."""

from tests.api.client import Client

MONDE = "identite"

CHAMPS = """
{ dossier(number: 9501) { champs {
    __typename label stringValue
    ... on TitreIdentiteChamp { filled }
    ... on PieceJustificativeChamp { files { filename } file { filename } }
    columns { stringValue ... on AttachmentsColumn { value { filename } } } } } }
"""


def test_only_other_files_are_listed(client: Client) -> None:
    titre, piece, plan = client.lire(CHAMPS)["dossier"]["champs"]

    assert titre == {
        "__typename": "TitreIdentiteChamp",
        "label": "Titre",
        "stringValue": None,
        "filled": True,
        "columns": [],
    }
    assert piece == {
        "__typename": "PieceJustificativeChamp",
        "label": "Pièce d’identité",
        "stringValue": None,
        "files": [],
        "file": None,
        "columns": [{"stringValue": None, "value": None}],
    }
    assert plan["files"] == [{"filename": "plan.pdf"}]


def test_the_official_document_does_not_name_them(client: Client) -> None:
    reponse = client.poster(
        json={
            "queryId": "ds-query-v2",
            "operationName": "getDossier",
            "variables": {"dossierNumber": 9501},
        }
    )

    assert "plan.pdf" in reponse.text
    assert "canari" not in reponse.text
