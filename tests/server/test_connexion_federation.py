"""ProConnect and FranceConnect, against a small provider: who comes in, and whose account it is (rules 11.5,
0.1.2)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from server.settings import Settings
from tests.empreintes import empreintes
from tests.server.comptes import ADA, ALI, COOKIE, EVE, INES, PERSONNE, connecter
from tests.server.federation import EC, FC, MOI, PRO, RSA, Monde, monde_federe
from tests.server.fournisseur import CLIENT_ID
from tests.server.pages import envoyer, ouvrir
from tests.server.second_facteur import Application, activer, avec_le_temps


@pytest.fixture(scope="module")
def ouvert(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monde]:
    with monde_federe(stack, tmp_path_factory.mktemp("federation")) as monde:
        yield monde


@pytest.fixture
def m(ouvert: Monde) -> Iterator[Monde]:
    yield ouvert
    ouvert.remettre()


# --- coming in ------------------------------------------------------------------------------------


def test_the_browser_is_sent_with_a_state_a_nonce_and_a_challenge(m: Monde) -> None:
    depart = m.porte.navigateur().get(PRO)
    adresse = urlsplit(depart.headers["location"])
    dit = {nom: valeur for nom, [valeur] in parse_qs(adresse.query).items()}
    assert f"{adresse.scheme}://{adresse.netloc}{adresse.path}" == f"{m.chez.url}/autoriser"
    assert {
        nom: dit.pop(nom) for nom in sorted(set(dit) - {"state", "nonce", "code_challenge"})
    } == {
        "claims": '{"id_token":{"amr":{"essential":true}}}',
        "client_id": CLIENT_ID,
        "code_challenge_method": "S256",
        "redirect_uri": f"{m.porte.serveur.url}/connexion/proconnect/retour",
        "response_type": "code",
        "scope": "openid email given_name usual_name",
    }
    assert [len(dit[nom]) for nom in ("state", "nonce", "code_challenge")] == [43, 43, 43]
    assert depart.headers["set-cookie"].split("; ")[1:] == [
        "HttpOnly", "Max-Age=900", "Path=/", "SameSite=lax",
    ]  # fmt: skip
    encore = m.porte.navigateur().get(PRO).headers["location"]
    assert dit["state"] not in encore
    assert dit["nonce"] not in encore


@pytest.mark.parametrize("cle", [RSA, EC], ids=["RS256", "ES256"])
def test_an_agent_is_known_by_his_address_then_by_his_number(m: Monde, cle: Any) -> None:
    m.chez.cle = cle
    m.personne(sub="agent-1", email=" Ines@Exemple.fr ", given_name="Inès")
    client = m.porte.navigateur()
    client.cookies.set(COOKIE, "pose-par-un-autre")
    entre = m.entrer(client, f"{PRO}?suite=/demarches/1")
    assert (entre.reponse.status_code, entre.reponse.headers["location"]) == (
        303, f"{m.porte.serveur.url}/demarches/1",
    )  # fmt: skip
    assert m.moi(client) == {"compte": {"email": INES}, "roles": ["instructeur", "usager"]}
    assert m.porte.lignes("SELECT sujet FROM identites_pro_connect") == [("agent-1",)]
    assert m.porte.lignes("SELECT moyen, second_facteur FROM connexions") == [
        ("pro_connect", False)
    ]

    m.personne(email="autre@exemple.fr")
    client = m.porte.navigateur()
    assert m.entrer(client).reponse.status_code == 303
    assert m.moi(client)["compte"] == {"email": INES}


def test_a_stranger_who_comes_by_proconnect_is_an_usager(m: Monde) -> None:
    m.personne(sub="agent-2", email=PERSONNE)
    client = m.porte.navigateur()
    m.entrer(client)
    assert m.moi(client) == {"compte": {"email": PERSONNE}, "roles": ["usager"]}


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.exemple", "//ailleurs.exemple", "/\\ailleurs", "x", "/a\tb"]
)
def test_nobody_is_led_elsewhere_afterwards(m: Monde, suite: str) -> None:
    m.personne(sub="agent-1", email=INES)
    client = m.porte.navigateur()
    depart = client.get(PRO, params={"suite": suite})
    rendu = httpx.get(depart.headers["location"], timeout=30).headers["location"]
    assert client.get(rendu).headers["location"] == f"{m.porte.serveur.url}/"


def test_an_administrateur_whose_agency_asked_for_two_factors_needs_none_here(m: Monde) -> None:
    m.personne(sub="agent-3", email=ADA)
    m.chez.methodes = ("pwd", "mfa")
    client = m.porte.navigateur()
    assert m.entrer(client).reponse.status_code == 303
    assert m.moi(client)["roles"] == ["administrateur", "instructeur", "usager"]
    assert m.porte.lignes("SELECT moyen, second_facteur FROM connexions") == [("pro_connect", True)]


def test_an_administrateur_whose_agency_did_not_chooses_one_on_pages(m: Monde) -> None:
    """Without a script, from the provider to the codes on paper."""
    m.personne(sub="agent-3", email=ADA)
    client = m.porte.navigateur()
    page = m.entrer(client)
    assert (page.reponse.status_code, page.h1) == (401, "Activer un second facteur")
    assert COOKIE not in client.cookies
    secret = envoyer(client, page)
    assert secret.h1 == "Activer le second facteur"
    application = Application(secret.codes[0])
    assert secret.codes[1].startswith("otpauth://totp/Guichet:ada%40exemple.fr?")
    faux = envoyer(client, secret, code="12345")
    assert (faux.reponse.status_code, faux.erreur) == (
        401, "Ce code n’est pas le bon, ou a déjà servi",
    )  # fmt: skip
    fini = envoyer(client, faux, code=application.code())
    assert (fini.h1, len(fini.codes)) == ("Gardez vos codes de secours", 10)
    assert m.moi(client)["compte"] == {"email": ADA}

    avec_le_temps(m.porte)
    autre = m.porte.navigateur()
    page = m.entrer(autre)
    assert (page.reponse.status_code, page.h1) == (401, "Donner un code")
    assert envoyer(autre, page, code=application.code()).h1 == "Vous êtes connecté"
    assert m.moi(autre)["compte"] == {"email": ADA}


def test_who_has_a_second_factor_gives_its_code_whatever_the_door(m: Monde) -> None:
    application, _ = activer(m.porte, m.porte.connecte(ALI))
    m.personne(sub="usager-1", email=ALI, email_verified=True)
    m.chez.methodes = ("pwd", "mfa")  # FranceConnect’s word is not taken for it
    client = m.porte.navigateur()
    page = m.entrer(client, FC)
    assert page.h1 == "Donner un code"
    assert envoyer(client, page, code=application.code()).h1 == "Vous êtes connecté"
    assert m.moi(client)["compte"] == {"email": ALI}


# --- FranceConnect ----------------------------------------------------------------------------------

IDENTITE = {
    "sub": "usager-1", "given_name": "Ali Baba", "family_name": "Martin", "gender": "male",
    "birthdate": "1980-02-29", "email": ALI,
}  # fmt: skip
KEPT = "SELECT sujet, genre, nom, prenoms, date_naissance::text FROM identites_france_connect"


def test_an_usager_is_known_and_his_identity_is_kept(m: Monde) -> None:
    m.personne(**IDENTITE, email_verified=True)
    client = m.porte.navigateur()
    assert m.entrer(client, FC).reponse.status_code == 303
    assert m.moi(client) == {"compte": {"email": ALI}, "roles": ["usager"]}
    assert m.porte.lignes(KEPT) == [("usager-1", "M.", "Martin", "Ali Baba", "1980-02-29")]
    assert m.chez.demandes[0]["acr_values"] == "eidas1"

    m.personne(family_name="Durand", birthdate="1980-02-00", gender="x")
    m.entrer(m.porte.navigateur(), FC)
    assert m.porte.lignes(KEPT) == [("usager-1", None, "Durand", "Ali Baba", None)]


@pytest.mark.parametrize("email", [ALI, PERSONNE])
def test_an_address_that_nobody_checked_is_confirmed_by_mail_in_the_same_browser(
    m: Monde, email: str
) -> None:
    """Enumeration: the same is said whether the address has an account or not."""
    m.personne(**{**IDENTITE, "email": email})
    client = m.porte.navigateur()
    page = m.entrer(client, FC)
    assert (page.reponse.status_code, page.h1) == (202, "Confirmez votre adresse")
    assert COOKIE not in client.cookies
    assert m.porte.courriels() == [("rattachement", email, True)]
    assert m.porte.lignes(KEPT) == []
    m.entrer(client, FC)
    assert len(m.porte.courriels()) == 1  # one in 15 minutes

    chemin, ailleurs = m.porte.lien(), m.porte.navigateur()
    refuse = envoyer(ailleurs, ouvrir(ailleurs, chemin))
    assert (refuse.reponse.status_code, refuse.erreur) == (
        422, "Ouvrez ce lien dans le navigateur où vous vous êtes connecté",
    )  # fmt: skip
    assert m.porte.lignes(KEPT) == []
    assert envoyer(client, ouvrir(client, chemin)).h1 == "C’est confirmé"
    assert m.entrer(client, FC).reponse.status_code == 303
    assert m.moi(client)["compte"] == {"email": email}


def test_whoever_gives_the_address_of_another_gets_nothing_of_his(m: Monde) -> None:
    """The victim gets the mail, and believes it; the attacker does not read it."""
    m.personne(**{**IDENTITE, "sub": "voleur"})
    voleur = m.porte.navigateur()
    m.entrer(voleur, FC)
    victime = m.porte.navigateur()
    envoyer(victime, ouvrir(victime, m.porte.lien()))
    m.personne(sub="usager-1")
    m.entrer(victime, FC)
    refuse = envoyer(victime, ouvrir(victime, _premier_lien(m)))
    assert refuse.reponse.status_code == 422
    assert m.porte.lignes(KEPT) == []


def _premier_lien(m: Monde) -> str:
    [(texte,)] = m.porte.lignes("SELECT corps_html FROM courriels ORDER BY id LIMIT 1")
    adresse = str(texte).split('href="', 1)[1].split('"', 1)[0]
    return adresse.removeprefix(m.porte.serveur.url)


@pytest.mark.parametrize("email", [INES, ADA])
def test_instructeurs_and_administrateurs_do_not_come_by_franceconnect(
    m: Monde, email: str
) -> None:
    """rules 0.1.2"""
    m.personne(**{**IDENTITE, "email": email}, email_verified=True)
    avant = empreintes(m.porte.serveur.database_url)
    refuse = m.entrer(m.porte.navigateur(), FC)
    assert (refuse.reponse.status_code, refuse.erreur) == (
        403, "Un instructeur ou un administrateur ne se connecte pas par FranceConnect",
    )  # fmt: skip
    assert empreintes(m.porte.serveur.database_url) == avant


def test_an_expert_does(m: Monde) -> None:
    m.personne(**{**IDENTITE, "email": EVE}, email_verified=True)
    client = m.porte.navigateur()
    m.entrer(client, FC)
    assert m.moi(client)["roles"] == ["expert", "usager"]


def test_one_address_that_proconnect_says_unchecked_is_not_believed(m: Monde) -> None:
    m.personne(sub="agent-9", email=INES, email_verified=False)
    client = m.porte.navigateur()
    assert m.entrer(client).reponse.status_code == 202
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    ("email", "message"),
    [
        (None, "ProConnect ne nous a pas donné votre adresse électronique"),
        ("pas une adresse", "pas une adresse n’est pas une adresse électronique valide"),
    ],
)
def test_somebody_without_an_address_has_no_account(
    m: Monde, email: str | None, message: str
) -> None:
    m.personne(sub="agent-1", **({} if email is None else {"email": email}))
    refuse = m.entrer(m.porte.navigateur())
    assert (refuse.reponse.status_code, refuse.erreur) == (403, message)


# --- going out ----------------------------------------------------------------------------------------


def test_who_opened_the_session_is_told_when_it_ends(m: Monde) -> None:
    m.personne(sub="agent-1", email=INES)
    client = m.porte.navigateur()
    m.entrer(client)
    [(preuve,)] = m.porte.lignes("SELECT preuve FROM sessions_federees")
    suite = urlsplit(client.post("/deconnexion", json={}).json()["suite"])
    dit = parse_qs(suite.query)
    assert f"{suite.scheme}://{suite.netloc}{suite.path}" == f"{m.chez.url}/sortir"
    assert dit["id_token_hint"] == [preuve]
    assert dit["post_logout_redirect_uri"] == [f"{m.porte.serveur.url}/"]
    assert len(dit["state"][0]) == 43
    assert client.post("/graphql", json={"query": MOI}).status_code == 401
    assert m.porte.lignes("SELECT count(*) FROM sessions_federees") == [(0,)]

    locale = m.porte.navigateur()
    connecter(locale)
    assert locale.post("/deconnexion", json={}).json() == {}
