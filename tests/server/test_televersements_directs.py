"""GUICHET_TELEVERSEMENT=direct: clients write to the store, and nothing is believed of what they wrote."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import httpx
import pytest

from domain.fichiers.refus import (
    FichierAbsent,
    HashInvalide,
    IdentifiantInvalide,
    TypeInvraisemblable,
)
from tests.server.televersements import Annonce, Poste, poste, poste_du_monde
from tests.serving import Serveur

NOTE = "Une note, à lire".encode()
HASH = "Le hash du fichier téléversé est invalide"


@pytest.fixture(scope="module")
def p(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Poste]:
    with poste_du_monde(nouveau_serveur) as relais:
        reglages = relais.settings.model_copy(update={"televersement": "direct"})
        with poste(reglages) as direct:
            yield direct


def deposer(p: Poste, annonce: Annonce, contenu: bytes) -> None:
    """As a store that checks nothing would let a client do."""
    p.storage.put(f"{annonce.cle}-0", contenu, content_type="text/html")


async def test_a_file_goes_to_the_store_and_is_copied_once_it_is_checked(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    assert urlsplit(annonce.url).netloc == urlsplit(p.settings.require("s3_endpoint_url")).netloc
    assert annonce.headers == {
        "Content-Type": "text/plain",
        "Content-MD5": "geuygVHifItRYDCY7x8iwA==",
    }

    assert annonce.envoyer(NOTE).status_code == 200
    assert p.objets(annonce) == {"-0": NOTE}
    verifie = await p.verifier(annonce.signed_blob_id)
    assert verifie == await p.verifier(annonce.signed_blob_id)
    assert p.objets(annonce) == {"-1": NOTE}
    p.attacher(verifie)
    with pytest.raises(IdentifiantInvalide):
        await p.verifier(annonce.signed_blob_id)


async def test_the_address_takes_what_was_announced_and_nothing_else(p: Poste) -> None:
    annonce = p.annoncer(NOTE)

    assert annonce.envoyer(NOTE[:-1] + b"!").status_code == 400
    assert annonce.envoyer(NOTE + b"!").status_code in (400, 403)
    assert annonce.envoyer(NOTE, content_type="text/html").status_code == 403
    annonce.headers.clear()
    assert annonce.envoyer(NOTE).status_code == 403
    assert p.rien(annonce)
    with pytest.raises(FichierAbsent):
        await p.verifier(annonce.signed_blob_id)


@pytest.mark.parametrize("contenu", [NOTE[:-1] + b"!", NOTE + b"!", NOTE[:-1], b""])
async def test_other_bytes_are_refused_whatever_the_store_took(p: Poste, contenu: bytes) -> None:
    annonce = p.annoncer(NOTE)
    deposer(p, annonce, contenu)

    with pytest.raises(HashInvalide, match=HASH):
        await p.verifier(annonce.signed_blob_id)
    ligne = p.ligne(annonce)
    assert ligne is not None
    assert ligne["recu_le"] is None
    assert p.objets(annonce) == {"-0": contenu}

    deposer(p, annonce, NOTE)
    assert (await p.verifier(annonce.signed_blob_id)).cle == f"{annonce.cle}-2"


async def test_a_file_of_another_kind_is_refused(p: Poste) -> None:
    annonce = p.annoncer(NOTE, type_mime="application/pdf")
    deposer(p, annonce, NOTE)

    with pytest.raises(TypeInvraisemblable):
        await p.verifier(annonce.signed_blob_id)


async def test_what_is_written_after_the_check_reaches_nobody(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    deposer(p, annonce, NOTE)
    verifie = await p.verifier(annonce.signed_blob_id)
    deposer(p, annonce, b"autre chose")

    p.attacher(verifie)
    assert b"".join(p.storage.read(verifie.cle)) == NOTE
    assert p.storage.head(verifie.cle).content_type == "text/plain"


def test_nothing_is_sent_to_us(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    passe = annonce.signed_blob_id
    assert httpx.put(f"{p.settings.url}/televersements/{passe}", content=NOTE).status_code == 403
