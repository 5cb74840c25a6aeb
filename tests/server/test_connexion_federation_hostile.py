"""Every way in which what a provider says of somebody may be false, or come from another browser: nobody comes
in, and nothing is written (rules 11.5)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey
from pydantic import SecretStr

from server.settings import Settings
from tests.empreintes import empreintes
from tests.server.comptes import COOKIE, INES, porte
from tests.server.federation import FC, PRO, Monde, monde_federe
from tests.server.fournisseur import CLIENT_ID, SECRET, aller, cle_rsa
from tests.server.pages import NAVIGATEUR, Lue, ouvrir

AUTRE_CLE = cle_rsa("k1")
PERDU = "Cette connexion n’a pas commencé dans ce navigateur, ou a trop attendu : recommencez-la"
ECHEC = "La connexion par ProConnect n’a pas abouti : recommencez-la"
MUET = "ProConnect ne répond pas comme attendu : réessayez plus tard"


@pytest.fixture(scope="module")
def ouvert(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monde]:
    with monde_federe(stack, tmp_path_factory.mktemp("federation")) as monde:
        yield monde


@pytest.fixture
def m(ouvert: Monde) -> Iterator[Monde]:
    yield ouvert
    ouvert.remettre()


def _plus(**dit: Any) -> Any:
    return lambda vrai: {**vrai, **dit}


MENSONGES: list[tuple[str, dict[str, Any], int]] = [
    ("la clé d’un autre", {"cle_preuve": AUTRE_CLE}, 401),
    ("aucune signature", {"cle_preuve": "none"}, 401),
    ("un secret partagé", {"cle_preuve": OctKey.import_key(SECRET * 3)}, 401),
    ("un autre émetteur", {"preuve": _plus(iss="https://ailleurs.exemple")}, 401),
    ("un autre client", {"preuve": _plus(aud="un-autre")}, 401),
    ("plusieurs clients", {"preuve": _plus(aud=[CLIENT_ID, "un-autre"])}, 401),
    ("expiré", {"preuve": _plus(exp=1_000_000_000)}, 401),
    ("sans expiration", {"preuve": _plus(exp=None)}, 401),
    ("un autre nonce", {"preuve": _plus(nonce="un-autre")}, 401),
    ("sans nonce", {"preuve": _plus(nonce=None)}, 401),
    ("sans personne", {"preuve": _plus(sub=None)}, 401),
    ("un autre accès", {"preuve": _plus(at_hash="AAAA")}, 401),
    ("sans jeton d’identité", {"jetons": {"id_token": None}}, 503),
    ("l’identité d’un autre", {"personne": _plus(sub="un-autre")}, 401),
    ("l’identité pour un autre", {"personne": _plus(aud="un-autre")}, 401),
    ("l’identité sans destinataire", {"personne": _plus(aud=None)}, 401),
    ("l’identité signée par un autre", {"cle_personne": AUTRE_CLE}, 401),
    ("l’identité non signée", {"cle_personne": "none"}, 401),
    ("l’identité en clair", {"en_clair": True}, 503),
    ("le retour d’un autre", {"retour": {"iss": "https://ailleurs.exemple"}}, 401),
    ("un refus", {"retour": {"error": "access_denied"}}, 401),
    ("un autre code", {"retour": {"code": "invente"}}, 401),
]


@pytest.mark.parametrize(("mensonges", "statut"), [(m, s) for _, m, s in MENSONGES], ids=[n for n, _, _ in MENSONGES])  # fmt: skip
def test_what_is_not_proven_opens_nothing(m: Monde, mensonges: dict[str, Any], statut: int) -> None:
    m.personne(sub="agent-1", email=INES)
    m.chez.mensonges.update(mensonges)
    avant = empreintes(m.porte.serveur.database_url)
    client = m.porte.navigateur()
    refuse = m.entrer(client)
    assert (refuse.reponse.status_code, refuse.erreur) == (statut, MUET if statut == 503 else ECHEC)
    assert COOKIE not in client.cookies
    assert empreintes(m.porte.serveur.database_url) == avant


def test_a_return_is_good_in_the_browser_that_left_and_once(m: Monde) -> None:
    """CSRF and fixation: nobody is made to come in as another."""
    m.personne(sub="agent-1", email=INES)
    attaquant, victime = m.porte.navigateur(), m.porte.navigateur()
    rendu = aller(attaquant, PRO)
    avant = empreintes(m.porte.serveur.database_url)
    for client in (victime, m.porte.navigateur(cookie="guichet-federation=invente")):
        refuse = Lue(client.get(rendu, headers=NAVIGATEUR))
        assert (refuse.reponse.status_code, refuse.erreur) == (403, PERDU)
    aller(victime, PRO)
    assert Lue(victime.get(rendu, headers=NAVIGATEUR)).erreur == PERDU  # another state
    croise = rendu.replace("proconnect", "franceconnect")
    assert Lue(attaquant.get(croise, headers=NAVIGATEUR)).erreur == PERDU
    assert empreintes(m.porte.serveur.database_url) == avant

    assert attaquant.get(rendu).status_code == 303
    assert Lue(attaquant.get(rendu, headers=NAVIGATEUR)).erreur == PERDU


def test_a_verifier_that_is_not_ours_is_worth_no_token(m: Monde) -> None:
    """PKCE: a code that was seen on its way is worth nothing to another tentative."""
    m.personne(sub="agent-1", email=INES)
    vole = parse_qs(urlsplit(aller(m.porte.navigateur(), PRO)).query)["code"][0]
    m.chez.mensonges["retour"] = {"code": vole}
    assert m.entrer(m.porte.navigateur()).erreur == ECHEC


def test_who_is_not_set_up_or_away_is_told_in_words(stack: Settings, tmp_path: Any) -> None:
    ferme = {
        "france_connect_url": "http://127.0.0.1:1",
        "france_connect_id": "x",
        "france_connect_secret": SecretStr("x"),
    }
    with porte(stack, tmp_path, **ferme) as p:
        absent = ouvrir(p.navigateur(), PRO)
        assert (absent.reponse.status_code, absent.erreur) == (
            404, "On ne se connecte pas par ProConnect à ce Guichet",
        )  # fmt: skip
        muet = ouvrir(p.navigateur(), FC)
        assert (muet.reponse.status_code, muet.erreur) == (
            503, "FranceConnect ne répond pas comme attendu : réessayez plus tard",
        )  # fmt: skip
