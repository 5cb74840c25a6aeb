"""Files on what each mutation attaches them to, and every reason for which one is not (api 9.3, 10.19,
14.19): the first refusal that applies is told, and nothing changes."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from adapters.signatures import Signataire
from domain.identifiants import identifiant
from resolvers.televersements import ATTACHEMENT
from tests.api.conftest import Monde
from tests.api.ecritures import LECTURE_SEULE, ecrire, instructeur_id, lignes, payload, refus
from tests.empreintes import empreintes

MONDE = "clients"

PDF = b"%PDF-1.7\n" + "Une note d’été".encode()
LOURD = b"%PDF-1.7\n".ljust(20 * 1024**2, b"-")  # what a message takes, and one byte
FICHIER = "filename contentType byteSizeBigInt checksum url"

INVALIDE = "L’identifiant du fichier téléversé est invalide"
ABSENT = "Le fichier n’a pas été correctement téléversé sur le serveur de stockage"
TROP_GROS = "Le fichier doit faire moins de 20 Mo"
NULL = "Cannot return null for non-nullable field CreateDirectUploadPayload.directUpload"

PERMIS, VOIRIE = 7002, 7101  # a dossier of each démarche, both en instruction
RELEVE = identifiant("Champ", 59)


def annonce(contenu: bytes = PDF, *, dossier: int = PERMIS, **change: Any) -> dict[str, Any]:
    return {
        "dossierId": identifiant("Dossier", dossier),
        "filename": "Relevé d’été.pdf",
        "byteSize": len(contenu),
        "checksum": b64encode(hashlib.md5(contenu).digest()).decode(),
        "contentType": "application/pdf",
        **change,
    }


def annoncer(monde: Monde, contenu: bytes = PDF, **change: Any) -> dict[str, Any]:
    selection = "directUpload { url headers signedBlobId }"
    fait = payload(monde, "createDirectUpload", selection, **annonce(contenu, **change))
    depot: dict[str, Any] = fait["directUpload"]
    return depot


def envoyer(depot: dict[str, Any], contenu: bytes = PDF) -> int:
    entetes = json.loads(depot["headers"])
    return httpx.put(depot["url"], content=contenu, headers=entetes, timeout=60).status_code


def televerser(monde: Monde, contenu: bytes = PDF, *, dossier: int = PERMIS) -> str:
    depot = annoncer(monde, contenu, dossier=dossier)
    assert envoyer(depot, contenu) == 201
    return str(depot["signedBlobId"])


def _en_son_nom(monde: Monde, **autres: Any) -> dict[str, Any]:
    return {
        "dossierId": identifiant("Dossier", PERMIS),
        "instructeurId": instructeur_id(monde),
        **autres,
    }


def message(monde: Monde, signe: str, **options: Any) -> Any:
    selection = f"message {{ attachments {{ {FICHIER} }} }} errors {{ message }}"
    entree = _en_son_nom(monde, body="Voici", attachment=signe)
    return payload(monde, "dossierEnvoyerMessage", selection, **{**entree, **options})


def correction(monde: Monde, signe: str, **options: Any) -> Any:
    selection = f"message {{ attachments {{ {FICHIER} }} }} errors {{ message }}"
    entree = _en_son_nom(monde, body="Voici", attachment=signe, correction="incorrect")
    return payload(monde, "dossierDemanderCorrection", selection, **{**entree, **options})


def _decision(champ: str) -> Callable[..., Any]:
    def decider(monde: Monde, signe: str, **options: Any) -> Any:
        selection = f"dossier {{ motivationAttachment {{ {FICHIER} }} }} errors {{ message }}"
        entree = _en_son_nom(monde, motivation="Voici", justificatif=signe)
        return payload(monde, champ, selection, **{**entree, **options})

    return decider


def annotation(monde: Monde, signe: str, **options: Any) -> Any:
    selection = (
        f"annotations {{ ... on PieceJustificativeChamp {{ files {{ {FICHIER} }} }} }}"
        " errors { message }"
    )
    valeur = {"pieceJustificative": [signe]}
    entree = _en_son_nom(monde, annotations=[{"id": RELEVE, "value": valeur}])
    return payload(monde, "dossierModifierAnnotations", selection, **{**entree, **options})


# Every mutation that attaches a file, and the keys under which its answer shows it.
ATTACHER: dict[str, tuple[Callable[..., Any], tuple[str | int, ...]]] = {
    "message": (message, ("message", "attachments", 0)),
    "correction": (correction, ("message", "attachments", 0)),
    "accepter": (_decision("dossierAccepter"), ("dossier", "motivationAttachment")),
    "refuser": (_decision("dossierRefuser"), ("dossier", "motivationAttachment")),
    "classer": (_decision("dossierClasserSansSuite"), ("dossier", "motivationAttachment")),
    "annotation": (annotation, ("annotations", 0, "files", 0)),
}


@pytest.mark.parametrize("lieu", ["message", "accepter", "annotation"])
def test_a_file_is_attached_then_read_back(monde_neuf: Monde, lieu: str) -> None:
    attacher, chemin = ATTACHER[lieu]
    fait = attacher(monde_neuf, televerser(monde_neuf))

    assert fait["errors"] is None
    piece = fait
    for cle in chemin:
        piece = piece[cle]
    url = piece.pop("url")
    assert piece == {
        "filename": "Relevé d’été.pdf",
        "contentType": "application/pdf",
        "byteSizeBigInt": str(len(PDF)),
        "checksum": annonce()["checksum"],
    }
    lu = httpx.get(url)
    assert (lu.status_code, lu.content) == (200, PDF)
    assert lu.headers["x-content-type-options"] == "nosniff"
    assert lu.headers["content-disposition"].startswith("attachment; ")


def test_what_an_annotation_holds_stays_when_a_file_is_added(monde_neuf: Monde) -> None:
    annotation(monde_neuf, televerser(monde_neuf))
    fait = annotation(monde_neuf, televerser(monde_neuf, PDF + b" 2"))

    assert [len(champ["files"]) for champ in fait["annotations"]] == [2]


def test_the_same_file_twice_in_an_annotation_is_refused_whole(monde_neuf: Monde) -> None:
    signe, seul = televerser(monde_neuf), televerser(monde_neuf)
    avant = empreintes(monde_neuf.serveur.database_url)
    entree = [{"id": RELEVE, "value": {"pieceJustificative": [signe, signe]}}]

    assert annotation(monde_neuf, signe, annotations=entree) == {
        "annotations": [],
        "errors": refus(INVALIDE),
    }
    assert empreintes(monde_neuf.serveur.database_url) == avant
    assert annotation(monde_neuf, seul)["errors"] is None


def test_files_are_looked_at_before_anything_else(monde: Monde) -> None:
    """Before the dossier and the instructeur, who are nobody here."""
    depot, avorte = annoncer(monde), annoncer(monde)
    assert envoyer(avorte, PDF[:-1] + b"!") == 422
    signe = televerser(monde)
    forges = ["x", "9", f"{signe}A", signe[:-2], signe.swapcase(), depot["url"].rsplit("/", 1)[1]]
    invalides = [*forges, perime(monde), signer(monde, 2**40), "é" * 3000]
    avant = empreintes(monde.serveur.database_url)

    personne = {"dossierId": "rien", "instructeurId": "rien"}
    for attacher, _ in ATTACHER.values():
        for invalide in invalides:
            assert raison(attacher(monde, invalide, **personne)) == INVALIDE
        for pas_venu in (depot["signedBlobId"], avorte["signedBlobId"]):
            assert raison(attacher(monde, pas_venu, **personne)) == ABSENT
    assert empreintes(monde.serveur.database_url) == avant


def test_a_file_of_another_demarche_is_refused_everywhere(monde: Monde) -> None:
    signe = televerser(monde, dossier=VOIRIE)
    avant = empreintes(monde.serveur.database_url)

    for attacher, _ in ATTACHER.values():
        assert raison(attacher(monde, signe)) == INVALIDE
    assert empreintes(monde.serveur.database_url) == avant


def test_a_file_too_big_for_a_message_or_a_decision_fits_an_annotation(monde_neuf: Monde) -> None:
    signe = televerser(monde_neuf, LOURD)
    avant = empreintes(monde_neuf.serveur.database_url)

    for lieu, (attacher, _) in ATTACHER.items():
        if lieu != "annotation":
            assert raison(attacher(monde_neuf, signe)) == TROP_GROS
    assert empreintes(monde_neuf.serveur.database_url) == avant
    assert annotation(monde_neuf, signe)["errors"] is None


def test_what_is_attached_serves_nowhere_else(monde_neuf: Monde) -> None:
    signe = televerser(monde_neuf)
    assert annotation(monde_neuf, signe)["errors"] is None
    avant = empreintes(monde_neuf.serveur.database_url)

    for attacher, _ in ATTACHER.values():
        assert raison(attacher(monde_neuf, signe)) == INVALIDE
    assert empreintes(monde_neuf.serveur.database_url) == avant


def test_a_token_that_only_reads_is_told_so_first(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)

    for attacher, _ in ATTACHER.values():
        assert raison(attacher(monde, "x", jeton="lecture")) == LECTURE_SEULE
    selection = "directUpload { url }"
    corps = ecrire(monde, "createDirectUpload", selection, jeton="lecture", **annonce())
    [erreur] = corps["errors"]
    assert corps["data"] == {"createDirectUpload": None}
    assert (erreur["message"], erreur["extensions"]) == (NULL, {"code": "invalid_null"})
    assert erreur["path"] == ["createDirectUpload", "directUpload"]
    assert empreintes(monde.serveur.database_url) == avant


@pytest.mark.parametrize(
    ("dossier", "message_", "code"),
    [
        (identifiant("Dossier", 424242), "Dossier not found", "not_found"),
        (RELEVE, f'No object found for `dossierId: "{RELEVE}"`', None),
        ("rien", 'No object found for `dossierId: "rien"`', None),
    ],
)
def test_an_announcement_is_for_a_dossier(
    monde: Monde, dossier: str, message_: str, code: str | None
) -> None:
    avant = empreintes(monde.serveur.database_url)
    demande = annonce(dossierId=dossier)
    corps = ecrire(monde, "createDirectUpload", "directUpload { url }", **demande)

    [erreur] = corps["errors"]
    assert corps["data"] == {"createDirectUpload": None}
    assert (erreur["message"], erreur.get("extensions", {}).get("code")) == (message_, code)
    assert empreintes(monde.serveur.database_url) == avant


def raison(fait: dict[str, Any]) -> str:
    """Why a file was refused: the one reason, and nothing else in the answer."""
    [erreur] = fait.pop("errors")
    assert fait.popitem()[1] in (None, [])
    return str(erreur["message"])


def signer(monde: Monde, numero: int, *, dure: timedelta = timedelta(hours=1)) -> str:
    """An identifier that our server could have signed."""
    secret = monde.serveur.settings.require("secret")
    fin = datetime.now(UTC) + dure
    return Signataire(secret).signer(numero, objet=ATTACHEMENT, jusqu_a=fin)


def perime(monde: Monde) -> str:
    """An identifier whose hour is over, of a file that is there."""
    televerser(monde)
    [ligne] = lignes(monde, "SELECT max(id) AS id FROM televersements")
    return signer(monde, ligne["id"], dure=timedelta(seconds=-1))
