"""The dossiers of a tab as a table: columns, cells, sorts, neighbours, and what is refused (rules 4.5, 4.6)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.bureau.accueil import cout
from tests.bureau.bureau import Bureau
from tests.bureau.liste_filtree import FILTRES, INES, IVAN, filtre, tous
from tests.bureau.tableaux import NUMERO, a_rebours, liste, numeros, pages, refus, requete

MONDE = "../../api/mondes/filtres"

VOISINS = """query ($number: Int!, $dossier: Int!, $tri: TriDeListeInput, $filtres: [FiltreDeListeInput!]) {
  moi { instructeur { demarche(number: $number) {
    voisins(dossier: $dossier, onglet: tous, tri: $tri, filtres: $filtres) { precedent suivant }
} } } }"""
CELLULES = "nodes { number state archived cellules { colonne texte valeurs } labels { name } }"


# --- pages --------------------------------------------------------------------------------------------


def test_a_cursor_of_another_list_is_refused(bureau: Bureau) -> None:
    par_numero: dict[str, Any] = {"tri": NUMERO, "filtres": []}
    page = liste(bureau, INES, FILTRES, "tous", first=3, **par_numero)
    fin = page["pageInfo"]["endCursor"]
    suite = liste(bureau, INES, FILTRES, "tous", first=3, after=fin, **par_numero)
    assert suite["pageInfo"]["hasPreviousPage"]
    autres: list[tuple[str, dict[str, Any]]] = [
        ("traites", par_numero),
        ("tous", {**par_numero, "archives": True}),
        ("tous", {**par_numero, "tri": {"colonne": "self/id", "sens": "desc"}}),
        ("tous", {**par_numero, "filtres": [filtre("individual/nom", "a")]}),
    ]
    for onglet, voulu in autres:
        assert refus(bureau, INES, FILTRES, onglet, after=fin, **voulu) == (
            "Ce curseur est celui d’une autre liste : reprenez celle-ci depuis son début",
            "curseur_etranger",
        )


@pytest.mark.parametrize(
    "curseur",
    ["x", "MjAyNi0wMS0wMVQxMDowMDowMC4wMDAwMDAwMDBaOzE", "WyJ4IiwgMV0" * 300, "é", "e30"],
)
def test_what_is_no_cursor_is_refused(bureau: Bureau, curseur: str) -> None:
    assert refus(bureau, INES, FILTRES, "tous", after=curseur) == (
        "Ce curseur n’en est pas un",
        "curseur_illisible",
    )


def test_a_forged_place_is_refused_or_is_a_place(bureau: Bureau) -> None:
    """The name of the list is no secret: what comes with it is read as its type, or refused."""
    tri = {"colonne": "self/depose_at", "sens": "asc"}
    fin = liste(bureau, INES, FILTRES, "tous", first=1, tri=tri)["pageInfo"]["endCursor"]
    nom, *_ = json.loads(urlsafe_b64decode(fin + "=" * (-len(fin) % 4)))
    for place in (
        ["2026-W01-1", 1], ["hier", 1], [None, 1], [5, 1], [], ["2026-01-01 10:00:00+01"],
        ["2026-01-01 10:00:00+01", True], ["2026-01-01 10:00:00+01", 2**63], ["99999-01-01 10:00:00+01", 1],
        ["a\0", 1], [{"a": 1}, 1],
    ):  # fmt: skip
        forge = urlsafe_b64encode(json.dumps([nom, *place]).encode()).decode()
        assert refus(bureau, INES, FILTRES, "tous", after=forge, tri=tri)[1] == "curseur_illisible"
    juste = urlsafe_b64encode(json.dumps([nom, "2026-01-01 10:00:00+01", 1]).encode()).decode()
    assert liste(bureau, INES, FILTRES, "tous", after=juste, tri=tri)["edges"]


def test_sizes_are_bounded_and_exclusive_arguments_refused(bureau: Bureau) -> None:
    assert len(liste(bureau, INES, FILTRES, "tous", first=1_000)["edges"]) <= 100
    vide = liste(bureau, INES, FILTRES, "tous", first=0)
    assert (vide["edges"], vide["pageInfo"]["hasNextPage"]) == ([], True)
    assert liste(bureau, INES, FILTRES, "tous", first=-1)["edges"] == []
    for ambigus in ({"first": 1, "last": 1}, {"after": "a", "before": "b"}):
        assert refus(bureau, INES, FILTRES, "tous", **ambigus) == (
            "« first » et « last » s’excluent, comme « after » et « before »",
            "page_ambigue",
        )


# --- sorts: 4.6.5 -------------------------------------------------------------------------------------


def test_dossiers_without_a_value_are_last_going_up_and_first_going_down(bureau: Bureau) -> None:
    tenus = {
        dossier
        for (dossier,) in bureau.lignes(
            "SELECT dossier_id FROM champs WHERE stable_id = 1 AND value IS NOT NULL"
        )
    }
    monte = tous(bureau, tri={"colonne": "type_de_champ/1", "sens": "asc"})
    avec = [numero for numero in monte if numero in tenus]
    sans = [numero for numero in monte if numero not in tenus]
    assert avec
    assert sans
    assert monte == avec + sans
    descend = tous(bureau, tri={"colonne": "type_de_champ/1", "sens": "desc"})
    assert descend == sans[::-1] + avec[::-1]


def test_labels_are_sorted_by_name_and_dossiers_without_one_are_there(bureau: Bureau) -> None:
    noms = dict(
        bureau.lignes(
            "SELECT dossier_id, min(nom) FROM dossiers_labels d JOIN labels l ON l.id = label_id GROUP BY 1"
        )
    )
    ordre = tous(bureau, tri={"colonne": "dossier_labels/label_id", "sens": "asc"})
    assert ordre == sorted(ordre, key=lambda numero: (noms.get(numero, "~"), numero))
    assert len(ordre) == len(tous(bureau))


def test_notifications_come_first_by_importance_then_the_last_changed(bureau_neuf: Bureau) -> None:
    bureau_neuf.lignes("DELETE FROM badges")
    for numero, type_, quand in (
        (8503, "attente_avis", "now() - interval '1 day'"),
        (8503, "message", "now() - interval '1 day'"),
        (8504, "dossier_modifie", "now() - interval '1 day'"),
        (8505, "dossier_depose", "now() + interval '1 day'"),  # not shown yet
        (8502, "message", "now() - interval '1 day'"),
        (8501, "message", "now() - interval '1 day'"),  # archived: this type is not shown
    ):
        bureau_neuf.lignes(
            "INSERT INTO badges (dossier_id, instructeur_id, type, affiche_le) "
            f"SELECT %s, i.id, %s, {quand} FROM instructeurs i JOIN comptes c ON c.id = compte_id "
            "WHERE c.email = %s",
            numero, type_, INES,
        )  # fmt: skip
    modifies = dict(bureau_neuf.lignes("SELECT id, modifie_le FROM dossiers"))

    def par_changement(numero: int) -> tuple[Any, int]:
        return modifies[numero], numero

    desc = tous(
        bureau_neuf, tri={"colonne": "dossier_notifications/notification_type", "sens": "desc"}
    )
    assert desc[:3] == [8504, *sorted((8503, 8502), key=par_changement, reverse=True)]
    assert desc[3:] == sorted(desc[3:], key=par_changement, reverse=True)
    asc = tous(
        bureau_neuf, tri={"colonne": "dossier_notifications/notification_type", "sens": "asc"}
    )
    assert asc == sorted(asc, key=par_changement)
    # By pages too: what has a badge is read before what has none, and nothing twice.
    tri = {"colonne": "dossier_notifications/notification_type", "sens": "desc"}
    voulu: dict[str, Any] = {"tri": tri, "archives": True, "filtres": []}
    lues = pages(bureau_neuf, INES, FILTRES, "tous", taille=2, **voulu)
    assert [arete["node"]["number"] for page in lues for arete in page["edges"]] == desc
    assert a_rebours(bureau_neuf, INES, FILTRES, "tous", taille=2, **voulu) == desc
    avec_message = filtre("dossier_notifications/notification_type", "message")
    assert tous(bureau_neuf, avec_message) == [8502, 8503]


# --- cells --------------------------------------------------------------------------------------------


def test_without_a_choice_the_list_shows_who_asks_and_news_first(bureau: Bureau) -> None:
    page = liste(bureau, INES, FILTRES, "a_suivre", f"colonnes {{ id libelle }} {CELLULES}")
    assert page["colonnes"] == [{"id": "user/email", "libelle": "Demandeur"}]
    emails = dict(
        bureau.lignes(
            "SELECT d.id, c.email::text FROM dossiers d JOIN comptes c ON c.id = usager_id"
        )
    )
    assert page["nodes"]
    for ligne in page["nodes"]:
        email = emails[ligne["number"]]
        assert ligne["cellules"] == [{"colonne": "user/email", "texte": email, "valeurs": [email]}]


def test_without_any_column_only_the_number_and_the_state_are_left(bureau: Bureau) -> None:
    page = liste(bureau, INES, FILTRES, "tous", CELLULES, colonnes=[], tri=NUMERO, first=1)
    assert page["nodes"] == [
        {"number": 8502, "state": "en_instruction", "archived": False, "cellules": [], "labels": []}
    ]


def test_each_column_says_what_the_dossier_holds(bureau: Bureau) -> None:
    voulues = [
        "self/id", "self/depose_at", "groupe_instructeur/id", "followers_instructeurs/email",
        "dossier_labels/label_id", "type_de_champ/3", "type_de_champ/6", "type_de_champ/8",
        "type_de_champ/10", "type_de_champ/11.primary", "type_de_champ/30", "type_de_champ/5",
    ]  # fmt: skip
    [(nord,)] = bureau.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Nord'")
    [(complet,)] = bureau.lignes(
        "SELECT id FROM labels WHERE nom = 'Complet' AND demarche_id = 850"
    )
    page = liste(
        bureau,
        INES,
        FILTRES,
        "tous",
        CELLULES,
        colonnes=voulues,
        filtres=[filtre("self/id", "8509")],
    )
    [ligne] = page["nodes"]
    assert [(c["texte"], c["valeurs"]) for c in ligne["cellules"]] == [
        ("8509", ["8509"]),
        ("01/01/2026 08:03", ["2026-01-01T08:03:00+01:00"]),
        ("Nord", [str(nord)]),
        ("ines@exemple.fr, ivan@exemple.fr", ["ines@exemple.fr", "ivan@exemple.fr"]),
        ("Complet", [str(complet)]),
        ("-7", ["-7"]),
        ("01/01/2026 00:00", ["2026-01-01T00:00:00+01:00"]),
        ("Oui", ["true"]),
        ("Rouge, Vert, Bleu, clair", ["Rouge", "Vert", "Bleu, clair"]),
        ("Légume", ["Légume"]),
        ("À revoir", ["À revoir"]),
        (None, []),
    ]
    assert [c["colonne"] for c in ligne["cellules"]] == voulues
    assert ligne["labels"] == [{"name": "Complet"}]


def test_a_page_costs_the_same_statements_whatever_its_size(bureau: Bureau) -> None:
    voulues = ["user/email", "followers_instructeurs/email", "dossier_labels/label_id",
               "avis/question_answer", "type_de_champ/1", "type_de_champ/17", "type_de_champ/30"]  # fmt: skip
    texte = requete(f"totalCount {CELLULES}")
    variables: dict[str, Any] = {
        "number": FILTRES, "onglet": "tous", "filtres": [], "colonnes": voulues,
    }  # fmt: skip
    cout(bureau, INES, texte, first=1, **variables)  # the second sight of a document is compiled
    cout(bureau, INES, texte, first=1, **variables)
    peu, un = cout(bureau, INES, texte, first=1, **variables)
    beaucoup, cent = cout(bureau, INES, texte, first=100, **variables)
    demarche = peu["moi"]["instructeur"]["demarche"], beaucoup["moi"]["instructeur"]["demarche"]
    assert [len(lue["dossiers"]["nodes"]) for lue in demarche] == [
        1, demarche[1]["dossiers"]["totalCount"],
    ]  # fmt: skip
    assert un == cent


# --- neighbours: 4.6.6 --------------------------------------------------------------------------------


def voisins(bureau: Bureau, dossier: int, email: str = INES, **voulu: Any) -> Any:
    lu = bureau.lire(email, VOISINS, number=FILTRES, dossier=dossier, **voulu)
    return lu["moi"]["instructeur"]["demarche"]["voisins"]


@pytest.mark.parametrize("colonne", ["self/id", "type_de_champ/1", "self/processed_at"])
def test_from_each_dossier_one_goes_on_as_in_the_list(bureau: Bureau, colonne: str) -> None:
    voulu: dict[str, Any] = {"tri": {"colonne": colonne, "sens": "desc"}, "filtres": []}
    ordre = numeros(bureau, INES, FILTRES, "tous", **voulu)
    entoures = [None, *ordre, None]
    for rang, numero in enumerate(ordre):
        assert voisins(bureau, numero, **voulu) == {
            "precedent": entoures[rang],
            "suivant": entoures[rang + 2],
        }


def test_one_that_has_left_the_list_is_still_between_its_neighbours(bureau: Bureau) -> None:
    voulu: dict[str, Any] = {"tri": NUMERO, "filtres": [filtre("self/state", "en_construction")]}
    ordre = numeros(bureau, INES, FILTRES, "tous", **voulu)
    avant, apres = [n for n in ordre if n < 8509], [n for n in ordre if n > 8509]
    assert 8509 not in ordre
    assert voisins(bureau, 8509, **voulu) == {"precedent": avant[-1], "suivant": apres[0]}


def test_what_is_another_groupes_has_no_neighbours_and_neither_has_nothing(bureau: Bureau) -> None:
    """8502 is in the North, where Ivan is not."""
    assert voisins(bureau, 8502, IVAN) is voisins(bureau, 999_999, IVAN) is None
    assert 8502 not in numeros(bureau, IVAN, FILTRES, "tous", archives=True, filtres=[])


def test_a_line_has_the_global_id_of_its_dossier(bureau: Bureau) -> None:
    page = liste(bureau, INES, FILTRES, "tous", "nodes { id }", tri=NUMERO, first=1, filtres=[])
    assert page["nodes"] == [{"id": identifiant("Dossier", 8502)}]
