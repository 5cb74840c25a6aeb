"""An account for whoever asks, another address for one, invitations: by a link that comes by mail, and a
stranger learns nothing of who has an account (rules 11.1, 4.1)."""

from collections.abc import Iterator

import pytest

from adapters.base_de_donnees import base_synchrone
from domain.sessions.envois import compte_de, inviter
from domain.transactions import Transaction
from server.connexion.porte import maintenant
from server.resources import CONNECTION, known
from server.settings import Settings
from tests.empreintes import empreintes
from tests.server.comptes import (
    ALI,
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
from tests.server.pages import envoyer, ouvrir

PERIME = (
    404,
    "lien_inconnu",
    "Ce lien n’est pas valable, ou ne l’est plus : demandez-en un autre",
)
ENVOYE = {"message": "Un courriel vient d’être envoyé à cette adresse : il dit comment continuer"}
COMPTES = "SELECT email::text FROM comptes ORDER BY id"
NOUVELLE = "ali.nouveau@exemple.fr"


@pytest.fixture(scope="module")
def ouverte(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porte]:
    with porte(stack, tmp_path_factory.mktemp("inscription")) as ouverte:
        yield ouverte


@pytest.fixture
def p(ouverte: Porte) -> Iterator[Porte]:
    yield ouverte
    ouverte.lignes("DELETE FROM comptes WHERE email = %s", PERSONNE)
    ouverte.lignes("UPDATE comptes SET email = %s WHERE email = %s", ALI, NOUVELLE)
    ouverte.remettre()


def demander(p: Porte, email: str) -> tuple[int, bytes]:
    reponse = p.navigateur().post("/inscription", json={"email": email})
    return reponse.status_code, reponse.content


def test_asking_for_an_account_is_answered_the_same_be_there_one_or_not(p: Porte) -> None:
    """Enumeration: a stranger, somebody who has a password, somebody who has none yet."""
    avant = p.lignes(COMPTES)
    dits = {demander(p, email) for email in (PERSONNE, INES, EVE)}
    assert len(dits) == 1
    assert p.navigateur().post("/inscription", json={"email": PERSONNE}).json() == ENVOYE
    assert p.courriels() == []
    p.suivre()
    assert p.courriels() == [
        ("inscription", PERSONNE, True),
        ("inscription_deja_faite", INES, True),
        ("activation_du_compte", EVE, True),
    ]  # and one each, although it was asked twice
    assert p.lignes(COMPTES) == avant


def test_an_account_begins_when_its_owner_opens_the_mail(p: Porte) -> None:
    demander(p, f"  {PERSONNE.upper()} ")
    p.suivre()
    client, chemin = p.navigateur(), p.lien()
    assert chemin.startswith("/inscription/")
    page = ouvrir(client, chemin)
    assert page.h1 == "Créer votre compte"
    assert p.lignes("SELECT count(*) FROM comptes WHERE email = %s", PERSONNE) == [(0,)]
    faible = envoyer(client, page, motDePasse="personne-exemple")
    assert (faible.reponse.status_code, COOKIE in client.cookies) == (422, False)
    fait = envoyer(client, faible, motDePasse=AUTRE)
    assert fait.h1 == "Votre compte est créé"
    assert client.post("/graphql", json={"query": "{ moi { roles compte { email } } }"}).json() == {
        "data": {"moi": {"roles": ["usager"], "compte": {"email": PERSONNE}}}
    }
    assert p.lignes("SELECT moyen FROM connexions") == [("lien",)]
    assert connecter(p.navigateur(), PERSONNE, AUTRE).status_code == 200
    assert refus(p.navigateur().post(chemin, json={"motDePasse": SECRET})) == PERIME
    assert p.lignes("SELECT email::text, verifiee_le IS NOT NULL FROM adresses_courriel") == [
        (PERSONNE, True)
    ]


@pytest.mark.parametrize(
    ("age", "statut", "connecte"),
    [("1 hour 59 minutes", 200, True), ("2 hours", 200, False), ("7 days", 404, False)],
)
def test_the_link_signs_in_for_two_hours_and_lasts_seven_days(
    p: Porte, age: str, statut: int, connecte: bool
) -> None:
    demander(p, PERSONNE)
    p.suivre()
    for colonne in ("cree_le", "expire_le"):
        p.vieillir("adresses_a_confirmer", colonne, age)
    client = p.navigateur()
    assert client.get(p.lien()).status_code == statut
    assert client.post(p.lien(), json={"motDePasse": AUTRE}).status_code == statut
    assert (COOKIE in client.cookies) is connecte
    assert len(p.lignes("SELECT 1 FROM comptes WHERE email = %s", PERSONNE)) == (statut == 200)


def test_two_links_make_one_account(p: Porte) -> None:
    chemins = []
    for _ in range(2):
        demander(p, PERSONNE)
        p.suivre()
        chemins.append(p.lien())
        p.vieillir("adresses_a_confirmer", "cree_le", "15 minutes")
    assert chemins[0] != chemins[1]
    assert p.navigateur().post(chemins[1], json={"motDePasse": AUTRE}).status_code == 200
    assert refus(p.navigateur().post(chemins[0], json={"motDePasse": SECRET})) == PERIME
    assert connecter(p.navigateur(), PERSONNE, AUTRE).status_code == 200


@pytest.mark.parametrize("email", ["sans-arobase", "a@b", "x" * 300 + "@exemple.fr", "a b@c.fr"])
def test_what_is_no_address_is_refused(p: Porte, email: str) -> None:
    reponse = p.navigateur().post("/inscription", json={"email": email})
    assert refus(reponse)[:2] == (422, "adresse_invalide")
    assert p.lignes("SELECT count(*) FROM outbox") == [(0,)]


# --- another address ------------------------------------------------------------------------------


def test_an_address_changes_once_the_new_one_is_confirmed_and_the_old_one_is_warned(
    p: Porte,
) -> None:
    client = p.connecte(ALI)
    voulu = client.post("/adresse", json={"nouvelle": NOUVELLE, "motDePasse": SECRET})
    assert (voulu.status_code, voulu.json()) == (202, ENVOYE)
    p.suivre()
    assert p.courriels() == [
        ("changement_d_adresse_demande", ALI, True),
        ("changement_d_adresse", NOUVELLE, True),
    ]
    assert connecter(p.navigateur(), ALI).status_code == 200  # nothing yet
    page = ouvrir(p.navigateur(), p.lien())
    assert page.h1 == "Confirmer votre nouvelle adresse"

    confirme = p.navigateur().post(p.lien(), json={})
    assert confirme.json() == {"compte": {"email": NOUVELLE}}
    assert p.courriels()[-1] == ("adresse_changee", ALI, True)
    assert p.lignes("SELECT count(*) FROM sessions") == [(0,)]
    assert connecter(p.navigateur(), NOUVELLE).status_code == 200
    assert refus(connecter(p.navigateur(), ALI))[:2] == (401, "identifiants_refuses")
    assert refus(p.navigateur().post(page.action, json={})) == PERIME


def test_an_address_that_has_an_account_is_not_told_to_who_wants_it(p: Porte) -> None:
    client = p.connecte(ALI)
    dits = {
        client.post("/adresse", json={"nouvelle": nouvelle, "motDePasse": SECRET}).content
        for nouvelle in (NOUVELLE, INES)
    }
    assert len(dits) == 1
    p.suivre()
    assert ("inscription_deja_faite", INES, True) in p.courriels()
    assert p.lignes("SELECT email::text FROM adresses_a_confirmer") == [(NOUVELLE,)]


def test_a_new_password_cancels_an_address_that_was_asked_for(p: Porte) -> None:
    voleur = p.connecte(ALI)
    voleur.post("/adresse", json={"nouvelle": NOUVELLE, "motDePasse": SECRET})
    p.suivre()
    chemin = p.lien()
    change = p.connecte(ALI).post("/mot-de-passe", json={"actuel": SECRET, "nouveau": AUTRE})
    assert change.status_code == 200
    assert refus(p.navigateur().post(chemin, json={})) == PERIME


def test_an_address_that_was_taken_meanwhile_is_not_given(p: Porte) -> None:
    p.connecte(ALI).post("/adresse", json={"nouvelle": PERSONNE, "motDePasse": SECRET})
    p.suivre()
    p.lignes("INSERT INTO comptes (email) VALUES (%s)", PERSONNE)
    avant = empreintes(p.serveur.database_url)
    assert refus(p.navigateur().post(p.lien(), json={})) == PERIME
    assert empreintes(p.serveur.database_url) == avant


@pytest.mark.parametrize(
    ("envoye", "dit"),
    [
        ({"nouvelle": NOUVELLE, "motDePasse": AUTRE}, (422, "mot_de_passe_refuse")),
        ({"nouvelle": NOUVELLE}, (400, "corps_incomplet")),
        ({"nouvelle": ALI, "motDePasse": SECRET}, (422, "adresse_inchangee")),
        ({"nouvelle": "rien", "motDePasse": SECRET}, (422, "adresse_invalide")),
    ],
)
def test_a_stolen_session_changes_no_address(
    p: Porte, envoye: dict[str, str], dit: tuple[int, str]
) -> None:
    assert refus(p.connecte(ALI).post("/adresse", json=envoye))[:2] == dit
    bon = {"nouvelle": NOUVELLE, "motDePasse": SECRET}
    assert refus(p.navigateur().post("/adresse", json=bon))[:2] == (401, "non_connecte")
    assert p.lignes("SELECT count(*) FROM outbox") == [(0,)]


def test_whoever_has_no_password_chooses_one_first(p: Porte) -> None:
    client = p.connecte(ALI)
    p.lignes("UPDATE comptes SET mot_de_passe_hash = NULL WHERE email = %s", ALI)
    dit = refus(client.post("/adresse", json={"nouvelle": NOUVELLE, "motDePasse": SECRET}))
    assert dit[:2] == (422, "mot_de_passe_absent")


# --- invitations ----------------------------------------------------------------------------------


def test_an_invitation_is_not_sent_again_within_seven_days(p: Porte) -> None:
    base = base_synchrone(p.serveur.database_url, CONNECTION, known(p.serveur.settings))

    def convier(tx: Transaction) -> None:
        compte = compte_de(tx, EVE)
        assert compte is not None
        inviter(tx, compte, at=maintenant(tx))

    for age, envoyes in (("0", 1), ("6 days 23:59:00", 1), ("1 minute", 2)):
        p.vieillir("liens_de_compte", "cree_le", age)
        base.transaction(convier)
        assert p.courriels() == [("activation_du_compte", EVE, True)] * envoyes
    base.fermer()


def test_whoever_is_added_to_a_groupe_chooses_a_password_by_the_mail(p: Porte) -> None:
    """rules 4.1.1: the event of the groupe, to the mail, to the page."""
    [(numero,)] = p.lignes(
        "INSERT INTO instructeurs (compte_id) SELECT id FROM comptes WHERE email = %s RETURNING id",
        EVE,
    )
    p.lignes(
        "INSERT INTO outbox (nom, donnees) VALUES ('InstructeurAjoute', "
        "jsonb_build_object('instructeur_id', %s::bigint))",
        numero,
    )
    p.suivre()
    p.lignes("DELETE FROM instructeurs WHERE id = %s", numero)
    assert p.courriels() == [("activation_du_compte", EVE, True)]
    client = p.navigateur()
    page = ouvrir(client, p.lien())
    assert envoyer(client, page, motDePasse=AUTRE).h1 == "Votre mot de passe est enregistré"
    assert connecter(client, EVE, AUTRE).status_code == 200
