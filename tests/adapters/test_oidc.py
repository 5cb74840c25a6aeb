"""A provider that changes its keys, and one that does not say of itself what it should."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from adapters.oidc.client import Client, Reconnu, Tentative
from adapters.oidc.erreurs import FournisseurMuet, PreuveRefusee
from tests.server.fournisseur import CLIENT_ID, SECRET, Fournisseur, cle_ec, cle_rsa, fournisseur

ANCIENNE, NOUVELLE = cle_rsa("ancienne"), cle_ec("nouvelle")
RETOUR = "https://guichet.exemple.fr/connexion/proconnect/retour"
TENTATIVE = Tentative("etat", "nonce", "verificateur-de-quarante-trois-caracteres-ou")


@pytest.fixture(scope="module")
def ouvert() -> Iterator[Fournisseur]:
    with fournisseur() as chez:
        yield chez


@pytest.fixture
def chez(ouvert: Fournisseur) -> Fournisseur:
    ouvert.remettre(ANCIENNE)
    ouvert.personne.update(sub="agent-1", email="ines@exemple.fr")
    return ouvert


def client(chez: Fournisseur) -> Client:
    return Client(emetteur=chez.url, client_id=CLIENT_ID, secret=SECRET, portee="openid email")


async def entrer(nous: Client) -> Reconnu:
    depart = await nous.adresse_de_connexion(TENTATIVE, retour=RETOUR, plus={})
    async with httpx.AsyncClient() as navigateur:
        rendu = (await navigateur.get(depart)).headers["location"]
    [code] = parse_qs(urlsplit(rendu).query)["code"]
    return await nous.echanger(code, TENTATIVE, retour=RETOUR)


async def test_keys_may_change_and_are_not_asked_for_at_each_false_text(chez: Fournisseur) -> None:
    nous = client(chez)
    assert (await entrer(nous)).sujet == "agent-1"
    chez.remettre(NOUVELLE)
    chez.personne.update(sub="agent-1")
    assert (await entrer(nous)).sujet == "agent-1"

    chez.remettre(cle_rsa("encore"))
    chez.personne.update(sub="agent-1")
    with pytest.raises(PreuveRefusee):
        await entrer(nous)


@pytest.mark.parametrize(
    "annonce",
    [
        {"issuer": "https://ailleurs.exemple"},
        {"token_endpoint": "http://ailleurs.exemple/jetons"},
        {"userinfo_endpoint": "http://192.0.2.1/personne"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "https://nom:secret@ailleurs.exemple/"},
        {"end_session_endpoint": 3},
        {"issuer": "x" * 300_000},
    ],
)
async def test_what_it_announces_is_checked_before_anybody_is_sent_there(
    chez: Fournisseur, annonce: dict[str, Any]
) -> None:
    chez.mensonges["annonce"] = annonce
    with pytest.raises(FournisseurMuet):
        await client(chez).adresse_de_connexion(TENTATIVE, retour=RETOUR, plus={})
    assert chez.demandes == []


async def test_it_is_called_encrypted_unless_it_is_this_machine() -> None:
    nous = Client(emetteur="http://ailleurs.exemple", client_id="x", secret="x", portee="openid")
    with pytest.raises(FournisseurMuet) as muet:
        await nous.adresse_de_connexion(TENTATIVE, retour=RETOUR, plus={})
    assert str(muet.value) == "Une adresse du fournisseur n’est pas en https://."
    absent = Client(emetteur="http://127.0.0.1:1", client_id="x", secret="x", portee="openid")
    with pytest.raises(FournisseurMuet) as muet:
        await absent.adresse_de_connexion(TENTATIVE, retour=RETOUR, plus={})
    assert str(muet.value) == "Connexion impossible : ConnectError."
