"""A file from its announcement to what holds it, as a program sends one (api 10.13, 10.19, 14.19)."""

import hashlib
import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.conftest import Monde
from tests.api.ecritures import (
    dossier_id,
    ecrire,
    instructeur_id,
    lignes,
    payload,
    refus,
)
from tests.empreintes import empreintes

MONDE = "instruction"

PDF = b"%PDF-1.7\nUne note"
MD5 = b64encode(hashlib.md5(PDF).digest()).decode()
SELECTION = "clientMutationId directUpload { url headers blobId signedBlobId }"
MESSAGE = "message { attachments { filename contentType byteSizeBigInt checksum virusScanResult url } } errors { message }"

INVALIDE = "L’identifiant du fichier téléversé est invalide"
ABSENT = "Le fichier n’a pas été correctement téléversé sur le serveur de stockage"


def annonce(monde: Monde, **change: Any) -> dict[str, Any]:
    return {
        "dossierId": dossier_id(monde, "construction"),
        "filename": "Note d’été.pdf",
        "byteSize": len(PDF),
        "checksum": MD5,
        "contentType": "application/pdf",
        **change,
    }


def annoncer(monde: Monde, **change: Any) -> dict[str, Any]:
    fait = payload(monde, "createDirectUpload", SELECTION, **annonce(monde, **change))
    depot: dict[str, Any] = fait["directUpload"]
    return depot


def envoyer(depot: dict[str, Any], contenu: bytes = PDF) -> int:
    entetes = json.loads(depot["headers"])
    return httpx.put(depot["url"], content=contenu, headers=entetes).status_code


def televerser(monde: Monde) -> str:
    depot = annoncer(monde)
    assert envoyer(depot) == 201
    return str(depot["signedBlobId"])


def joindre(monde: Monde, signe: str, *, dossier: str = "construction", **options: Any) -> Any:
    return payload(
        monde,
        "dossierEnvoyerMessage",
        MESSAGE,
        dossierId=dossier_id(monde, dossier),
        instructeurId=instructeur_id(monde),
        body="Voici la note",
        attachment=signe,
        **options,
    )


def test_an_announcement_says_where_to_send_the_file(monde_neuf: Monde) -> None:
    fait = payload(
        monde_neuf, "createDirectUpload", SELECTION, **annonce(monde_neuf, clientMutationId="7")
    )
    depot = fait["directUpload"]

    assert fait["clientMutationId"] == "7"
    assert depot["url"].startswith(f"{monde_neuf.serveur.url}/televersements/")
    assert json.loads(depot["headers"]) == {"Content-Type": "application/pdf", "Content-MD5": MD5}
    [ligne] = lignes(monde_neuf, "SELECT * FROM televersements")
    assert depot["blobId"] == str(ligne["id"])
    assert (ligne["nom"], ligne["taille"], ligne["md5"], ligne["demarche_id"]) == (
        "Note d’été.pdf",
        len(PDF),
        MD5,
        700,
    )
    assert (ligne["auteur_genre"], ligne["recu_le"]) == ("administrateur", None)


def test_a_file_goes_all_the_way_to_a_message(monde_neuf: Monde) -> None:
    fait = joindre(monde_neuf, televerser(monde_neuf))

    assert fait["errors"] is None
    [piece] = fait["message"]["attachments"]
    lu = httpx.get(piece.pop("url"))
    assert (lu.status_code, lu.content) == (200, PDF)
    assert lu.headers["x-content-type-options"] == "nosniff"
    assert lu.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Note%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    )
    assert piece == {
        "filename": "Note d’été.pdf",
        "contentType": "application/pdf",
        "byteSizeBigInt": str(len(PDF)),
        "checksum": MD5,
        "virusScanResult": "pending",
    }


def test_a_file_goes_with_a_decision(monde_neuf: Monde) -> None:
    fait = payload(
        monde_neuf,
        "dossierAccepter",
        "dossier { state motivationAttachment { filename checksum } } errors { message }",
        dossierId=dossier_id(monde_neuf, "instruction"),
        instructeurId=instructeur_id(monde_neuf),
        justificatif=televerser(monde_neuf),
    )

    assert fait["errors"] is None
    assert fait["dossier"] == {
        "state": "accepte",
        "motivationAttachment": {"filename": "Note d’été.pdf", "checksum": MD5},
    }


