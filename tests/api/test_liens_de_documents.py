"""Addresses of documents: what they open, for whom, and until when (api 7.3, 11, 14.10)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import psycopg
import pytest

from adapters.signatures import Signataire, SignatureRefusee
from domain.dossiers.documents import Document
from server.api.laissez_passer import LaissezPasser
from tests.api.conftest import Monde
from tests.api.documents import lien
from tests.serving import serving

MONDE = "documents"
DOCUMENTS = list(Document)

FICHIERS = """
query ($n: Int!) { dossier(number: $n) { pdf { ...f } geojson { ...f } } }
fragment f on File { filename contentType byteSize byteSizeBigInt checksum createdAt virusScanResult url }
"""


def signer(
    monde: Monde, document: Document, *, jusqu_a: datetime, secret: str | None = None
) -> str:
    """An address as the server makes them, with another end, or another key."""
    with psycopg.connect(monde.serveur.database_url) as connexion:
        ligne = connexion.execute("SELECT id FROM jetons WHERE nom = 'lecture'").fetchone()
    assert ligne is not None
    assert isinstance(ligne[0], UUID)
    signataire = Signataire(secret or monde.serveur.settings.require("secret"))
    passe = LaissezPasser(9001, ligne[0]).ecrire(signataire, document, jusqu_a=jusqu_a)
    return f"{monde.serveur.url}/api/v2/dossiers/{document}/{passe}"


def ferme(reponse: httpx.Response) -> bool:
    assert reponse.headers["cache-control"] == "no-store"
    return (reponse.status_code, reponse.content) == (401, b"")


def test_they_are_files_whose_bytes_are_not_made_yet(monde: Monde) -> None:
    avant = datetime.now(UTC).replace(microsecond=0)
    dossier = monde.client().lire(FICHIERS, n=9001)["dossier"]
    apres = datetime.now(UTC)

    for document, type_mime, nom in (
        ("pdf", "application/pdf", "dossier-9001.pdf"),
        ("geojson", "application/json", "dossier-9001-features.json"),
    ):
        fichier = dossier[document]
        assert avant <= datetime.fromisoformat(fichier.pop("createdAt")) <= apres
        assert fichier.pop("url").startswith(f"{monde.serveur.url}/api/v2/dossiers/{document}/")
        assert fichier == {
            "filename": nom,
            "contentType": type_mime,
            "byteSize": 0,
            "byteSizeBigInt": "0",
            "checksum": "",
            "virusScanResult": "pending",
        }


@pytest.mark.parametrize(
    ("document", "type_mime", "nom"),
    [
        (Document.pdf, "application/pdf", "dossier-9001.pdf"),
        (Document.geojson, "application/json", "dossier-9001-features.json"),
    ],
)
def test_they_open_without_a_token_and_are_to_be_saved(
    monde: Monde, document: Document, type_mime: str, nom: str
) -> None:
    reponse = httpx.get(lien(monde.client(), 9001, document))

    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == type_mime
    assert reponse.headers["content-disposition"] == f"attachment; filename*=UTF-8''{nom}"
    assert reponse.headers["x-content-type-options"] == "nosniff"
    assert reponse.headers["cache-control"] == "no-store"
    assert reponse.headers["content-security-policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_they_open_for_an_hour_and_no_more(monde: Monde, document: Document) -> None:
    bientot = signer(monde, document, jusqu_a=datetime.now(UTC) + timedelta(minutes=1))
    passe = signer(monde, document, jusqu_a=datetime.now(UTC) - timedelta(seconds=1))

    assert httpx.get(bientot).status_code == 200
    assert ferme(httpx.get(passe))


def test_the_hour_is_counted_from_the_answer(monde: Monde) -> None:
    signataire = Signataire(monde.serveur.settings.require("secret"))
    passe = lien(monde.client(), 9001, "pdf").rpartition("/")[2]
    maintenant = datetime.now(UTC)
    objet = "api_v2/dossier/pdf"

    assert signataire.lire(passe, objet=objet, at=maintenant + timedelta(minutes=59))[0] == 9001
    with pytest.raises(SignatureRefusee):
        signataire.lire(passe, objet=objet, at=maintenant + timedelta(minutes=61))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_address_of_one_document_does_not_open_the_other(
    monde: Monde, document: Document
) -> None:
    [autre] = set(DOCUMENTS) - {document}
    adresse = lien(monde.client(), 9001, document)

    assert ferme(httpx.get(adresse.replace(f"/{document}/", f"/{autre}/")))
    assert httpx.get(adresse).status_code == 200


@pytest.mark.parametrize(
    "passe",
    [
        "",
        "/",
        "/n'importe-quoi",
        "/a.b",
        "/a/b/c",
        "/.",
        "/%00",
        "/%F0%9F%98%80",
        "/" + "a" * 8000,
        "/.eJwDAAAAAAE.x",
    ],
)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_not_a_pass_opens_nothing(monde: Monde, document: Document, passe: str) -> None:
    assert ferme(httpx.get(f"{monde.serveur.url}/api/v2/dossiers/{document}{passe}"))


@pytest.mark.parametrize("place", [0, 10, -1])
def test_a_changed_pass_opens_nothing(monde: Monde, place: int) -> None:
    base, _, passe = lien(monde.client(), 9001, "pdf").rpartition("/")
    lettres = list(passe)
    # The last letter of a signature has two bits that say nothing: A to D would be the same.
    lettres[place] = "A" if lettres[place] not in "ABCD" else "Z"

    assert ferme(httpx.get(f"{base}/{''.join(lettres)}"))


def test_a_pass_signed_by_another_key_opens_nothing(monde: Monde) -> None:
    jusqu_a = datetime.now(UTC) + timedelta(hours=1)

    assert ferme(httpx.get(signer(monde, Document.pdf, jusqu_a=jusqu_a, secret="x" * 40)))


@pytest.mark.parametrize("methode", ["POST", "PUT", "DELETE"])
def test_they_are_only_to_be_read(monde: Monde, methode: str) -> None:
    assert httpx.request(methode, lien(monde.client(), 9001, "pdf")).status_code == 405


@pytest.mark.parametrize(
    ("jeton", "changement"),
    [
        ("a_revoquer", "UPDATE jetons SET revoque_le = now() WHERE nom = 'a_revoquer'"),
        ("a_expirer", "UPDATE jetons SET expire_le = '2026-01-01' WHERE nom = 'a_expirer'"),
        ("restreint", "UPDATE jetons SET demarches = '{901}' WHERE nom = 'restreint'"),
    ],
)
def test_they_close_with_the_right_of_the_token_that_asked(
    monde: Monde, jeton: str, changement: str
) -> None:
    pdf, geojson = (lien(monde.client(jeton), 9001, document) for document in DOCUMENTS)
    assert httpx.get(pdf).status_code == httpx.get(geojson).status_code == 200

    with psycopg.connect(monde.serveur.database_url) as connexion:
        connexion.execute(changement)

    assert ferme(httpx.get(pdf))
    assert ferme(httpx.get(geojson))
    assert httpx.get(lien(monde.client(), 9001, "pdf")).status_code == 200


def test_they_close_when_the_administration_no_longer_sees_the_dossier(monde: Monde) -> None:
    adresse = lien(monde.client(), 9003, "pdf")
    assert httpx.get(adresse).status_code == 200

    with psycopg.connect(monde.serveur.database_url) as connexion:
        connexion.execute("UPDATE dossiers SET cache_par_usager_le = now() WHERE id = 9003")

    assert ferme(httpx.get(adresse))


def test_they_wait_for_postgresql_like_everything_else(monde: Monde) -> None:
    adresse = lien(monde.client(), 9001, "pdf")
    ailleurs = monde.serveur.settings.model_copy(
        update={"database_url": "postgresql://personne@127.0.0.1:1/rien"}
    )

    with serving(ailleurs) as coupe:
        reponse = httpx.get(adresse.replace(monde.serveur.url, coupe.url), timeout=10)

    assert (reponse.status_code, reponse.headers["retry-after"]) == (503, "5")
    assert reponse.json()["errors"] == [
        {"message": "Service Unavailable", "extensions": {"code": "service_unavailable"}}
    ]
