"""The links of mails, opened by people: a page and a form, without a script, that no other site can use."""

import re
from collections.abc import Iterator

import httpx
import pytest

from server.settings import Settings
from tests.empreintes import empreintes
from tests.journal import Journal
from tests.server.comptes import AUTRE, INES, SECRET, Porte, connecter, porte, refus
from tests.server.pages import Lue, envoyer, ouvrir

PERIME = "Ce lien n’est pas valable, ou ne l’est plus : demandez-en un autre"
INVENTE = "Ce formulaire a trop attendu, ou ne vient pas de cette page : renvoyez-le"


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    with porte(stack, tmp_path_factory.mktemp("pages"), trusted_devices_set=True) as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.remettre()


def oubli(p: Porte) -> str:
    p.navigateur().post("/mot-de-passe/oubli", json={"email": INES})
    p.suivre()
    return p.lien()


def test_a_password_is_chosen_on_a_page_without_a_script(p: Porte) -> None:
    client, chemin = p.navigateur(), oubli(p)
    page = ouvrir(client, chemin)
    assert (page.reponse.status_code, page.h1) == (200, "Choisir un mot de passe")
    assert page.titre == "Choisir un mot de passe – Guichet"
    assert (page.action, sorted(page.champs)) == (chemin, ["jeton", "motDePasse"])
    assert "<script" not in page.reponse.text

    faible = envoyer(client, page, motDePasse="azertyuiop2026!")
    assert (faible.reponse.status_code, faible.erreur[:40]) == (
        422, "Ce mot de passe est trop facile à devine",
    )  # fmt: skip
    assert faible.titre == "Erreur : Choisir un mot de passe – Guichet"
    assert 'aria-invalid="true"' in faible.reponse.text

    fait = envoyer(client, faible, motDePasse=AUTRE)
    assert (fait.reponse.status_code, fait.h1) == (200, "Votre mot de passe est enregistré")
    assert connecter(client, INES, AUTRE).status_code == 200  # the mail was read on this device
    for encore in (ouvrir(client, chemin), envoyer(client, page, motDePasse=SECRET)):
        assert (encore.reponse.status_code, encore.erreur) == (404, PERIME)


def test_a_device_and_an_account_are_opened_by_a_button(p: Porte) -> None:
    client = p.navigateur()
    assert refus(connecter(client))[:2] == (401, "appareil_a_confirmer")
    page = ouvrir(client, p.lien())
    assert (page.h1, sorted(page.champs)) == ("Confirmer cet appareil", ["jeton"])
    assert envoyer(client, page).h1 == "Cet appareil est confirmé pour un mois"
    assert connecter(client).status_code == 200

    for n in range(6):
        connecter(client, INES, f"faux {n}")
    p.suivre()
    bloque = ouvrir(client, p.lien())
    assert bloque.h1 == "Débloquer votre compte"
    assert envoyer(client, bloque).h1 == "Votre compte est débloqué"
    assert connecter(client).status_code == 200


def test_a_page_tells_its_address_to_nobody_and_loads_nothing(p: Porte) -> None:
    chemin = oubli(p)
    page = ouvrir(p.navigateur(), chemin)
    dits = page.reponse.headers
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; form-action 'self'; "
        r"base-uri 'none'; frame-ancestors 'none'",
        dits["content-security-policy"],
    )
    assert {
        nom: dits[nom]
        for nom in ("referrer-policy", "cache-control", "x-content-type-options", "x-robots-tag",
                    "cross-origin-opener-policy", "content-type")
    } == {
        "referrer-policy": "strict-origin",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
        "cross-origin-opener-policy": "same-origin",
        "content-type": "text/html; charset=utf-8",
    }  # fmt: skip
    assert re.findall(r'(?:src|href)="([^"]*)"', page.reponse.text) == []
    nom, _, reste = dits["set-cookie"].partition("=")
    assert (nom, reste.split("; ")[1:]) == (
        "guichet-formulaire", ["HttpOnly", "Path=/", "SameSite=lax"],
    )  # fmt: skip
    assert p.lignes("SELECT utilise_le FROM liens_de_compte") == [(None,)]


def test_no_log_tells_the_secret_of_a_link(p: Porte, journal: Journal) -> None:
    chemin = oubli(p)
    client = p.navigateur()
    page = ouvrir(client, chemin)
    envoyer(client, page, motDePasse="court")
    envoyer(client, page, motDePasse=AUTRE)
    client.get("/livez")  # once it is answered, the requests before it on this connection are told
    dit = journal.texte()
    assert "/mot-de-passe/{secret}" in dit
    assert chemin.removeprefix("/mot-de-passe/") not in dit
    assert AUTRE not in dit


