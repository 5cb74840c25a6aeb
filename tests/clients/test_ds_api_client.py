"""`@dnum-mi/ds-api-client` 1.9.4, as published; its constructor takes the URL. All that it reads."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.conftest import DsApiClient

ATTENDUS = json.loads((Path(__file__).parent / "attendus.json").read_text())
FORMULAIRE = ATTENDUS["formulaire"]
REVISIONS = {"revision", "revisions", "draftRevision", "publishedRevision"}
PLAN, RELEVE, VEHICULES = "Q2hhbXAtMTEw", "Q2hhbXAtNTE=", "Q2hhbXAtMTEx"


@pytest.fixture
def client(ds_api_client: DsApiClient) -> DsApiClient:
    return ds_api_client


def attendu(valeur: Any, cle: str = "") -> Any:
    """What is awaited, the form put back into each revision."""
    if isinstance(valeur, list):
        return [attendu(element, cle) for element in valeur]
    if not isinstance(valeur, dict):
        return valeur
    complet = {nom: attendu(contenu, nom) for nom, contenu in valeur.items()}
    return complet | FORMULAIRE if cle in REVISIONS else complet


DEMARCHE, DOSSIER = attendu(ATTENDUS["demarche"]), attendu(ATTENDUS["dossier"])


def lisible(valeur: Any) -> Any:
    """An answer without what is new at each run: a file's address becomes what is found there, the
    ULID in the ids of a row its rank."""
    rangees: list[str] = []

    def lire(valeur: Any, cle: str = "") -> Any:
        if isinstance(valeur, dict):
            return {nom: lire(contenu, nom) for nom, contenu in valeur.items()}
        if isinstance(valeur, list):
            return [lire(element) for element in valeur]
        if cle == "url":
            return suivre(valeur)
        if cle == "id" and "|" in (clair := b64decode(valeur).decode()):
            champ, rangee = clair.split("|")
            if rangee not in rangees:
                rangees.append(rangee)
            return f"{champ}, rangée {rangees.index(rangee) + 1}"
        return valeur

    return lire(valeur)


def suivre(url: str) -> str:
    """What the address gives: its text when it is short, else its type."""
    reponse = httpx.get(url)
    assert reponse.status_code == 200
    return reponse.text if len(reponse.content) < 100 else reponse.headers["content-type"]


def test_every_method_but_the_one_that_writes_is_tried_here(client: DsApiClient) -> None:
    assert client.methodes - {"constructor", "getClient", "writeInPrivateAnnotation"} == {
        "demarche",
        "demarcheDeletedDossiers",
        "demarcheDossierIds",
        "demarcheDossierWithCustomChamp",
        "demarcheDossiers",
        "dossier",
        "dossierAttestation",
        "dossierFile",
        "DossierFiles",
        "dossierMotivationAttachment",
        "dossierWithCustomChamp",
        "groupeInstructeur",
    }


def test_it_reads_a_demarche_and_its_forms(client: DsApiClient) -> None:
    assert client.lire("demarche", 700) == {"demarche": DEMARCHE}


def test_it_reads_a_dossier(client: DsApiClient) -> None:
    assert lisible(client.lire("dossier", 7001)) == {"dossier": DOSSIER}


def test_it_reads_a_dossier_that_answers_nothing(client: DsApiClient) -> None:
    lu = client.lire("dossier", 7002)["dossier"]

    assert [(c["__typename"], c["stringValue"]) for c in lu["champs"]] == [
        ("TextChamp", ""),
        ("DateChamp", ""),
        ("CheckboxChamp", "false"),
        ("IntegerNumberChamp", ""),
        ("LinkedDropDownListChamp", ""),
        ("CommuneChamp", ""),
        ("AddressChamp", ""),
        ("SiretChamp", ""),
        ("CarteChamp", ""),
        ("PieceJustificativeChamp", ""),
        ("RepetitionChamp", ""),
    ]
    assert (lu["state"], lu["messages"], lu["avis"]) == ("en_construction", [], [])


def test_it_reads_the_dossier_of_an_establishment(client: DsApiClient) -> None:
    lu = client.lire("dossier", 7101)["dossier"]

    assert lu["demandeur"] == ATTENDUS["etablissement"]
    assert lu["demarche"]["title"] == "Aide aux entreprises"


def test_it_joins_answers_to_their_fields(client: DsApiClient) -> None:
    """The library does it: it needs the ids of champs and of descriptors to be the same. It also
    drops the deprecated single files, which the lists hold."""
    lu = lisible(client.lire("dossierWithCustomChamp", 7001))["dossier"]

    assert lu == COMPLET | {
        "champs": sans(COMPLET["champs"], "file"),
        "annotations": sans(COMPLET["annotations"], "file"),
        "messages": sans(COMPLET["messages"], "attachment"),
    }


def sans(valeur: Any, nom: str) -> Any:
    """Without what bears this name, at any depth."""
    if isinstance(valeur, list):
        return [sans(element, nom) for element in valeur]
    if not isinstance(valeur, dict):
        return valeur
    return {cle: sans(contenu, nom) for cle, contenu in valeur.items() if cle != nom}


def _avec_descripteurs(champs: list[Any], descripteurs: list[Any]) -> list[Any]:
    par_label = {}
    for descripteur in descripteurs:
        enfants = descripteur["champDescriptors"] or []
        par_label.update({enfant["label"]: enfant for enfant in enfants})
        par_label[descripteur["label"]] = {
            nom: valeur
            for nom, valeur in descripteur.items()
            if nom != "champDescriptors" or not enfants
        }

    def joint(champ: dict[str, Any]) -> dict[str, Any]:
        complet = champ | {"champDescriptor": par_label[champ["label"]]}
        if "rows" in champ:
            complet["rows"] = [{"champs": list(map(joint, r["champs"]))} for r in champ["rows"]]
        return complet

    return list(map(joint, champs))


COMPLET = DOSSIER | {
    "champs": _avec_descripteurs(DOSSIER["champs"], FORMULAIRE["champDescriptors"]),
    "annotations": _avec_descripteurs(DOSSIER["annotations"], FORMULAIRE["annotationDescriptors"]),
}


def test_it_lists_the_dossiers_of_a_demarche(client: DsApiClient) -> None:
    tous, complets = client.appeler(
        ("demarcheDossiers", 700), ("demarcheDossierWithCustomChamp", 700)
    )

    demarche = tous["valeur"]["demarche"]
    sans_demarche = {n: v for n, v in DOSSIER.items() if n != "demarche"}
    assert [dossier["number"] for dossier in demarche["dossiers"]["nodes"]] == [7001, 7002]
    assert lisible(demarche["dossiers"]["nodes"][0]) == sans_demarche
    complet = complets["valeur"]["demarche"]
    assert {n: v for n, v in complet.items() if n != "dossiers"} == DEMARCHE
    assert lisible(complet["dossiers"]["nodes"][0]) == COMPLET


def test_it_lists_what_changed_since_a_date(client: DsApiClient) -> None:
    lue = client.lire("demarcheDossierWithCustomChamp", 700, "2026-02-07T00:00:00+01:00")

    assert [dossier["number"] for dossier in lue["demarche"]["dossiers"]["nodes"]] == [7002]


def test_it_walks_the_pages_of_ids(client: DsApiClient) -> None:
    premiere = client.lire("demarcheDossierIds", 700, None, 1)["demarche"]
    curseur = premiere["dossiers"]["pageInfo"]["endCursor"]
    seconde = client.lire("demarcheDossierIds", 700, None, 1, curseur)["demarche"]
    modifiees = client.lire("demarcheDossierIds", 700, "2026-02-07T00:00:00+01:00")["demarche"]

    accepte = {
        "id": "RG9zc2llci03MDAx",
        "number": 7001,
        "state": "accepte",
        "dateDerniereModification": "2026-02-06T10:00:00+01:00",
    }
    en_construction = {
        "id": "RG9zc2llci03MDAy",
        "number": 7002,
        "state": "en_construction",
        "dateDerniereModification": "2026-02-10T10:00:00+01:00",
    }
    assert premiere["dossiers"]["nodes"] == [accepte]
    assert premiere["dossiers"]["pageInfo"] == {
        "hasPreviousPage": False,
        "hasNextPage": True,
        "startCursor": curseur,
        "endCursor": curseur,
    }
    assert seconde["dossiers"]["nodes"] == [en_construction]
    assert seconde["dossiers"]["pageInfo"]["hasNextPage"] is False
    assert modifiees["dossiers"]["nodes"] == [en_construction]


def test_it_lists_deleted_dossiers(client: DsApiClient) -> None:
    assert client.lire("demarcheDeletedDossiers", 700)["demarche"]["deletedDossiers"] == {
        "nodes": [
            {
                "id": "RGVsZXRlZERvc3NpZXItMQ==",
                "number": 7003,
                "dateSupression": "2026-02-25T10:00:00+01:00",
                "state": "accepte",
                "reason": "instructeur_request",
            }
        ]
    }


def test_it_reads_a_groupe_instructeur_and_its_dossiers(client: DsApiClient) -> None:
    [groupe] = DEMARCHE["groupeInstructeurs"]

    lu = client.lire("groupeInstructeur", groupe["number"])["groupeInstructeur"]

    dossiers = lu.pop("dossiers")["nodes"]
    assert lu == groupe
    assert [dossier["number"] for dossier in dossiers] == [7001, 7002]
    liste = client.lire("demarcheDossiers", 700)["demarche"]["dossiers"]["nodes"]
    assert lisible(dossiers) == lisible(liste)


def test_it_finds_the_files_of_a_dossier(client: DsApiClient) -> None:
    lu = lisible(client.lire("DossierFiles", 7001))["dossier"]

    plan, vehicules = DOSSIER["champs"][9:]
    assert lu["champs"][0] == sans(sans(plan, "__typename"), "file")
    assert [len(rangee["champs"]) for rangee in lu["champs"][1]["rows"]] == [2, 2]
    assert lu["champs"][1]["rows"][0]["champs"][1] == sans(
        vehicules["rows"][0]["champs"][1], "file"
    )
    assert lu["annotations"] == sans([DOSSIER["annotations"][1]], "file")
    assert lu["motivationAttachment"] == DOSSIER["motivationAttachment"]
    assert lu["attestation"] is None


def test_it_finds_one_file_wherever_it_hangs(client: DsApiClient) -> None:
    dossier = client.lire("dossier", 7001)["dossier"]
    carte_grise = dossier["champs"][10]["rows"][0]["champs"][1]["id"]
    message = dossier["messages"][0]["id"]

    lus = client.appeler(
        ("dossierFile", 7001, PLAN),
        ("dossierFile", 7001, RELEVE),
        ("dossierFile", 7001, carte_grise, VEHICULES),
        ("dossierFile", 7001, message),
        ("dossierMotivationAttachment", 7001),
        ("dossierAttestation", 7001),
    )

    assert [lu for lu in lus if "erreur" in lu] == []
    trouves = [[(f["filename"], suivre(f["url"])) for f in lu["valeur"]] for lu in lus]
    assert trouves == [
        [("plan.pdf", "%PDF-1.4 plan")],
        [("releve.csv", "a;b")],
        [("grise.txt", "AB")],
        [("photo.txt", "oui")],
        [("arrete.pdf", "%PDF-1.4 arrêté")],
        [],
    ]


def test_it_recognises_what_it_is_refused(client: DsApiClient) -> None:
    absent, texte = client.appeler(("dossier", 9), ("dossier", "sept"))

    assert absent["erreur"].startswith("GraphQL Error from DS-API.")
    assert absent["reponse"]["status"] == 200
    assert absent["reponse"]["data"] is None
    assert absent["reponse"]["errors"] == [
        {
            "message": "Dossier not found",
            "locations": [{"line": 3, "column": 5}],
            "path": ["dossier"],
            "extensions": {"code": "not_found"},
        }
    ]
    assert texte["reponse"]["status"] == 200
    assert "data" not in texte["reponse"]
