"""PUT of an announced file: what is stored, and that nothing is of what is refused (api 10.19, 14.19)."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from adapters.storage import PART
from domain.fichiers.reception import ESSAIS_MAX
from tests.server.televersements import Annonce, Poste, poste_du_monde
from tests.serving import Serveur, serving

NOTE = "Une note, à lire".encode()
PDF = b"%PDF-1.7\n" + b"x" * 1000
GROS = b"".join(b"ligne %9d\n" % n for n in range(2 * PART // 16)) + b"fin"
"""Two parts and a bit."""


@pytest.fixture(scope="module")
def p(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Poste]:
    with poste_du_monde(nouveau_serveur) as poste:
        yield poste


def erreur(reponse: httpx.Response) -> tuple[int, str, str]:
    [refus] = reponse.json()["errors"]
    return reponse.status_code, refus["extensions"]["code"], refus["message"]


# --- what is taken -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contenu", "type_mime"),
    [
        (NOTE, "text/plain"),
        (NOTE, "text/plain; charset=utf-8"),
        (PDF, "application/pdf"),
        (b"", "application/pdf"),
        (GROS, "text/plain"),
        (GROS[:PART], "text/plain"),
        (bytes(1000), "application/octet-stream"),
    ],
)
async def test_a_file_sent_as_announced_is_stored(p: Poste, contenu: bytes, type_mime: str) -> None:
    annonce = p.annoncer(contenu, type_mime=type_mime)
    reponse = annonce.envoyer(contenu)

    assert (reponse.status_code, reponse.content) == (201, b"")
    assert reponse.headers["cache-control"] == "no-store"
    assert p.objets(annonce) == {"-1": contenu}
    assert p.en_cours(annonce) == []
    verifie = await p.verifier(annonce.signed_blob_id)
    assert (verifie.cle, verifie.taille, verifie.type_mime) == (
        f"{annonce.cle}-1",
        len(contenu),
        type_mime,
    )


def test_the_client_is_told_which_headers_to_send(p: Poste) -> None:
    annonce = p.annoncer(NOTE)

    assert annonce.url.startswith(f"{p.settings.url}/televersements/")
    assert annonce.headers == {
        "Content-Type": "text/plain",
        "Content-MD5": "geuygVHifItRYDCY7x8iwA==",
    }


def test_a_client_that_sends_no_length_is_counted(p: Poste) -> None:
    annonce = p.annoncer(GROS)
    morceaux = iter([GROS[:100], GROS[100:PART], GROS[PART:]])

    assert annonce.envoyer(morceaux).status_code == 201
    assert p.objets(annonce) == {"-1": GROS}


def test_a_client_that_sends_no_header_is_believed(p: Poste) -> None:
    annonce = p.annoncer(NOTE)

    assert httpx.put(annonce.url, content=NOTE).status_code == 201
    assert p.objets(annonce) == {"-1": NOTE}


@pytest.mark.parametrize("type_mime", ["text/html", "image/svg+xml", "application/xhtml+xml"])
def test_what_a_browser_would_run_is_never_labelled_so(p: Poste, type_mime: str) -> None:
    page = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"
    annonce = p.annoncer(page, type_mime=type_mime)

    assert annonce.envoyer(page).status_code == 201
    objet = p.storage.head(f"{annonce.cle}-1")
    assert objet.content_type == "application/octet-stream"


# --- what is refused -----------------------------------------------------------------------------

LONGUEUR = "Le fichier n’a pas la longueur annoncée, {} octets"
HASH = "Le hash du fichier téléversé est invalide"
TYPE = "Le contenu du fichier n’est pas du type annoncé, {}"


def refuse(p: Poste, annonce: Annonce, reponse: httpx.Response, message: str) -> None:
    assert erreur(reponse) == (422, "unprocessable_content", message)
    assert reponse.headers["cache-control"] == "no-store"
    assert p.rien(annonce)


@pytest.mark.parametrize("contenu", [NOTE, GROS])
def test_other_bytes_of_the_same_length_are_refused(p: Poste, contenu: bytes) -> None:
    annonce = p.annoncer(contenu)
    change = contenu[:-1] + b"!"

    refuse(p, annonce, annonce.envoyer(change), HASH)
    refuse(p, annonce, annonce.envoyer(iter([change])), HASH)


@pytest.mark.parametrize("contenu", [NOTE, GROS])
@pytest.mark.parametrize("de_trop", [-1, 1])
def test_another_length_is_refused(p: Poste, contenu: bytes, de_trop: int) -> None:
    annonce = p.annoncer(contenu)
    autre = contenu[:-1] if de_trop < 0 else contenu + b"!"
    message = LONGUEUR.format(len(contenu))

    refuse(p, annonce, annonce.envoyer(autre), message)
    refuse(p, annonce, annonce.envoyer(iter([autre])), message)


def test_a_stream_without_end_is_stopped_where_the_file_should_end(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    envoyes = 0

    def sans_fin() -> Iterator[bytes]:
        nonlocal envoyes
        while envoyes < 1000 * PART:
            envoyes += 65536
            yield bytes(65536)

    try:
        refuse(p, annonce, annonce.envoyer(sans_fin()), LONGUEUR.format(len(NOTE)))
    except httpx.TransportError:
        assert p.rien(annonce)


@pytest.mark.parametrize(
    ("contenu", "type_mime"),
    [
        (NOTE, "application/pdf"),
        (PDF, "image/png"),
        (PDF, "text/plain"),
        (b"<html></html>", "image/jpeg"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "application/zip"),
        (bytes(100), "text/csv"),
    ],
)
def test_a_file_of_another_kind_is_refused(p: Poste, contenu: bytes, type_mime: str) -> None:
    annonce = p.annoncer(contenu, type_mime=type_mime)

    refuse(p, annonce, annonce.envoyer(contenu), TYPE.format(type_mime))


@pytest.mark.parametrize(
    ("entetes", "message"),
    [
        ({"content_type": "text/html"}, TYPE.format("text/plain")),
        ({"content_md5": "AAAAAAAAAAAAAAAAAAAAAA=="}, HASH),
    ],
)
def test_headers_that_belie_the_announcement_are_refused(
    p: Poste, entetes: dict[str, str], message: str
) -> None:
    annonce = p.annoncer(NOTE)
    annonce.headers.clear()

    refuse(p, annonce, annonce.envoyer(NOTE, **entetes), message)


@pytest.mark.parametrize("contenu", [NOTE, GROS])
def test_a_client_that_leaves_before_the_end_leaves_nothing(p: Poste, contenu: bytes) -> None:
    annonce = p.annoncer(contenu)
    adresse = urlsplit(annonce.url)
    entete = f"PUT {adresse.path} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(contenu)}\r\n\r\n"
    with socket.create_connection((adresse.hostname, adresse.port or 80)) as lien:
        lien.sendall(entete.encode() + contenu[:-1])
        lien.shutdown(socket.SHUT_WR)
        assert lien.recv(1000) == b""

    # The same process answers this one after it has done with that one.
    autre = p.annoncer(NOTE)
    assert autre.envoyer(NOTE).status_code == 201
    assert p.rien(annonce)
    assert annonce.envoyer(contenu).status_code == 201


# --- the address ---------------------------------------------------------------------------------

PAS_VALABLE = (
    403,
    "forbidden",
    "Cette adresse de téléversement n’est pas valable, ou ne l’est plus",
)


def test_an_address_lasts_an_hour(p: Poste) -> None:
    maintenant = datetime.now(UTC)
    bientot = p.annoncer(NOTE, at=maintenant - timedelta(minutes=59))
    passee = p.annoncer(NOTE, at=maintenant - timedelta(minutes=60, seconds=1))

    assert bientot.envoyer(NOTE).status_code == 201
    assert erreur(passee.envoyer(NOTE)) == PAS_VALABLE
    assert p.rien(passee)


@pytest.mark.parametrize("passe", ["", "/", "/x", "/a.b", "/a/b", "/%00", "/" + "a" * 8000])
def test_what_is_not_an_address_of_ours_takes_nothing(p: Poste, passe: str) -> None:
    reponse = httpx.put(f"{p.settings.url}/televersements{passe}", content=NOTE)

    assert erreur(reponse) == PAS_VALABLE


def test_what_attaches_a_file_does_not_send_it(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    adresse = f"{p.settings.url}/televersements/{annonce.signed_blob_id}"

    assert erreur(httpx.put(adresse, content=NOTE)) == PAS_VALABLE
    assert p.rien(annonce)


@pytest.mark.parametrize("methode", ["GET", "POST", "DELETE"])
def test_it_is_only_put(p: Poste, methode: str) -> None:
    assert httpx.request(methode, p.annoncer(NOTE).url).status_code == 405


# --- again and together --------------------------------------------------------------------------


def test_sending_it_again_changes_nothing_and_is_answered_alike(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    assert annonce.envoyer(NOTE).status_code == 201
    avant = p.ligne(annonce)

    assert annonce.envoyer(NOTE).status_code == 201
    assert erreur(annonce.envoyer(NOTE[:-1] + b"!")) == (422, "unprocessable_content", HASH)
    assert p.ligne(annonce) == avant
    assert p.objets(annonce) == {"-1": NOTE}


def test_a_file_refused_may_be_sent_right(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    assert annonce.envoyer(NOTE[:-1] + b"!").status_code == 422

    assert annonce.envoyer(NOTE).status_code == 201
    assert p.objets(annonce) == {"-2": NOTE}


def test_one_of_several_sent_together_is_kept(p: Poste) -> None:
    annonce = p.annoncer(GROS)
    with ThreadPoolExecutor(4) as fils:
        reponses = list(fils.map(annonce.envoyer, [GROS] * 4))

    assert [reponse.status_code for reponse in reponses] == [201] * 4
    ligne = p.ligne(annonce)
    assert ligne is not None
    assert p.objets(annonce) == {f"-{ligne['essai_retenu']}": GROS}
    assert p.en_cours(annonce) == []


def test_nobody_tries_for_ever(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    for _ in range(ESSAIS_MAX):
        assert annonce.envoyer(b"").status_code == 422

    assert erreur(annonce.envoyer(NOTE)) == (
        409,
        "conflict",
        "Ce fichier a été envoyé trop de fois. Annoncez-le de nouveau pour l’envoyer encore",
    )
    assert p.rien(annonce)


# --- the store away ------------------------------------------------------------------------------


@pytest.mark.parametrize("contenu", [NOTE, GROS])
def test_a_store_that_is_away_is_said_so(p: Poste, contenu: bytes) -> None:
    ailleurs = p.settings.model_copy(update={"s3_endpoint_url": "http://127.0.0.1:1"})
    annonce = p.annoncer(contenu)
    with serving(ailleurs) as coupe:
        reponse = httpx.put(
            annonce.url.replace(p.settings.url, coupe.url),
            content=contenu,
            headers=annonce.headers,
            timeout=60,
        )

    assert erreur(reponse) == (
        503,
        "service_unavailable",
        "Le stockage des fichiers ne répond pas. Veuillez réessayer plus tard",
    )
    assert reponse.headers["retry-after"] == "5"
    assert p.rien(annonce)
    assert annonce.envoyer(contenu).status_code == 201
