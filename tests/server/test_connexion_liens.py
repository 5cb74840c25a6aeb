"""Links that come by mail, passwords that change, and what becomes of those who were signed in."""

from collections.abc import Iterator

import pytest

from adapters.base_de_donnees import base_synchrone
from domain.sessions.envois import compte_de, inviter
from domain.transactions import Transaction
from server.connexion.porte import maintenant
from server.resources import CONNECTION, known
from server.settings import Settings
from tests.server.comptes import (
    AUTRE,
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

PERIME = (
    404,
    "lien_inconnu",
    "Ce lien n’est pas valable, ou ne l’est plus : demandez-en un autre",
)
SESSIONS = "SELECT count(*) FROM sessions"


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    with porte(stack, tmp_path_factory.mktemp("connexion")) as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.remettre()


def demander_l_oubli(p: Porte, email: str) -> tuple[int, bytes]:
    reponse = p.navigateur().post("/mot-de-passe/oubli", json={"email": email})
    return reponse.status_code, reponse.content


def hache(p: Porte, email: str = INES) -> object:
    [(trouve,)] = p.lignes("SELECT mot_de_passe_hash FROM comptes WHERE email = %s", email)
    return trouve


def test_whoever_forgot_is_answered_the_same_be_there_an_account_or_not(p: Porte) -> None:
    dits = {demander_l_oubli(p, email) for email in (INES, EVE, PERSONNE)}
    assert dits == {
        (
            202,
            '{"message":"Si un compte a cette adresse, un courriel vient de lui être envoyé"}'.encode(),
        )
    }
    p.suivre()
    assert p.courriels() == [
        ("mot_de_passe_oublie", INES, True),
        ("activation_du_compte", EVE, True),
    ]


def test_asking_again_fills_no_letter_box(p: Porte) -> None:
    for _ in range(3):
        demander_l_oubli(p, INES)
    p.suivre()
    assert p.courriels() == [("mot_de_passe_oublie", INES, True)]


def test_a_link_is_opened_as_often_as_scanners_like_and_used_once(p: Porte) -> None:
    avant = hache(p)
    demander_l_oubli(p, INES)
    p.suivre()
    chemin = p.lien()

    for _ in range(5):
        vu = p.navigateur().get(chemin)
        assert (vu.status_code, vu.json()["usage"]) == (200, "mot_de_passe")
    assert hache(p) == avant

    choisi = p.navigateur().post(chemin, json={"motDePasse": AUTRE})
    assert (choisi.status_code, choisi.json()) == (200, {"compte": {"email": INES}})
    assert connecter(p.navigateur(), INES, AUTRE).status_code == 200
    assert refus(connecter(p.navigateur()))[:2] == (401, "identifiants_refuses")
    assert refus(p.navigateur().post(chemin, json={"motDePasse": SECRET})) == PERIME
    assert refus(p.navigateur().get(chemin)) == PERIME
    assert connecter(p.navigateur(), INES, AUTRE).status_code == 200


def test_only_the_digest_of_a_link_is_kept(p: Porte) -> None:
    demander_l_oubli(p, INES)
    p.suivre()
    secret = p.lien().removeprefix("/mot-de-passe/")
    assert p.lignes(
        "SELECT usage, expire_le - cree_le = interval '7 days', utilise_le, empreinte = sha256(%s::bytea) "
        "FROM liens_de_compte",
        secret.encode(),
    ) == [("mot_de_passe", True, None, True)]


@pytest.mark.parametrize(
    ("voulu", "code", "message"),
    [
        ("court 42 ok", "mot_de_passe_trop_court", "Le mot de passe compte au moins 12 caractères"),
        ("a" * 129, "mot_de_passe_trop_long", "Le mot de passe compte au plus 128 caractères"),
        (
            "azertyuiop2026!",
            "mot_de_passe_trop_faible",
            "Ce mot de passe est trop facile à deviner : choisissez par exemple plusieurs mots sans rapport "
            "entre eux",
        ),
        (
            "ines@exemple.fr",
            "mot_de_passe_trop_faible",
            "Ce mot de passe est trop facile à deviner : choisissez par exemple plusieurs mots sans rapport "
            "entre eux",
        ),
    ],
)
def test_a_poor_password_is_refused_and_uses_nothing_up(
    p: Porte, voulu: str, code: str, message: str
) -> None:
    avant = hache(p)
    demander_l_oubli(p, INES)
    p.suivre()
    chemin = p.lien()
    assert refus(p.navigateur().post(chemin, json={"motDePasse": voulu})) == (422, code, message)
    assert hache(p) == avant
    assert p.navigateur().post(chemin, json={"motDePasse": AUTRE}).status_code == 200


@pytest.mark.parametrize(("age", "statut"), [("6 days 23:59:00", 200), ("7 days", 404)])
def test_a_link_lasts_seven_days(p: Porte, age: str, statut: int) -> None:
    demander_l_oubli(p, INES)
    p.suivre()
    p.vieillir("liens_de_compte", "expire_le", age)
    assert p.navigateur().get(p.lien()).status_code == statut
    assert p.navigateur().post(p.lien(), json={"motDePasse": AUTRE}).status_code == statut


def test_a_link_opens_its_own_door_only(p: Porte) -> None:
    demander_l_oubli(p, INES)
    p.suivre()
    secret = p.lien().removeprefix("/mot-de-passe/")
    assert refus(p.navigateur().post(f"/deblocage/{secret}", json={})) == PERIME
    assert refus(p.navigateur().get("/mot-de-passe/invente")) == PERIME
    assert p.navigateur().get(f"/mot-de-passe/{secret}").status_code == 200


def test_an_invited_person_chooses_a_password_and_is_then_known(p: Porte) -> None:
    base = base_synchrone(p.serveur.database_url, CONNECTION, known(p.serveur.settings))

    def convier(tx: Transaction) -> None:
        compte = compte_de(tx, EVE)
        assert compte is not None
        inviter(tx, compte, at=maintenant(tx))

    base.transaction(convier)
    base.fermer()
    assert p.courriels() == [("activation_du_compte", EVE, True)]
    assert p.navigateur().post(p.lien(), json={"motDePasse": AUTRE}).status_code == 200
    assert connecter(p.navigateur(), EVE, AUTRE).json() == {
        "compte": {"email": EVE},
        "roles": ["expert", "usager"],
    }
    assert p.lignes("SELECT email::text, verifiee_le IS NOT NULL FROM adresses_courriel") == [
        (EVE, True)
    ]


def test_whoever_stole_a_session_loses_it_when_the_password_changes(p: Porte) -> None:
    proprietaire = p.connecte(seSouvenir=True)
    vole = proprietaire.cookies[COOKIE]
    p.connecte()

    change = proprietaire.post("/mot-de-passe", json={"actuel": SECRET, "nouveau": AUTRE})
    assert change.status_code == 200
    assert proprietaire.cookies[COOKIE] != vole
    assert "Max-Age=1209600" in change.headers["set-cookie"]
    assert p.lignes(SESSIONS) == [(1,)]

    voleur = p.navigateur(cookie=f"{COOKIE}={vole}")
    assert refus(voleur.post("/mot-de-passe", json={"actuel": AUTRE, "nouveau": SECRET})) == (
        401,
        "non_connecte",
        "Connectez-vous pour continuer",
    )
    assert proprietaire.post("/deconnexion", json={"toutes": True}).status_code == 200
    assert p.courriels() == [("mot_de_passe_change", INES, True)]


def test_a_link_too_ends_all_that_was_open(p: Porte) -> None:
    p.connecte()
    p.connecte()
    demander_l_oubli(p, INES)
    p.suivre()
    assert p.navigateur().post(p.lien(), json={"motDePasse": AUTRE}).status_code == 200
    assert p.lignes(SESSIONS) == [(0,)]
    assert p.lignes("SELECT count(*) FROM liens_de_compte") == [(0,)]


def test_a_stolen_session_does_not_change_the_password(p: Porte) -> None:
    voleur = p.connecte()
    avant = hache(p)
    for n in range(6):
        dit = refus(voleur.post("/mot-de-passe", json={"actuel": f"faux {n}", "nouveau": AUTRE}))
        assert dit == (422, "mot_de_passe_refuse", "Le mot de passe actuel n’est pas celui-là")
    dit = refus(voleur.post("/mot-de-passe", json={"actuel": SECRET, "nouveau": AUTRE}))
    assert dit[:2] == (401, "compte_bloque")
    assert hache(p) == avant
    assert p.lignes(SESSIONS) == [(1,)]


def test_signing_out_ends_the_session_on_the_server(p: Porte) -> None:
    client = p.connecte()
    garde = client.cookies[COOKIE]
    sortie = client.post("/deconnexion", json={})
    assert sortie.status_code == 200
    assert 'guichet-session=""; ' in sortie.headers["set-cookie"]
    assert p.lignes(SESSIONS) == [(0,)]
    revenu = p.navigateur(cookie=f"{COOKIE}={garde}")
    assert refus(revenu.post("/deconnexion", json={"toutes": True}))[:2] == (401, "non_connecte")
    assert p.navigateur().post("/deconnexion", json={}).status_code == 200


def test_another_session_of_mine_is_revoked_and_nobody_elses(p: Porte) -> None:
    mienne, autre = p.connecte(), p.connecte()
    p.connecte("ali@exemple.fr")
    numeros = [n for (n,) in p.lignes("SELECT id FROM sessions ORDER BY id")]
    assert mienne.post("/deconnexion", json={"session": str(numeros[1])}).status_code == 200
    assert refus(autre.post("/deconnexion", json={"toutes": True}))[:2] == (401, "non_connecte")
    for ailleurs in (str(numeros[2]), str(numeros[1]), "x", 3):
        assert refus(mienne.post("/deconnexion", json={"session": ailleurs})) == (
            404,
            "introuvable",
            "Cette session n’existe pas, ou n’existe plus",
        )
    assert [n for (n,) in p.lignes("SELECT id FROM sessions ORDER BY id")] == [
        numeros[0],
        numeros[2],
    ]


@pytest.mark.parametrize(
    ("souvenir", "colonne", "age", "vivante"),
    [
        (False, "vue_le", "59 minutes", True),
        (False, "vue_le", "1 hour", False),
        (True, "vue_le", "13 days", True),
        (True, "cree_le", "14 days", False),
        (False, "cree_le", "14 days", False),
    ],
)
def test_a_session_ends_by_itself(
    p: Porte, souvenir: bool, colonne: str, age: str, vivante: bool
) -> None:
    client = p.connecte(seSouvenir=souvenir)
    p.vieillir("sessions", colonne, age)
    assert client.post("/deconnexion", json={"toutes": True}).status_code == (
        200 if vivante else 401
    )
