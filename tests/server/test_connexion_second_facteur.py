"""A second factor: chosen, asked for at each sign-in, good once, and never half of it (rules 11.4)."""

import asyncio
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from domain.seconds_facteurs.presentation import cle as cle_du_facteur
from server.settings import Settings
from tests.empreintes import empreintes
from tests.server.comptes import (
    ADA,
    ALI,
    AUTRE,
    COOKIE,
    INES,
    SECRET,
    Porte,
    connecter,
    porte,
    refus,
)
from tests.server.second_facteur import Application, activer, avec_le_temps, defi, relever

CODE_REFUSE = (401, "code_refuse", "Ce code n’est pas le bon, ou a déjà servi")
PERIME = (401, "defi_perime", "Cette connexion a trop attendu : recommencez-la")
BLOQUES = (401, "second_facteur_bloque", "Trop de codes erronés : réessayez dans une heure")
SESSIONS = "SELECT count(*) FROM sessions"


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    dossier = tmp_path_factory.mktemp("facteurs")
    with porte(stack, dossier, second_factor_set="administrateurs") as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.remettre()


def test_it_is_chosen_with_the_password_then_asked_for_at_sign_in(p: Porte) -> None:
    client = p.connecte()
    prepare = client.post("/second-facteur", json={"motDePasse": SECRET})
    secret = prepare.json()["secret"]
    adresse = urlsplit(prepare.json()["adresse"])
    assert (adresse.scheme, adresse.netloc, adresse.path) == (
        "otpauth", "totp", "/Guichet:ines%40exemple.fr",
    )  # fmt: skip
    assert parse_qs(adresse.query) == {"secret": [secret], "issuer": ["Guichet"]}
    assert connecter(p.navigateur()).status_code == 200  # nothing before a first code

    application = Application(secret)
    confirme = client.post("/second-facteur/confirmation", json={"code": application.code()})
    de_secours = confirme.json()["codesDeSecours"]
    assert [len(code) for code in de_secours] == [19] * 10
    assert len(set(de_secours)) == 10
    assert p.lignes(SESSIONS) == [(1,)]  # the others ended
    assert p.courriels() == [("second_facteur_actif", INES, True)]

    avec_le_temps(p)
    autre = p.navigateur()
    tenu = defi(autre)
    assert COOKIE not in autre.cookies
    assert p.lignes(SESSIONS) == [(1,)]
    entre = relever(autre, tenu, application.code())
    assert entre.json() == {"compte": {"email": INES}, "roles": ["instructeur", "usager"]}
    assert COOKIE in autre.cookies
    assert p.lignes("SELECT moyen, second_facteur FROM connexions ORDER BY id") == [
        ("mot_de_passe", False), ("mot_de_passe", False), ("mot_de_passe", True),
    ]  # fmt: skip


def test_nothing_is_kept_that_opens_by_itself(p: Porte) -> None:
    application, de_secours = activer(p, p.connecte())
    [(secret,)] = p.lignes("SELECT secret FROM seconds_facteurs")
    assert application.secret.encode() not in bytes(secret)
    assert p.lignes(
        "SELECT count(*) FROM codes_de_secours WHERE empreinte = sha256(%s::bytea)",
        de_secours[0].replace("-", "").encode(),
    ) == [(1,)]


def test_a_code_is_good_once_and_so_are_those_before_it(p: Porte) -> None:
    application, _ = activer(p, p.connecte())
    code = application.code()
    for attendu in (200, 401):
        client = p.navigateur()
        assert relever(client, defi(client), code).status_code == attendu
    client = p.navigateur()
    assert refus(relever(client, defi(client), application.code(-1))) == CODE_REFUSE
    assert relever(client, defi(client), application.code(1)).status_code == 200


def test_the_same_code_shown_twice_at_once_opens_once(p: Porte) -> None:
    application, _ = activer(p, p.connecte())
    client = p.navigateur()
    tenu, code = defi(client), application.code()

    async def tous() -> list[int]:
        async with httpx.AsyncClient(base_url=p.serveur.url, timeout=60) as seul:
            corps = {"defi": tenu, "code": code}
            rendues = await asyncio.gather(
                *(seul.post("/connexion/second-facteur", json=corps) for _ in range(5))
            )
            return sorted(rendue.status_code for rendue in rendues)

    assert asyncio.run(tous()) == [200, 401, 401, 401, 401]


