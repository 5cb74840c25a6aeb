"""What the owner of an account sees of it, and how he puts others out of it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from adapters.base_de_donnees import base_synchrone
from domain.sessions import menage
from server.resources import CONNECTION
from server.settings import Settings
from tests.server.comptes import ADA, ALI, INES, SECRET, Porte, connecter, porte, refus
from tests.server.second_facteur import activer, defi, relever

COMPTE = (
    "{ moi { moyensDeConnexion secondFacteur { dateActivation codesDeSecoursRestants } "
    "connexions { date moyen secondFacteur navigateur adresse } } }"
)
SANS_VALKEY = "redis://127.0.0.1:1/0"


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    with porte(stack, tmp_path_factory.mktemp("compte"), redis_url=SANS_VALKEY) as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.remettre()


def compte(client: httpx.Client) -> dict[str, Any]:
    moi: dict[str, Any] = client.post("/graphql", json={"query": COMPTE}).json()["data"]["moi"]
    return moi


def test_the_owner_sees_what_protects_the_account_and_who_came(p: Porte) -> None:
    client = p.navigateur(**{"user-agent": "Essai/1.0"})
    connecter(client)
    [(le,)] = p.lignes("SELECT to_char(le, 'YYYY-MM-DD\"T\"HH24:MI:SS') FROM connexions")
    premiere = {
        "date": compte(client)["connexions"][0]["date"], "moyen": "mot_de_passe",
        "secondFacteur": False, "navigateur": "Essai/1.0", "adresse": "127.0.0.1",
    }  # fmt: skip
    assert compte(client) == {
        "moyensDeConnexion": ["mot_de_passe"],
        "secondFacteur": None,
        "connexions": [premiere],
    }
    assert str(premiere["date"])[14:19] == str(le)[14:19]

    application, _ = activer(p, client)
    autre = p.navigateur()
    relever(autre, defi(autre), application.code())
    p.lignes(
        "INSERT INTO identites_pro_connect (compte_id, sujet) "
        "SELECT id, 'agent-1' FROM comptes WHERE email = %s", INES,
    )  # fmt: skip
    vu = compte(autre)
    assert vu["moyensDeConnexion"] == ["mot_de_passe", "pro_connect"]
    assert vu["secondFacteur"]["codesDeSecoursRestants"] == 10
    assert [connexion["secondFacteur"] for connexion in vu["connexions"]] == [True, False]
    assert compte(p.connecte(ALI))["connexions"][1:] == []


def test_the_twenty_last_connexions_are_shown(p: Porte) -> None:
    client = p.connecte()
    p.lignes(
        "INSERT INTO connexions (compte_id, moyen, second_facteur, adresse, navigateur) "
        "SELECT id, 'mot_de_passe', false, '192.0.2.1', n::text FROM comptes, generate_series(1, 30) n "
        "WHERE email = %s", INES,
    )  # fmt: skip
    montrees = [connexion["navigateur"] for connexion in compte(client)["connexions"]]
    assert montrees == [str(n) for n in range(30, 10, -1)]


def test_old_connexions_are_forgotten_but_the_last_of_each(p: Porte) -> None:
    """rules 9.6: since when nobody comes is told by the last one."""
    for email in (INES, INES, ALI):
        p.connecte(email)
    p.vieillir("connexions", "le", "200 days")
    p.connecte(INES)
    base = base_synchrone(p.serveur.database_url, CONNECTION)
    base.transaction(menage.oublier)
    base.fermer()
    assert p.lignes(
        "SELECT email::text, le < now() - interval '100 days' FROM connexions "
        "JOIN comptes ON comptes.id = compte_id ORDER BY 1"
    ) == [(ALI, True), (INES, False)]


def test_the_owner_puts_all_others_out_and_stays(p: Porte) -> None:
    mien, vole, autre = p.connecte(), p.connecte(), p.connecte(ALI)
    ferme = mien.post("/deconnexion", json={"autres": True})
    assert (ferme.status_code, ferme.json(), "set-cookie" in ferme.headers) == (200, {}, False)
    assert refus(vole.post("/graphql", json={"query": COMPTE}))[:2] == (401, "non_connecte")
    for encore in (mien, autre):
        assert encore.post("/graphql", json={"query": COMPTE}).status_code == 200
    assert refus(vole.post("/deconnexion", json={"autres": True}))[:2] == (401, "non_connecte")
    assert p.lignes("SELECT count(*) FROM sessions") == [(2,)]


def test_a_password_that_changes_ends_whoever_stole_a_session_second_factor_or_not(
    p: Porte,
) -> None:
    """Theft: the code is not asked again of who is signed in, but the thief’s session ends."""
    client = p.connecte()
    application, _ = activer(p, client)
    voleur = p.navigateur()
    relever(voleur, defi(voleur), application.code())
    tenu = defi(p.navigateur())
    change = client.post(
        "/mot-de-passe", json={"actuel": SECRET, "nouveau": "violon brume 17 carafe"}
    )
    assert change.status_code == 200
    assert voleur.post("/graphql", json={"query": COMPTE}).status_code == 401
    assert refus(relever(p.navigateur(), tenu, application.code(1)))[1] == "defi_perime"
    assert client.post("/graphql", json={"query": COMPTE}).status_code == 200


@pytest.mark.parametrize(
    ("methode", "chemin"),
    [
        ("POST", "/connexion"),
        ("POST", "/inscription"),
        ("POST", "/mot-de-passe/oubli"),
        *(
            (methode, f"/{lien}/invente")
            for lien in ("mot-de-passe", "appareil", "deblocage", "inscription", "adresse", "rattachement")
            for methode in ("GET", "POST")
        ),
        ("POST", "/second-facteur"),
        ("GET", "/connexion/proconnect"),
        ("GET", "/connexion/franceconnect/retour"),
    ],
)  # fmt: skip
def test_every_door_has_a_brake(freinee: Porte, methode: str, chemin: str) -> None:
    """Brute force: one address has so many tries, whatever it tries."""
    reponse = freinee.navigateur().request(
        methode, chemin,
        json={"email": ADA, "motDePasse": "faux", "defi": "x"} if methode == "POST" else None,
    )  # fmt: skip
    assert (reponse.status_code, reponse.headers["retry-after"]) == (429, "15")


@pytest.fixture(scope="module")
def freinee(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    """Its address has used all its tries, for long."""
    dossier = tmp_path_factory.mktemp("freinee")
    with porte(stack, dossier, login_limit=1, redis_url=SANS_VALKEY) as ouverte:
        ouverte.lignes(
            "INSERT INTO passages VALUES ('adresse:127.0.0.1', 99, now() + interval '1 hour')"
        )
        yield ouverte