@pytest.mark.parametrize("texte", ["x", "", "a.b"])
def test_what_is_not_an_identifier_is_refused_before_anything_is_read(
    monde_neuf: Monde, texte: str
) -> None:
    avant = empreintes(monde_neuf.serveur.database_url)
    fait = payload(
        monde_neuf,
        "dossierEnvoyerMessage",
        MESSAGE,
        dossierId="n’importe quoi",
        instructeurId="rien",
        body="Voici",
        attachment=texte or " ",
    )

    assert fait == {"message": None, "errors": refus(INVALIDE)}
    assert empreintes(monde_neuf.serveur.database_url) == avant


def test_what_was_not_sent_is_refused(monde_neuf: Monde) -> None:
    depot = annoncer(monde_neuf)
    assert envoyer(depot, PDF[:-1] + b"!") == 422
    avant = empreintes(monde_neuf.serveur.database_url)

    fait = joindre(monde_neuf, depot["signedBlobId"])
    assert fait == {"message": None, "errors": refus(ABSENT)}
    assert empreintes(monde_neuf.serveur.database_url) == avant


def test_a_file_is_attached_once(monde_neuf: Monde) -> None:
    signe = televerser(monde_neuf)
    assert joindre(monde_neuf, signe)["errors"] is None
    avant = empreintes(monde_neuf.serveur.database_url)

    assert joindre(monde_neuf, signe) == {"message": None, "errors": refus(INVALIDE)}
    assert empreintes(monde_neuf.serveur.database_url) == avant


def test_of_those_who_attach_it_together_one_does(monde_neuf: Monde) -> None:
    signe = televerser(monde_neuf)
    with ThreadPoolExecutor(6) as fils:
        faits = list(fils.map(lambda _: joindre(monde_neuf, signe), range(6)))

    refuses = [fait["errors"] for fait in faits if fait["errors"] is not None]
    assert refuses == [refus(INVALIDE)] * 5
    assert lignes(monde_neuf, "SELECT count(*) AS n FROM fichiers WHERE message_id > 0") == [
        {"n": 1}
    ]


def test_the_same_key_attaches_once_and_says_so_again(monde_neuf: Monde) -> None:
    signe = televerser(monde_neuf)
    faits = [joindre(monde_neuf, signe, cle="note-1") for _ in range(2)]

    assert faits[0]["errors"] is None
    assert faits[0] == faits[1]


def test_a_token_that_only_reads_announces_nothing(monde_neuf: Monde) -> None:
    avant = empreintes(monde_neuf.serveur.database_url)
    corps = ecrire(
        monde_neuf, "createDirectUpload", SELECTION, jeton="lecture", **annonce(monde_neuf)
    )

    assert corps["data"] == {"createDirectUpload": None}
    [erreur] = corps["errors"]
    assert erreur["message"] == (
        "Cannot return null for non-nullable field CreateDirectUploadPayload.directUpload"
    )
    assert erreur["extensions"]["code"] == "invalid_null"
    assert empreintes(monde_neuf.serveur.database_url) == avant


@pytest.mark.parametrize(
    "change",
    [
        {"filename": ""},
        {"filename": "a\0.pdf"},
        {"byteSize": -1},
        {"byteSize": 200 * 1024**2},
        {"checksum": "pas un MD5"},
        {"contentType": "pdf"},
    ],
)
def test_a_wrong_announcement_leaves_nothing(monde_neuf: Monde, change: dict[str, Any]) -> None:
    avant = empreintes(monde_neuf.serveur.database_url)
    reponse = monde_neuf.client("ecriture").poster(
        json={
            "query": "mutation ($i: CreateDirectUploadInput!) { createDirectUpload(input: $i) "
            "{ directUpload { url } } }",
            "variables": {"i": annonce(monde_neuf, **change)},
        }
    )

    assert reponse.status_code in (200, 400)
    assert len(reponse.json()["errors"]) == 1
    assert not (reponse.json().get("data") or {}).get("createDirectUpload")
    assert empreintes(monde_neuf.serveur.database_url) == avant
