"""Searching: a number or words, among what one may see, and a word about what one does not find."""

from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.identifiants import identifiant
from tests.bureau.accueil import ALI, EVE, IGOR, INES, SEUL, cout, indexer
from tests.bureau.bureau import Bureau

MONDE = "accueil"

TOUT = """query ($texte: String!, $first: Int, $after: String) { moi { instructeur {
  recherche(texte: $texte, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor }
    nodes {
      id number state archived usager demandeur demarcheNumber demarcheTitle groupe enTantQue
      dossier { number } demarche { number }
    }
    alerte { nature message number groupe demarche { number } trace { number state reason } }
} } } }"""


@pytest.fixture(scope="module", autouse=True)
def mots(bureau: Bureau) -> None:
    indexer(bureau)


def chercher(bureau: Bureau, email: str, texte: str, **page: Any) -> Any:
    return bureau.lire(email, TOUT, texte=texte, **page)["moi"]["instructeur"]["recherche"]


def numeros(bureau: Bureau, email: str, texte: str) -> list[int]:
    return sorted(trouve["number"] for trouve in chercher(bureau, email, texte)["nodes"])


def alerte(bureau: Bureau, email: str, texte: str) -> Any:
    trouvee = chercher(bureau, email, texte)
    assert trouvee["nodes"] == []
    return trouvee["alerte"]


# --- 3.18.1: a number, or words ---------------------------------------------------------------------


def test_a_number_is_that_of_one_dossier_exactly(bureau: Bureau) -> None:
    [trouve] = chercher(bureau, INES, " 7001 ")["nodes"]

    assert trouve == {
        "id": identifiant("Dossier", 7001),
        "number": 7001,
        "state": "en_construction",
        "archived": False,
        "usager": ALI,
        "demandeur": "Ali Bénali",
        "demarcheNumber": 700,
        "demarcheTitle": "Permis de végétaliser",
        "groupe": "Nord",
        "enTantQue": "instructeur",
        "dossier": {"number": 7001},
        "demarche": {"number": 700},
    }
    assert numeros(bureau, INES, "700") == []  # not the beginning of one


def test_a_number_that_no_dossier_could_have_is_a_word(bureau: Bureau) -> None:
    assert alerte(bureau, INES, "2147483648") is None
    assert alerte(bureau, INES, "99999999999999999999") is None
    assert alerte(bureau, INES, "2147483647") is None


@pytest.mark.parametrize(
    ("texte", "trouves"),
    [
        ("été", [7001, 7002]),  # the stem: « étés » too
        ("ETE", [7001, 7002]),
        ("rue ete", [7001, 7002]),  # all the words, in any order
        ("ete rue", [7001, 7002]),
        ("boulevard ete", []),  # the words of one dossier
        ("12 rue de l’Été", [7001]),  # « 12 » among others is a word
        ("moreau", [7002]),  # both halves of a name
        ("dupont-moreau", [7002]),
        ("dup mor", [7002]),  # each word is a beginning
        ("upont", []),  # and never an end
        ("ali@exemple.fr", [7001, 7003, 7004, 7101, 7201]),
        ("exemple zoe", [7002]),
        ("benali boulevard", [7003]),
        ("logement social", [7001]),  # a box that is ticked, by its label
        ("glycine", [7001]),
        ("verifier monceau", [7001]),  # an annotation, for who instructs
        ("végétaliser", []),  # the words of the démarche are not the dossier’s
        ("brouillon", []),
        ("de la", []),
    ],
)
def test_words_are_found_without_accents_and_by_their_beginning(
    bureau: Bureau, texte: str, trouves: list[int]
) -> None:
    assert numeros(bureau, INES, texte) == trouves


def test_the_closest_come_first(bureau: Bureau) -> None:
    """« Monceau » is an answer here, an annotation there."""
    assert [t["number"] for t in chercher(bureau, INES, "monceau")["nodes"]] == [7003, 7001]


# --- what one may see -------------------------------------------------------------------------------


def test_nobody_finds_the_dossiers_of_another_groupe_or_of_another_demarche(bureau: Bureau) -> None:
    assert numeros(bureau, INES, "12 rue été") == [7001]
    assert numeros(bureau, IGOR, "12 rue été") == [7005, 8001]


def test_a_dossier_hidden_from_the_administration_is_not_found(bureau: Bureau) -> None:
    assert 7006 not in numeros(bureau, INES, "benali")
    assert 7009 not in numeros(bureau, INES, "benali")
    assert alerte(bureau, INES, "7009") is None


def test_an_expert_finds_what_he_gives_an_avis_on_but_not_by_its_annotations(
    bureau: Bureau,
) -> None:
    [trouve] = chercher(bureau, EVE, "tilleul")["nodes"]
    assert (trouve["number"], trouve["enTantQue"]) == (7014, "expert")
    assert (trouve["dossier"], trouve["demarche"]) == (None, None)
    assert numeros(bureau, EVE, "7014") == [7014]
    assert numeros(bureau, EVE, "dupont chut") == []
    assert numeros(bureau, EVE, "chut") == []
    assert numeros(bureau, IGOR, "chut tilleul") == [7014]
    assert numeros(bureau, SEUL, "tilleul") == []  # his was revoked
    assert numeros(bureau, SEUL, "7014") == []


# --- 3.18.4: why it is not there --------------------------------------------------------------------


def test_a_dossier_in_the_bin_is_said_to_be_there(bureau: Bureau) -> None:
    assert alerte(bureau, INES, "7006") == {
        "nature": "corbeille",
        "message": "Le dossier n° 7006 est dans la corbeille de la démarche « Permis de végétaliser »",
        "number": 7006,
        "groupe": "Nord",
        "demarche": {"number": 700},
        "trace": None,
    }