@pytest.mark.parametrize(
    "code", ["0000000", "12345", "ABCD-EFGH-IJKL-MNOP", "１２３４５６", "0" * 900]
)
def test_a_wrong_code_opens_nothing(p: Porte, code: str) -> None:
    activer(p, p.connecte())
    client = p.navigateur()
    assert refus(relever(client, defi(client), code)) == CODE_REFUSE
    assert p.lignes(SESSIONS) == [(1,)]


def test_a_code_on_paper_is_good_once_and_its_owner_is_told(p: Porte) -> None:
    _, de_secours = activer(p, p.connecte())
    client = p.navigateur()
    tape = f" {de_secours[3].lower().replace('-', ' ')} "
    assert relever(client, defi(client), tape).status_code == 200
    assert refus(relever(client, defi(client), de_secours[3])) == CODE_REFUSE
    assert p.courriels()[-1] == ("code_de_secours_utilise", INES, True)
    assert p.lignes(
        "SELECT corps_texte LIKE '%%qu’il vous reste : 9.%%' FROM courriels ORDER BY id DESC LIMIT 1"
    ) == [(True,)]


def test_whoever_guesses_has_six_codes_an_hour_and_the_password_does_not_make_them_free(
    p: Porte,
) -> None:
    """Brute force."""
    application, de_secours = activer(p, p.connecte())
    p.lignes("DELETE FROM courriels")
    dits = []
    for _ in range(8):
        client = p.navigateur()
        dits.append(refus(relever(client, defi(client), "12345")))
    assert dits == [*[CODE_REFUSE] * 5, *[BLOQUES] * 3]
    assert p.courriels() == [("second_facteur_bloque", INES, True)]
    client = p.navigateur()
    tenu = defi(client)
    for bon in (application.code(), de_secours[0]):
        assert refus(relever(client, tenu, bon)) == BLOQUES
    p.lignes(
        "UPDATE tentatives_de_connexion SET derniere_le = derniere_le - interval '1 hour' "
        "WHERE adresse = %s", cle_du_facteur(numero(p)),
    )  # fmt: skip
    assert relever(client, tenu, application.code()).status_code == 200


def test_a_stranger_closes_no_second_factor(p: Porte) -> None:
    """What is typed as an address is never what codes are counted under."""
    application, _ = activer(p, p.connecte())
    for invente in (f"second-facteur/{numero(p)}", str(numero(p))):
        for _ in range(7):
            connecter(p.navigateur(), invente, "faux")
    client = p.navigateur()
    assert relever(client, defi(client), application.code()).status_code == 200


def numero(p: Porte) -> int:
    [(trouve,)] = p.lignes("SELECT id FROM comptes WHERE email = %s", INES)
    return int(trouve)


def test_a_challenge_opens_nothing_else_and_ends(p: Porte) -> None:
    """No half-open session: what is held after the password is not a cookie, and is no session."""
    application, _ = activer(p, p.connecte())
    client = p.navigateur()
    tenu = defi(client)
    for cookie in (tenu, ""):
        voleur = p.navigateur(cookie=f"{COOKIE}={cookie}")
        assert voleur.post("/graphql", json={"query": "{ moi { roles } }"}).status_code == 401
    assert refus(relever(client, f"{tenu}x", application.code())) == PERIME
    assert refus(relever(client, "invente", application.code())) == PERIME
    enroler = client.post("/second-facteur", json={"defi": tenu})
    assert refus(enroler) == PERIME  # made for something else

    p.lignes(
        "UPDATE comptes SET mot_de_passe_hash = mot_de_passe_hash || ' ' WHERE email = %s", INES
    )
    assert refus(relever(client, tenu, application.code())) == PERIME


def test_a_new_password_does_not_take_the_second_factor_away(p: Porte) -> None:
    application, _ = activer(p, p.connecte())
    p.navigateur().post("/mot-de-passe/oubli", json={"email": INES})
    p.suivre()
    assert p.navigateur().post(p.lien(), json={"motDePasse": AUTRE}).status_code == 200
    client = p.navigateur()
    reponse = connecter(client, INES, AUTRE)
    assert refus(reponse)[:2] == (401, "second_facteur_attendu")
    tenu = reponse.json()["errors"][0]["extensions"]["defi"]
    assert relever(client, tenu, application.code()).status_code == 200


