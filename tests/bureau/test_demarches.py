"""The home of an instructeur: his démarches by tab, their counters, his order (rules 4.2)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.bureau.accueil import ALI, EVE, IGOR, INES, SEUL, cout
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

MONDE = "accueil"

LISTE = """query ($onglet: OngletDeDemarches!, $first: Int, $after: String) { moi { instructeur {
  demarches(onglet: $onglet, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { number } } nodes { number title }
} } } }"""
COMPTEURS = """query ($first: Int) { moi { instructeur { demarches(first: $first) { nodes {
  number compteurs { aSuivre suivis traites tous expirants }
} } } } }"""
SYNTHESE = "{ moi { instructeur { synthese { aSuivre suivis traites tous expirants } } } }"
ONGLETS = "{ moi { instructeur { ongletsDeDemarches { cle libelle nombre } accueil } } }"
ACCES = "{ moi { instructeur { accesDirect { number } } } }"


def liste(bureau: Bureau, email: str, onglet: str, **page: Any) -> Any:
    return bureau.lire(email, LISTE, onglet=onglet, **page)["moi"]["instructeur"]["demarches"]


def numeros(bureau: Bureau, email: str, onglet: str) -> list[int]:
    return [demarche["number"] for demarche in liste(bureau, email, onglet)["nodes"]]


def ids(*demarches: int) -> list[str]:
    return [identifiant("Procedure", numero) for numero in demarches]


# --- 4.2.1: the tabs ---------------------------------------------------------------------------------


def test_en_cours_are_the_open_ones_and_those_closed_with_dossiers_that_wait(
    bureau: Bureau,
) -> None:
    assert sorted(numeros(bureau, INES, "en_cours")) == [700, 710, 750]


def test_en_test_are_those_that_were_never_published(bureau: Bureau) -> None:
    assert numeros(bureau, INES, "en_test") == [730]
    assert numeros(bureau, IGOR, "en_test") == []


def test_what_waits_in_somebody_elses_groupe_does_not_keep_a_demarche_en_cours(
    bureau: Bureau,
) -> None:
    """740 has a dossier in the West, where Igor is and Inès is not."""
    assert numeros(bureau, INES, "terminees") == [740, 720]
    assert numeros(bureau, IGOR, "terminees") == []
    assert sorted(numeros(bureau, IGOR, "en_cours")) == [700, 740, 800]


def test_a_deleted_demarche_is_nowhere(bureau_neuf: Bureau) -> None:
    bureau_neuf.lignes("UPDATE demarches SET supprimee_le = now() WHERE id IN (700, 720, 730)")

    assert sorted(numeros(bureau_neuf, INES, "en_cours")) == [710, 750]
    assert numeros(bureau_neuf, INES, "en_test") == []
    assert numeros(bureau_neuf, INES, "terminees") == [740]
    [acces] = [bureau_neuf.lire(INES, ACCES)["moi"]["instructeur"]["accesDirect"]]
    assert sorted(demarche["number"] for demarche in acces) == [710, 740, 750]


def test_each_tab_tells_how_many_it_has(bureau: Bureau) -> None:
    assert bureau.lire(INES, ONGLETS)["moi"]["instructeur"] == {
        "ongletsDeDemarches": [
            {"cle": "en_cours", "libelle": "en cours", "nombre": 3},
            {"cle": "en_test", "libelle": "en test", "nombre": 1},
            {"cle": "terminees", "libelle": "terminée", "nombre": 2},
        ],
        "accueil": "demarches",
    }
    assert liste(bureau, INES, "terminees")["totalCount"] == 2


def test_who_has_no_demarche_but_avis_begins_with_them(bureau: Bureau) -> None:
    """Ève is asked an avis; that of Seul was taken back (rules 4.2.6)."""
    accueils = {e: bureau.lire(e, ONGLETS)["moi"]["instructeur"]["accueil"] for e in (EVE, SEUL)}
    assert accueils == {EVE: "avis", SEUL: "demarches"}
    assert numeros(bureau, EVE, "en_cours") == []
    assert bureau.lire(ALI, ONGLETS)["moi"]["instructeur"] is None


# --- 4.2.2: the order --------------------------------------------------------------------------------


def test_the_newest_come_first_until_they_are_put_in_order(bureau: Bureau) -> None:
    assert numeros(bureau, INES, "en_cours") == [750, 710, 700]
    assert numeros(bureau, INES, "terminees") == [740, 720]  # by creation


def test_an_order_is_one_persons_and_stays(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    assert bureau.muter(INES, "demarchesOrdonner", demarcheIds=ids(700, 750, 710)) == {
        "errors": None
    }
    assert numeros(bureau, INES, "en_cours") == [700, 750, 710]
    assert numeros(bureau, IGOR, "en_cours") == [800, 740, 700]

    # What is not named keeps its order, below.
    assert bureau.muter(INES, "demarchesOrdonner", demarcheIds=ids(710)) == {"errors": None}
    assert numeros(bureau, INES, "en_cours") == [710, 700, 750]

    # One that he has never placed is on top of all.
    bureau.lignes("DELETE FROM places_de_demarche WHERE demarche_id = 750")
    assert numeros(bureau, INES, "en_cours") == [750, 710, 700]


@pytest.mark.parametrize(
    ("demarches", "raison"),
    [
        (ids(700, 800), "nomme une démarche que vous n’instruisez pas"),
        (ids(700, 99), "nomme une démarche que vous n’instruisez pas"),
        (["700"], "nomme une démarche que vous n’instruisez pas"),
        ([identifiant("Dossier", 700)], "nomme une démarche que vous n’instruisez pas"),
        (ids(700, 700), "nomme deux fois la même démarche"),
    ],
)
def test_an_order_of_what_is_not_his_is_refused_and_changes_nothing(
    bureau: Bureau, demarches: list[str], raison: str
) -> None:
    bureau.de(INES)
    avant = empreintes(bureau.serveur.database_url)
    refus = bureau.muter(
        INES, "demarchesOrdonner", "errors { message code }", demarcheIds=demarches
    )
    assert refus == {"errors": [{"message": f"L’ordre demandé {raison}", "code": "ordre_refuse"}]}
    assert empreintes(bureau.serveur.database_url) == avant


def test_a_token_has_no_order(bureau: Bureau) -> None:
    texte = """mutation ($i: DemarchesOrdonnerInput!) {
      demarchesOrdonner(input: $i) { errors { message } } }"""
    data = bureau.jeton().lire(texte, i={"demarcheIds": ids(700)})
    assert data["demarchesOrdonner"]["errors"] == [
        {"message": "Cette demande se fait connecté, et non par un jeton"}
    ]


def test_pages_follow_each_other_without_a_gap(bureau: Bureau) -> None:
    vus: list[int] = []
    apres = None
    for _ in range(3):
        page = liste(bureau, INES, "en_cours", first=1, after=apres)
        [node] = page["nodes"]
        vus.append(node["number"])
        apres = page["pageInfo"]["endCursor"]
    assert vus == [750, 710, 700]
    assert page["pageInfo"]["hasNextPage"] is False
    assert page["pageInfo"]["hasPreviousPage"] is True
    assert page["edges"] == [{"cursor": apres, "node": {"number": 700}}]

    refus = bureau.refus(INES, LISTE, onglet="terminees", after=apres)
    assert refus == f'Invalid input: "{apres}"'


# --- 4.2.3, 4.2.4: the counters ----------------------------------------------------------------------


def test_each_demarche_has_its_five_counters_and_the_synthesis_their_sums(bureau: Bureau) -> None:
    comptees = bureau.lire(INES, COMPTEURS)["moi"]["instructeur"]["demarches"]["nodes"]
    par_numero = {demarche["number"]: demarche["compteurs"] for demarche in comptees}

    assert par_numero[700] == {
        "aSuivre": 1, "suivis": 1, "traites": 1, "tous": 3, "expirants": 3,
    }  # fmt: skip
    assert par_numero[710] == {
        "aSuivre": 1, "suivis": 0, "traites": 0, "tous": 1, "expirants": 1,
    }  # fmt: skip
    assert bureau.lire(INES, SYNTHESE)["moi"]["instructeur"]["synthese"] == {
        "aSuivre": 2, "suivis": 1, "traites": 2, "tous": 5, "expirants": 4,
    }  # fmt: skip
    assert bureau.lire(EVE, SYNTHESE)["moi"]["instructeur"]["synthese"] == {
        "aSuivre": 0, "suivis": 0, "traites": 0, "tous": 0, "expirants": 0,
    }  # fmt: skip


def test_the_counters_of_all_demarches_cost_what_those_of_one_cost(bureau: Bureau) -> None:
    bureau.lire(INES, COMPTEURS, first=1)
    une, toutes = cout(bureau, INES, COMPTEURS, first=1), cout(bureau, INES, COMPTEURS)

    assert [len(d["moi"]["instructeur"]["demarches"]["nodes"]) for d, _ in (une, toutes)] == [1, 3]
    assert une[1] == toutes[1]


# --- 4.2.5: direct access ----------------------------------------------------------------------------


def test_direct_access_has_them_all_the_open_ones_first(bureau: Bureau) -> None:
    acces = bureau.lire(INES, ACCES)["moi"]["instructeur"]["accesDirect"]
    assert [demarche["number"] for demarche in acces] == [730, 750, 700, 740, 720, 710]


def test_a_demarche_that_is_not_his_is_as_one_that_never_was(bureau: Bureau) -> None:
    une = "query ($n: Int!) { moi { instructeur { demarche(number: $n) { number } } } }"
    assert bureau.lire(INES, une, n=700)["moi"]["instructeur"]["demarche"] == {"number": 700}
    assert bureau.poster(INES, une, n=800) == bureau.poster(INES, une, n=99)