def test_a_dossier_of_another_groupe_of_the_same_demarche_is_said_to_be_there(
    bureau: Bureau,
) -> None:
    assert alerte(bureau, INES, "7005") == {
        "nature": "autre_groupe",
        "message": "Le dossier n° 7005 de la démarche « Permis de végétaliser » est confié au groupe "
        "« Sud », dont vous n’êtes pas membre",
        "number": 7005,
        "groupe": "Sud",
        "demarche": {"number": 700},
        "trace": None,
    }


def test_a_dossier_deleted_for_good_leaves_its_trace(bureau: Bureau) -> None:
    assert alerte(bureau, INES, "7007") == {
        "nature": "supprime",
        "message": "Le dossier n° 7007 a été supprimé définitivement",
        "number": 7007,
        "groupe": None,
        "demarche": {"number": 700},
        "trace": {"number": 7007, "state": "refuse", "reason": "instructeur_request"},
    }


@pytest.mark.parametrize("numero", [8001, 8002, 7010, 7011, 99])
def test_what_is_none_of_his_business_is_as_what_never_was(bureau: Bureau, numero: int) -> None:
    """Another’s dossier, another’s trace, drafts: one answer, to the byte."""
    jamais = bureau.poster(INES, TOUT, texte="123456")
    assert bureau.poster(INES, TOUT, texte=str(numero)) == jamais


# --- bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texte",
    ["", " ", "%", "_", "%_%", "'", "':*", "\\", "&|!()<->", "a' | 'zzz", ":*", "-- ;", "½"],
)
def test_punctuation_finds_nothing_and_breaks_nothing(bureau: Bureau, texte: str) -> None:
    trouvee = chercher(bureau, INES, texte)
    assert (trouvee["nodes"], trouvee["totalCount"], trouvee["alerte"]) == ([], 0, None)


@settings(max_examples=40, deadline=None)
@given(texte=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30))
def test_any_text_is_searched(bureau: Bureau, texte: str) -> None:
    trouvee = chercher(bureau, INES, texte)
    assert {t["groupe"] for t in trouvee["nodes"]} <= {"Nord", "Est"}


def test_a_text_too_long_to_have_been_typed_is_refused(bureau: Bureau) -> None:
    assert bureau.refus(INES, TOUT, texte="a" * 201) == "Une recherche a 200 caractères au plus"
    assert numeros(bureau, INES, "a" * 200) == []


def test_a_cursor_of_another_list_is_refused(bureau: Bureau) -> None:
    for curseur in ("abc", "cmVjaGVyY2hlO3g7MQ", "ZGVtYXJjaGVzOzE7MQ", "é"):
        refus = bureau.refus(INES, TOUT, texte="ete", after=curseur)
        assert refus == f'Invalid input: "{curseur}"'


# --- pages ------------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_a_gap(bureau: Bureau) -> None:
    entiere = chercher(bureau, INES, "ali")
    assert entiere["totalCount"] == 5
    assert entiere["pageInfo"]["hasNextPage"] is False

    vus: list[int] = []
    apres: str | None = None
    for _ in range(3):
        page = chercher(bureau, INES, "ali", first=2, after=apres)
        vus += [trouve["number"] for trouve in page["nodes"]]
        assert page["pageInfo"]["hasPreviousPage"] is (apres is not None)
        assert page["totalCount"] == 5
        apres = page["pageInfo"]["endCursor"]
    assert page["pageInfo"]["hasNextPage"] is False
    assert vus == [trouve["number"] for trouve in entiere["nodes"]]


def test_a_search_costs_the_same_whatever_it_finds(bureau: Bureau) -> None:
    bureau.lire(INES, TOUT, texte="ali")
    aucun, un = (
        cout(bureau, INES, TOUT, texte="introuvable"),
        cout(bureau, INES, TOUT, texte="12 ete"),
    )
    cinq = cout(bureau, INES, TOUT, texte="ali")

    assert [len(r["moi"]["instructeur"]["recherche"]["nodes"]) for r, _ in (aucun, un, cinq)] == [
        0,
        1,
        5,
    ]
    assert un[1] == cinq[1]
    assert aucun[1] <= un[1]


# --- what is indexed, and when ----------------------------------------------------------------------


def test_what_changes_is_found_once_it_has_been_indexed(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    indexer(bureau)
    ecrire = """mutation ($input: DossierModifierAnnotationTextInput!) {
      dossierModifierAnnotationText(input: $input) { errors { message } } }"""
    entree = {
        "dossierId": identifiant("Dossier", 7001),
        "annotationId": identifiant("Champ", 9),
        "instructeurId": identifiant("Instructeur", bureau.lignes(
            "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", INES
        )[0][0]),
        "value": "Pergola",
    }  # fmt: skip
    assert bureau.lire(INES, ecrire, input=entree) == {
        "dossierModifierAnnotationText": {"errors": None}
    }
    assert numeros(bureau, INES, "pergola") == []

    indexer(bureau)

    assert numeros(bureau, INES, "pergola") == [7001]
    assert numeros(bureau, INES, "verifier") == []
    assert bureau.lignes("SELECT count(*) FROM mots_a_indexer") == [(0,)]


def test_words_are_looked_for_in_their_index(bureau: Bureau) -> None:
    """Whatever the planner makes of so few rows: without a choice, that is what it uses."""
    with psycopg.connect(bureau.serveur.database_url) as connexion:
        connexion.execute("SET enable_seqscan = off")
        plan = connexion.execute(
            "EXPLAIN SELECT dossier_id FROM mots_de_dossier "
            "WHERE mots @@ (SELECT demande_de_recherche('ete rue', ''))"
        ).fetchall()
    assert any("mots_de_dossier_idx" in ligne for (ligne,) in plan)