@pytest.mark.parametrize(
    ("entetes", "statut"),
    [
        ({"origin": "https://ailleurs.exemple", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://ailleurs.exemple"}, 403),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_another_site_sends_no_form_of_ours(p: Porte, entetes: dict[str, str], statut: int) -> None:
    """CSRF: even with all that the page holds."""
    client = p.navigateur()
    page = ouvrir(client, oubli(p))
    avant = empreintes(p.serveur.database_url)
    envoyee = envoyer(client, page, entetes, motDePasse=AUTRE)
    assert (envoyee.reponse.status_code, envoyee.erreur) == (
        statut, "Cette requête vient d’un autre site",
    )  # fmt: skip
    assert empreintes(p.serveur.database_url) == avant


def test_a_form_comes_from_a_page_given_to_this_browser(p: Porte) -> None:
    """CSRF: the token of another browser, an invented one, or none, is refused, and so is a form that does
    not say where it comes from."""
    chemin = oubli(p)
    page, mien = ouvrir(p.navigateur(), chemin), p.navigateur()
    ouvrir(mien, chemin)
    avant = empreintes(p.serveur.database_url)
    for jeton in (page.champs["jeton"], "invente", ""):
        envoyee = envoyer(mien, page, motDePasse=AUTRE, jeton=jeton)
        assert (envoyee.reponse.status_code, envoyee.erreur) == (403, INVENTE)
    sans_cookie = envoyer(p.navigateur(), page, motDePasse=AUTRE)
    assert (sans_cookie.reponse.status_code, sans_cookie.erreur) == (403, INVENTE)
    muet = Lue(mien.post(chemin, data={"motDePasse": AUTRE}))
    assert (muet.reponse.status_code, muet.erreur) == (
        403, "Cette requête ne dit pas d’où elle vient",
    )  # fmt: skip
    assert empreintes(p.serveur.database_url) == avant


@pytest.mark.parametrize(
    "chemin", ["/connexion", "/deconnexion", "/mot-de-passe", "/mot-de-passe/oubli", "/graphql"]
)
def test_forms_are_taken_nowhere_else(p: Porte, chemin: str) -> None:
    client = p.navigateur()
    page = ouvrir(client, oubli(p))
    envoyee = client.post(
        chemin, data={**page.champs, "email": INES}, headers={"origin": p.serveur.url}
    )
    assert refus(envoyee)[:2] == (415, "type_refuse")


@pytest.mark.parametrize(
    "corps", [b"\xff=1", b"a=1&" * 40, b"seul", b"jeton=%ff", b"x=" + b"y" * 20_000]
)
def test_what_is_not_a_form_is_refused_as_a_page(p: Porte, corps: bytes) -> None:
    client = p.navigateur()
    chemin = oubli(p)
    ouvrir(client, chemin)
    envoyee: httpx.Response = client.post(
        chemin, content=corps,
        headers={"content-type": "application/x-www-form-urlencoded", "origin": p.serveur.url},
    )  # fmt: skip
    assert envoyee.status_code in (400, 403, 413)
    assert envoyee.headers["content-type"] == "text/html; charset=utf-8"
    assert p.lignes("SELECT utilise_le FROM liens_de_compte") == [(None,)]


def test_programs_are_answered_json_as_before(p: Porte) -> None:
    chemin = oubli(p)
    for accepte in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        lu = p.navigateur(accept=accepte).get(chemin)
        assert lu.json()["usage"] == "mot_de_passe"
    assert refus(p.navigateur().get("/mot-de-passe/invente")) == (404, "lien_inconnu", PERIME)


def test_what_was_typed_is_never_written_back_as_html(p: Porte) -> None:
    client = p.navigateur()
    page = ouvrir(client, "/mot-de-passe/%3Cscript%3E%22%3E")
    assert page.reponse.status_code == 404
    assert "<script" not in page.reponse.text
    refusee = Lue(
        client.post(
            "/connexion/second-facteur",
            data={"defi": '"><script>', "code": "<b>", "jeton": page.champs.get("jeton", "")},
            headers={"origin": p.serveur.url},
        )
    )
    assert refusee.reponse.status_code == 403
    assert "<script" not in refusee.reponse.text
