"""Signing in: what opens, what stays shut, and what a stranger learns of it, which is nothing."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from domain.sessions.verrou import cle
from server.settings import Settings
from tests.server.comptes import (
    ADA,
    ALI,
    COOKIE,
    EVE,
    INES,
    PERSONNE,
    SECRET,
    Porte,
    connecter,
    porte,
    refus,
)

REFUSES = (401, "identifiants_refuses", "Adresse électronique ou mot de passe incorrect")
DERNIER = (
    401,
    "identifiants_refuses",
    "Adresse électronique ou mot de passe incorrect. Encore un échec, et ce compte sera bloqué pour une "
    "heure",
)
BLOQUE = (
    401,
    "compte_bloque",
    "Ce compte est bloqué pour une heure après plusieurs échecs. Le courriel qui vient d’être envoyé à "
    "son adresse permet de le débloquer",
)
SANS_VALKEY = "redis://127.0.0.1:1/0"
SESSIONS = "SELECT count(*) FROM sessions"


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    with porte(stack, tmp_path_factory.mktemp("connexion")) as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.remettre()


def test_an_address_and_its_password_open_a_session(p: Porte) -> None:
    reponse = connecter(p.navigateur(**{"user-agent": "Essai/1.0"}), f"  {ADA.upper()} ")

    assert reponse.status_code == 200
    assert reponse.json() == {
        "compte": {"email": ADA},
        "roles": ["administrateur", "instructeur", "usager"],
    }
    assert reponse.headers["cache-control"] == "no-store"
    nom, _, reste = reponse.headers["set-cookie"].partition("=")
    secret, *attributs = reste.split("; ")
    assert (nom, attributs) == (COOKIE, ["HttpOnly", "Path=/", "SameSite=lax"])
    assert len(secret) == 43
    assert p.lignes(
        "SELECT email::text, navigateur, host(adresse), souvenir, empreinte = sha256(%s::bytea) "
        "FROM sessions JOIN comptes ON comptes.id = compte_id",
        secret.encode(),
    ) == [(ADA, "Essai/1.0", "127.0.0.1", False, True)]


def test_over_https_the_cookie_is_bound_to_its_host(stack: Settings, tmp_path: Any) -> None:
    with porte(stack, tmp_path, public_url="https://guichet.exemple.fr") as p:
        reponse = connecter(p.navigateur(), seSouvenir=True)

    nom, _, reste = reponse.headers["set-cookie"].partition("=")
    _, *attributs = reste.split("; ")
    assert nom == "__Host-guichet-session"
    assert attributs == ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=lax", "Secure"]


def test_a_session_that_was_there_before_is_not_the_one_that_is_opened(p: Porte) -> None:
    """Fixation: what somebody else put in the browser is never worth a session."""
    client = p.navigateur()
    client.cookies.set(COOKIE, "pose-par-un-autre")
    assert connecter(client).status_code == 200
    posee = client.cookies.get(COOKIE, domain="127.0.0.1")
    assert posee not in (None, "pose-par-un-autre")
    victime = p.navigateur(cookie=f"{COOKIE}=pose-par-un-autre")
    assert refus(victime.post("/deconnexion", json={"toutes": True}))[:2] == (401, "non_connecte")

    seconde = p.navigateur(cookie=f"{COOKIE}={posee}")
    assert connecter(seconde).status_code == 200
    assert refus(
        p.navigateur(cookie=f"{COOKIE}={posee}").post("/deconnexion", json={"toutes": True})
    ) == (401, "non_connecte", "Connectez-vous pour continuer")
    assert p.lignes(SESSIONS) == [(1,)]


def test_whoever_guesses_is_told_the_same_be_there_an_account_or_not(p: Porte) -> None:
    """Enumeration: an account, one without a password, none at all: the same bytes at each step."""
    suites = {
        email: [connecter(p.navigateur(), email, f"faux {n}") for n in range(8)]
        for email in (INES, EVE, PERSONNE)
    }

    for reponses in suites.values():
        assert [refus(reponse) for reponse in reponses] == [
            *[REFUSES] * 4,
            DERNIER,
            *[BLOQUE] * 3,
        ]
    octets = [[reponse.content for reponse in reponses] for reponses in suites.values()]
    assert octets[0] == octets[1] == octets[2]
    entetes = [
        [sorted(set(reponse.headers) - {"x-request-id"}) for reponse in reponses]
        for reponses in suites.values()
    ]
    assert entetes[0] == entetes[1] == entetes[2]
    assert p.lignes(SESSIONS) == [(0,)]

    assert p.courriels() == []
    p.suivre()
    assert p.courriels() == [
        ("deblocage_du_compte", INES, True),
        ("deblocage_du_compte", EVE, True),
    ]


def test_a_closed_account_does_not_open_even_for_its_owner_until_an_hour_has_passed(
    p: Porte,
) -> None:
    """Brute force: the seventh try is not looked at, were it right."""
    for n in range(6):
        connecter(p.navigateur(), INES, f"faux {n}")
    assert refus(connecter(p.navigateur())) == BLOQUE
    p.vieillir("tentatives_de_connexion", "derniere_le", "59 minutes")
    assert refus(connecter(p.navigateur())) == BLOQUE
    p.vieillir("tentatives_de_connexion", "derniere_le", "1 minute")
    assert connecter(p.navigateur()).status_code == 200
    assert p.lignes("SELECT count(*) FROM tentatives_de_connexion") == [(0,)]


def test_tries_that_are_made_together_are_counted_one_by_one(p: Porte) -> None:
    async def tous() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=p.serveur.url, timeout=60) as client:
            return await asyncio.gather(
                *(
                    client.post("/connexion", json={"email": INES, "motDePasse": f"faux {n}"})
                    for n in range(12)
                )
            )

    dits = sorted(refus(reponse) for reponse in asyncio.run(tous()))
    assert dits == sorted([*[REFUSES] * 4, DERNIER, *[BLOQUE] * 7])
    p.suivre()
    assert p.courriels() == [("deblocage_du_compte", INES, True)]


def test_the_link_of_the_mail_opens_the_account_again_and_a_scanner_does_not(p: Porte) -> None:
    for n in range(6):
        connecter(p.navigateur(), INES, f"faux {n}")
    p.suivre()
    chemin = p.lien()
    assert chemin.startswith("/deblocage/")

    for _ in range(5):
        assert p.navigateur().get(chemin).json()["usage"] == "deblocage"
    assert refus(connecter(p.navigateur())) == BLOQUE
    assert p.navigateur().post(chemin, json={}).status_code == 200
    assert connecter(p.navigateur()).status_code == 200
    assert refus(p.navigateur().post(chemin, json={})) == (
        404,
        "lien_inconnu",
        "Ce lien n’est pas valable, ou ne l’est plus : demandez-en un autre",
    )


def test_success_forgets_the_failures(p: Porte) -> None:
    for _ in range(2):
        for n in range(5):
            connecter(p.navigateur(), INES, f"faux {n}")
        assert connecter(p.navigateur()).status_code == 200
    assert p.lignes(
        "SELECT count(*) FROM tentatives_de_connexion WHERE adresse = %s", cle(INES)
    ) == [(0,)]


def test_an_older_digest_opens_and_is_made_again(p: Porte) -> None:
    empreinte = hashlib.scrypt(SECRET.encode(), salt=bytes(16), n=16, r=8, p=1, dklen=32)
    ancien = f"$scrypt$ln=4,r=8,p=1${b64encode(bytes(16)).decode()}${b64encode(empreinte).decode()}"
    p.lignes("UPDATE comptes SET mot_de_passe_hash = %s WHERE email = %s", ancien, ALI)

    assert refus(connecter(p.navigateur(), ALI, "faux")) == REFUSES
    assert connecter(p.navigateur(), ALI).status_code == 200
    [(nouveau,)] = p.lignes("SELECT mot_de_passe_hash FROM comptes WHERE email = %s", ALI)
    assert str(nouveau).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert connecter(p.navigateur(), ALI).status_code == 200


@pytest.mark.parametrize(
    ("entetes", "dit"),
    [
        ({"origin": "https://ailleurs.exemple"}, (403, "origine_refusee")),
        ({"origin": "null"}, (403, "origine_refusee")),
        ({"sec-fetch-site": "cross-site"}, (403, "origine_refusee")),
        ({"sec-fetch-site": "same-site"}, (403, "origine_refusee")),
        ({"content-type": "text/plain"}, (415, "type_refuse")),
        ({"content-type": "application/x-www-form-urlencoded"}, (415, "type_refuse")),
        ({"content-type": "multipart/form-data; boundary=x"}, (415, "type_refuse")),
    ],
)
def test_another_site_makes_nobody_sign_in_or_out(
    p: Porte, entetes: dict[str, str], dit: tuple[int, str]
) -> None:
    """CSRF: neither a foreign origin, nor a body that a form can send."""
    victime = p.connecte()
    corps = b'{"toutes": true, "email": "ines@exemple.fr", "motDePasse": "bateau lune cactus 42"}'
    for chemin in ("/deconnexion", "/connexion", "/mot-de-passe/oubli", "/mot-de-passe"):
        envoyes = {"content-type": "application/json", **entetes}
        assert refus(victime.post(chemin, content=corps, headers=envoyes))[:2] == dit
    assert p.lignes(SESSIONS) == [(1,)]


def test_our_own_pages_are_let_in(p: Porte) -> None:
    entetes = {"origin": p.serveur.url, "sec-fetch-site": "same-origin"}
    assert connecter(p.navigateur(**entetes)).status_code == 200


@pytest.mark.parametrize("redis_url", [None, SANS_VALKEY])
def test_one_address_has_so_many_tries_wherever_they_are_counted(
    stack: Settings, tmp_path: Any, redis_url: str | None
) -> None:
    reglages = {"redis_url": redis_url} if redis_url else {}
    with porte(stack, tmp_path, login_limit=3, **reglages) as p:
        p_client = p.navigateur(**{"x-forwarded-for": "203.0.113.7"})
        # Others of this run count in the same Valkey, from the same address.
        reponses = [connecter(p_client, f"{n}@exemple.fr", "faux") for n in range(6)]
        assert refus(reponses[-1]) == (429, "trop_d_essais", "Trop d’essais : réessayez dans 15 s")
        assert reponses[-1].headers["retry-after"] == "15"
        assert {reponse.status_code for reponse in reponses} <= {401, 429}
        if redis_url:
            assert [reponse.status_code for reponse in reponses] == [401, 401, 401, 429, 429, 429]
            assert p.lignes("SELECT cle, nombre FROM passages WHERE cle LIKE 'adresse:%%'") == [
                ("adresse:127.0.0.1", 6)
            ]


def test_one_account_has_ten_tries_a_minute_wherever_they_come_from(
    stack: Settings, tmp_path: Any
) -> None:
    with porte(stack, tmp_path, login_limit=100, redis_url=SANS_VALKEY) as p:
        dits = [connecter(p.navigateur(), PERSONNE, "faux").status_code for _ in range(11)]
    assert dits == [*[401] * 10, 429]


@pytest.mark.parametrize(
    "corps",
    [
        b"",
        b"{",
        b"[]",
        b'{"email": 1, "motDePasse": "x"}',
        b'{"email": "a@b.fr"}',
        b'{"email": "\\u0000", "motDePasse": "x"}',
    ],
)
def test_what_cannot_be_read_is_refused(p: Porte, corps: bytes) -> None:
    reponse = p.navigateur().post(
        "/connexion", content=corps, headers={"content-type": "application/json"}
    )
    assert reponse.status_code == 400
    assert p.lignes("SELECT count(*) FROM tentatives_de_connexion") == [(0,)]