def test_an_administrateur_cannot_do_without_and_chooses_one_while_signing_in(p: Porte) -> None:
    client = p.navigateur()
    tenu = defi(client, ADA, "second_facteur_a_choisir")
    assert p.lignes(SESSIONS) == [(0,)]
    assert refus(relever(client, tenu, "12345")) == PERIME  # made for something else
    application = Application(client.post("/second-facteur", json={"defi": tenu}).json()["secret"])
    faux = client.post("/second-facteur/confirmation", json={"defi": tenu, "code": "12345"})
    assert refus(faux) == CODE_REFUSE
    assert p.lignes(SESSIONS) == [(0,)]

    fait = client.post(
        "/second-facteur/confirmation", json={"defi": tenu, "code": application.code()}
    )
    assert fait.json()["compte"] == {"email": ADA}
    assert len(fait.json()["codesDeSecours"]) == 10
    assert COOKIE in client.cookies
    encore = client.post(
        "/second-facteur/confirmation", json={"defi": tenu, "code": application.code(1)}
    )
    assert refus(encore)[:2] == (422, "second_facteur_actif")

    avec_le_temps(p)
    retrait = {"motDePasse": SECRET, "code": application.code()}
    assert client.post("/second-facteur/retrait", json=retrait).json() == {"connecte": False}
    assert p.lignes(SESSIONS) == [(0,)]
    defi(client, ADA, "second_facteur_a_choisir")


def test_others_take_it_away_with_the_password_and_a_code(p: Porte) -> None:
    client = p.connecte(ALI)
    application, _ = activer(p, client)
    p.lignes("DELETE FROM courriels")
    avant = {
        nom: e
        for nom, e in empreintes(p.serveur.database_url).items()
        if nom != "tentatives_de_connexion"
    }
    for envoye, dit in (
        ({"motDePasse": AUTRE, "code": application.code()}, (422, "mot_de_passe_refuse")),
        ({"motDePasse": SECRET, "code": "12345"}, (401, "code_refuse")),
        ({"motDePasse": SECRET}, (400, "corps_incomplet")),
        ({"code": application.code()}, (400, "corps_incomplet")),
    ):
        assert refus(client.post("/second-facteur/retrait", json=envoye))[:2] == dit
        assert refus(p.navigateur().post("/second-facteur/retrait", json=envoye))[0] in (400, 401)
    assert avant == {
        nom: e for nom, e in empreintes(p.serveur.database_url).items() if nom in avant
    }
    bon = {"motDePasse": SECRET, "code": application.code()}
    assert client.post("/second-facteur/retrait", json=bon).json() == {"connecte": True}
    assert p.courriels() == [("second_facteur_retire", ALI, True)]
    assert connecter(p.navigateur(), ALI).status_code == 200
    assert p.lignes("SELECT count(*) FROM codes_de_secours") == [(0,)]


def test_new_codes_on_paper_end_the_former_ones(p: Porte) -> None:
    client = p.connecte(ALI)
    application, anciens = activer(p, client)
    neufs = client.post(
        "/second-facteur/codes", json={"motDePasse": SECRET, "code": application.code()}
    ).json()["codesDeSecours"]
    assert not set(neufs) & set(anciens)
    autre = p.navigateur()
    assert refus(relever(autre, defi(autre, ALI), anciens[0])) == CODE_REFUSE
    assert relever(autre, defi(autre, ALI), neufs[0]).status_code == 200


def test_a_stolen_session_chooses_no_second_factor(p: Porte) -> None:
    voleur = p.connecte()
    dit = refus(voleur.post("/second-facteur", json={"motDePasse": "au hasard"}))
    assert dit == (422, "mot_de_passe_refuse", "Le mot de passe actuel n’est pas celui-là")
    assert refus(voleur.post("/second-facteur/confirmation", json={"code": "12345"})) == (
        422, "second_facteur_absent", "Aucun second facteur ne protège ce compte",
    )  # fmt: skip
    assert refus(voleur.post("/second-facteur", json={"motDePasse": SECRET, "defi": "x"})) == PERIME
    assert p.lignes("SELECT count(*) FROM seconds_facteurs") == [(0,)]


def test_one_that_is_active_is_not_replaced(p: Porte) -> None:
    client = p.connecte()
    activer(p, client)
    assert refus(client.post("/second-facteur", json={"motDePasse": SECRET})) == (
        422, "second_facteur_actif",
        "Un second facteur protège déjà ce compte : retirez-le d’abord",
    )  # fmt: skip


def test_another_secret_of_guichet_leaves_codes_on_paper(p: Porte) -> None:
    """What is encrypted cannot be read any more: no code is good, and nothing is predictable."""
    application, de_secours = activer(p, p.connecte())
    p.lignes("UPDATE seconds_facteurs SET secret = 'illisible'")
    client = p.navigateur()
    assert refus(relever(client, defi(client), application.code())) == CODE_REFUSE
    assert relever(client, defi(client), de_secours[0]).status_code == 200
