"""POST /graphql: the schema of the API, for whoever is signed in, with the roles of his account."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

import scenarios
from domain.identifiants import identifiant
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.api.conftest import MONDES
from tests.databases import fresh_database
from tests.empreintes import empreintes
from tests.server.comptes import COOKIE, HACHE, Porte, connecter, refus
from tests.serving import serving

ADMIN, AUTRE_ADMIN = "admin@exemple.fr", "autre@exemple.fr"
INES, IGOR, ALI = "ines@exemple.fr", "igor@exemple.fr", "ali@exemple.fr"
NON_CONNECTE = (401, "non_connecte", "Connectez-vous pour continuer")

MOI = "{ moi { compte { email } roles sessions { id navigateur adresse souvenir courante } } }"
DEMARCHE = "{ demarche(number: 700) { number dossiers { nodes { number } } } }"
DOSSIER = "query ($n: Int!) { dossier(number: $n) { number annotations { id } } }"


class Bureau(Porte):
    jetons: dict[str, str]

    def jeton(self, nom: str = "ecriture") -> Client:
        return Client(self.serveur.url, self.jetons[nom])


@pytest.fixture(scope="module")
def modele(stack: Settings) -> Iterator[tuple[str, dict[str, str]]]:
    with fresh_database(stack) as url:
        fait = scenarios.charger(
            MONDES / "instruction.yaml", database_url=url, storage=open_storage(stack)
        )
        with psycopg.connect(url) as connexion:
            connexion.execute("UPDATE comptes SET mot_de_passe_hash = %s", (HACHE,))
        yield url.rsplit("/", 1)[1], fait.jetons


@pytest.fixture
def b(stack: Settings, modele: tuple[str, dict[str, str]]) -> Iterator[Bureau]:
    nom, jetons = modele
    with (
        fresh_database(stack, model=nom) as url,
        serving(stack.model_copy(update={"database_url": url, "login_limit": 0})) as serveur,
    ):
        bureau = Bureau(serveur)
        object.__setattr__(bureau, "jetons", jetons)
        try:
            yield bureau
        finally:
            bureau.fermer()


def poster(client: httpx.Client, query: str, cle: str | None = None, **variables: Any) -> Any:
    entetes = {"Idempotency-Key": cle} if cle else {}
    reponse = client.post(
        "/graphql", json={"query": query, "variables": variables}, headers=entetes
    )
    assert reponse.status_code == 200, reponse.text
    return reponse.json()


def lire(client: httpx.Client, query: str, **variables: Any) -> Any:
    corps = poster(client, query, **variables)
    assert "errors" not in corps, corps["errors"]
    return corps["data"]


def muter(
    client: httpx.Client, champ: str, selection: str, cle: str | None = None, **entree: Any
) -> Any:
    type_entree = f"{champ[0].upper()}{champ[1:]}Input"
    texte = f"mutation ($input: {type_entree}!) {{ {champ}(input: $input) {{ {selection} }} }}"
    return poster(client, texte, cle, input=entree)


def numeros(client: httpx.Client) -> list[int]:
    noeuds = lire(client, DEMARCHE)["demarche"]["dossiers"]["nodes"]
    return sorted(noeud["number"] for noeud in noeuds)


def instructeur(b: Bureau, email: str = INES) -> str:
    [(numero,)] = b.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", email
    )
    return identifiant("Instructeur", numero)


def du_groupe(b: Bureau, label: str) -> list[int]:
    trouves = b.lignes(
        "SELECT d.id FROM dossiers d JOIN groupes_instructeurs g ON g.id = groupe_instructeur_id "
        "WHERE label = %s AND visible_par_administration ORDER BY 1",
        label,
    )
    return [numero for (numero,) in trouves]


def test_whoever_is_signed_in_learns_who_he_is(b: Bureau) -> None:
    premiere = b.connecte(ADMIN)
    seconde = b.navigateur(**{"user-agent": "Essai/2.0"})
    connecter(seconde, ADMIN, seSouvenir=True)
    ouvertes = [str(n) for (n,) in b.lignes("SELECT id FROM sessions ORDER BY id")]

    moi = lire(seconde, MOI)["moi"]
    navigateur = premiere.headers["user-agent"]
    assert moi == {
        "compte": {"email": ADMIN},
        "roles": ["administrateur", "instructeur", "usager"],
        "sessions": [
            {"id": ouvertes[0], "navigateur": navigateur, "adresse": "127.0.0.1",
             "souvenir": False, "courante": False},
            {"id": ouvertes[1], "navigateur": "Essai/2.0", "adresse": "127.0.0.1",
             "souvenir": True, "courante": True},
        ],
    }  # fmt: skip
    assert seconde.post("/deconnexion", json={"session": ouvertes[0]}).status_code == 200
    assert refus(premiere.post("/graphql", json={"query": MOI})) == NON_CONNECTE
    assert [s["id"] for s in lire(seconde, MOI)["moi"]["sessions"]] == [ouvertes[1]]


def test_a_token_is_nobody(b: Bureau) -> None:
    assert b.jeton().lire(MOI) == {"moi": None}


def test_without_a_session_there_is_no_answer(b: Bureau) -> None:
    entetes = {"Authorization": f"Bearer {b.jetons['ecriture']}"}
    for client in (
        b.navigateur(),
        b.navigateur(cookie=f"{COOKIE}=invente"),
        b.navigateur(**entetes),
    ):
        assert refus(client.post("/graphql", json={"query": MOI})) == NON_CONNECTE
    perdue = b.connecte()
    b.vieillir("sessions", "vue_le", "1 hour")
    assert refus(perdue.post("/graphql", json={"query": MOI})) == NON_CONNECTE


def test_each_use_keeps_it_open_written_once_a_minute(b: Bureau) -> None:
    client = b.connecte()
    b.vieillir("sessions", "vue_le", "59 minutes")
    for _ in range(2):
        lire(client, MOI)
        assert b.lignes("SELECT now() - vue_le < interval '1 minute' FROM sessions") == [(True,)]


@pytest.mark.parametrize(
    ("entetes", "dit"),
    [
        ({"origin": "https://ailleurs.exemple"}, (403, "origine_refusee")),
        ({"sec-fetch-site": "cross-site"}, (403, "origine_refusee")),
        ({"content-type": "text/plain"}, (415, "type_refuse")),
        ({"content-type": "application/x-www-form-urlencoded"}, (415, "type_refuse")),
    ],
)
def test_another_site_asks_nothing_in_my_name(
    b: Bureau, entetes: dict[str, str], dit: tuple[int, str]
) -> None:
    victime = b.connecte()
    avant = empreintes(b.serveur.database_url)
    envoyes = {"content-type": "application/json", **entetes}
    assert (
        refus(victime.post("/graphql", content=b'{"query": "{ moi { roles } }"}', headers=envoyes))[
            :2
        ]
        == dit
    )
    assert victime.get("/graphql", params={"query": "{ moi { roles } }"}).status_code == 405
    assert empreintes(b.serveur.database_url) == avant


def test_an_instructeur_sees_the_dossiers_of_his_groupes_and_no_other(b: Bureau) -> None:
    nord, sud = du_groupe(b, "Nord"), du_groupe(b, "Sud")
    assert nord
    tous = b.jeton().lire(DEMARCHE)["demarche"]["dossiers"]["nodes"]
    assert sorted(noeud["number"] for noeud in tous) == sorted(nord + sud)

    assert numeros(b.connecte(INES)) == nord
    assert numeros(b.connecte(IGOR)) == sud
    assert lire(b.connecte(INES), DOSSIER, n=nord[0])["dossier"]["number"] == nord[0]
    for email in (IGOR, ADMIN, ALI):
        corps = poster(b.connecte(email), DOSSIER, n=nord[0])
        assert [e["extensions"]["code"] for e in corps["errors"]] == ["unauthorized"]


def test_an_administrateur_sees_the_demarche_and_no_dossier(b: Bureau) -> None:
    """rules 0.1.5: he needs to be of a groupe, or a token."""
    assert numeros(b.connecte(ADMIN)) == []
    for email in (AUTRE_ADMIN, ALI):
        corps = poster(b.connecte(email), DEMARCHE)
        assert [e["extensions"]["code"] for e in corps["errors"]] == ["unauthorized"]


def test_whoever_leaves_a_groupe_sees_it_no_more_at_the_next_request(b: Bureau) -> None:
    ines = b.connecte(INES)
    assert numeros(ines)
    b.lignes("DELETE FROM affectations")
    corps = poster(ines, DEMARCHE)
    assert [e["extensions"]["code"] for e in corps["errors"]] == ["unauthorized"]
    accepter = muter(
        ines, "dossierAccepter", "dossier { state } errors { message }",
        dossierId=identifiant("Dossier", 7002), instructeurId=instructeur(b),
    )  # fmt: skip
    assert [e["extensions"]["code"] for e in accepter["errors"]] == ["unauthorized"]
    assert b.lignes("SELECT state FROM dossiers WHERE id = 7002") == [("en_instruction",)]


def test_a_decision_is_taken_in_the_name_of_who_is_signed_in(b: Bureau) -> None:
    fait = muter(
        b.connecte(INES), "dossierAccepter", "dossier { state } errors { message }",
        dossierId=identifiant("Dossier", 7002), instructeurId=instructeur(b),
    )  # fmt: skip
    assert fait == {"data": {"dossierAccepter": {"dossier": {"state": "accepte"}, "errors": None}}}
    assert b.lignes(
        "SELECT operation, contenu -> 'auteur' FROM journal WHERE dossier_id = 7002"
    ) == [("accepter", {"genre": "instructeur", "id": numero(b), "email": INES})]


def numero(b: Bureau) -> int:
    [(trouve,)] = b.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", INES
    )
    return int(trouve)


@pytest.mark.parametrize("nomme", [IGOR, ADMIN])
def test_nobody_acts_in_the_name_of_another(b: Bureau, nomme: str) -> None:
    ines = b.connecte(INES)
    lire(ines, MOI)
    avant = empreintes(b.serveur.database_url)
    fait = muter(
        ines, "dossierAccepter", "errors { message }",
        dossierId=identifiant("Dossier", 7002), instructeurId=instructeur(b, nomme),
    )  # fmt: skip
    assert fait["data"]["dossierAccepter"] == {
        "errors": [{"message": "On n’agit qu’en son propre nom : cet instructeur n’est pas vous"}]
    }
    assert empreintes(b.serveur.database_url) == avant


def test_writing_a_message_here_makes_one_follow_the_dossier(b: Bureau) -> None:
    """api 14.17: not by a token."""
    entree = {
        "dossierId": identifiant("Dossier", 7002), "instructeurId": instructeur(b), "body": "Bonjour",
    }  # fmt: skip
    texte = "mutation ($input: DossierEnvoyerMessageInput!) { dossierEnvoyerMessage(input: $input) { errors { message } } }"
    suivis = "SELECT count(*) FROM suivis WHERE dossier_id = 7002 AND fin_le IS NULL"
    [(avant,)] = b.lignes(suivis)
    b.jeton().lire(texte, input=entree)
    assert b.lignes(suivis) == [(avant,)]
    b.lignes("DELETE FROM suivis")
    fait = muter(b.connecte(INES), "dossierEnvoyerMessage", "errors { message }", **entree)
    assert fait == {"data": {"dossierEnvoyerMessage": {"errors": None}}}
    assert b.lignes(suivis) == [(1,)]


def test_a_key_belongs_to_an_account(b: Bureau) -> None:
    """The same request again is answered with the first answer, from another browser too (api 14.12)."""
    entree = {
        "dossierId": identifiant("Dossier", 7002), "instructeurId": instructeur(b), "body": "Une fois",
    }  # fmt: skip
    rendus = [
        muter(
            b.connecte(INES),
            "dossierEnvoyerMessage",
            "message { id }",
            "cle-1",
            **entree,
        )
        for _ in range(2)
    ]
    assert rendus[0] == rendus[1]
    assert b.lignes("SELECT count(*) FROM messages WHERE corps = 'Une fois'") == [(1,)]
    [(porteur,)] = b.lignes("SELECT porteur FROM demandes_idempotentes")
    [(compte,)] = b.lignes("SELECT id FROM comptes WHERE email = %s", INES)
    assert porteur == f"compte:{compte}"


def test_an_administrateur_manages_groupes_and_an_instructeur_does_not(b: Bureau) -> None:
    [(groupe,)] = b.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Sud'")
    entree = {"groupeInstructeurId": identifiant("GroupeInstructeur", groupe), "label": "Ouest"}
    dit = muter(b.connecte(INES), "groupeInstructeurModifier", "errors { message }", **entree)
    assert [e["extensions"]["code"] for e in dit["errors"]] == ["unauthorized"]
    assert b.lignes("SELECT label FROM groupes_instructeurs WHERE id = %s", groupe) == [("Sud",)]
    fait = muter(b.connecte(ADMIN), "groupeInstructeurModifier", "errors { message }", **entree)
    assert fait["data"]["groupeInstructeurModifier"] == {"errors": None}
    assert b.lignes("SELECT label FROM groupes_instructeurs WHERE id = %s", groupe) == [("Ouest",)]


def test_the_pdf_of_a_dossier_opens_as_long_as_one_sees_it(b: Bureau) -> None:
    ines = b.connecte(INES)
    lu = lire(ines, "{ dossier(number: 7002) { pdf { url } } }")
    chemin = lu["dossier"]["pdf"]["url"].removeprefix(b.serveur.url)
    assert b.navigateur().get(chemin).headers["content-type"] == "application/pdf"
    b.lignes("DELETE FROM affectations")
    assert b.navigateur().get(chemin).status_code == 401
