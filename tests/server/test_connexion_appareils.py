"""Where devices are confirmed, an instructeur's password alone opens nothing (rules 11.2)."""

from collections.abc import Iterator
from functools import partial

import pytest

from server.settings import Settings
from tests.server.comptes import ALI, AUTRE, INES, SECRET, Porte, connecter, porte, refus

A_CONFIRMER = (
    401,
    "appareil_a_confirmer",
    "Cet appareil n’est pas connu. Confirmez-le par le lien qui vient d’être envoyé à votre adresse, puis "
    "connectez-vous à nouveau",
)


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    dossier = tmp_path_factory.mktemp("appareils")
    with porte(stack, dossier, trusted_devices_set=True) as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.remettre()


def test_a_device_is_confirmed_by_mail_then_opens(p: Porte) -> None:
    client = p.navigateur()
    for _ in range(2):
        assert refus(connecter(client)) == A_CONFIRMER
    assert p.lignes("SELECT count(*) FROM sessions") == [(0,)]
    assert p.courriels() == [("appareil_a_confirmer", INES, True)]  # one in 15 minutes

    chemin = p.lien()
    assert client.get(chemin).json()["usage"] == "appareil"
    assert refus(connecter(client)) == A_CONFIRMER
    confirme = client.post(chemin, json={})
    assert confirme.status_code == 200
    nom, _, reste = confirme.headers["set-cookie"].partition("=")
    assert nom.startswith("guichet-appareil-")
    assert reste.split("; ")[1:] == ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=lax"]
    assert connecter(client).status_code == 200

    assert refus(connecter(p.navigateur())) == A_CONFIRMER
    assert refus(p.navigateur().post(chemin, json={}))[:2] == (404, "lien_inconnu")


def test_the_mail_without_the_password_opens_nothing(p: Porte) -> None:
    client = p.navigateur()
    connecter(client)
    assert client.post(p.lien(), json={}).status_code == 200
    assert refus(connecter(client, INES, AUTRE))[:2] == (401, "identifiants_refuses")
    assert p.lignes("SELECT count(*) FROM sessions") == [(0,)]


def test_a_device_is_confirmed_for_one_account(p: Porte) -> None:
    client = p.navigateur()
    connecter(client)
    client.post(p.lien(), json={})
    assert refus(connecter(client, "ada@exemple.fr")) == A_CONFIRMER


def test_an_invented_cookie_confirms_nothing(p: Porte) -> None:
    [(numero,)] = p.lignes("SELECT id FROM comptes WHERE email = %s", INES)
    client = p.navigateur(cookie=f"guichet-appareil-{numero}={numero}")
    assert refus(connecter(client)) == A_CONFIRMER


def test_an_usager_needs_no_device(p: Porte) -> None:
    assert connecter(p.navigateur(), ALI, SECRET).status_code == 200


def test_choosing_a_password_by_a_link_confirms_the_browser(p: Porte) -> None:
    client = p.navigateur()
    client.post("/mot-de-passe/oubli", json={"email": INES})
    p.suivre()
    assert client.post(p.lien(), json={"motDePasse": AUTRE}).status_code == 200
    assert connecter(client, INES, AUTRE).status_code == 200


def test_a_week_before_it_is_trusted_no_more_a_device_may_be_confirmed_again(p: Porte) -> None:
    """rules 11.2"""
    client = p.navigateur()
    connecter(client)
    client.post(p.lien(), json={})
    renouveler = partial(p.travailler, "renouveler_les_appareils")
    annonces = "SELECT objet FROM courriels WHERE genre = 'appareil_a_renouveler'"

    renouveler()
    p.vieillir("liens_de_compte", "utilise_le", "22 days 23 hours")
    p.travailler("faire_le_menage")
    renouveler()
    assert p.lignes(annonces) == []
    p.vieillir("liens_de_compte", "utilise_le", "1 hour")
    renouveler()
    [(objet,)] = p.lignes(annonces)
    [(fin,)] = p.lignes("SELECT to_char(utilise_le + interval '30 days', 'DD/MM/YYYY') FROM liens_de_compte WHERE utilise_le IS NOT NULL")  # fmt: skip
    assert objet == f"Confirmez à nouveau cet appareil avant le {fin}"
    renouveler()
    assert p.lignes(annonces) == [(objet,)]

    autre = p.navigateur()
    assert autre.post(p.lien(), json={}).status_code == 200
    assert connecter(autre).status_code == 200
    p.vieillir("liens_de_compte", "utilise_le", "31 days")
    p.vieillir("liens_de_compte", "expire_le", "31 days")
    p.travailler("faire_le_menage")
    assert p.lignes("SELECT count(*) FROM liens_de_compte WHERE utilise_le IS NOT NULL") == [(0,)]
