"""What an instructeur chooses for the lists of a démarche is kept for him alone (rules 4.5)."""

from typing import Any

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.bureau.tableaux import liste, numeros
from tests.empreintes import empreintes

MONDE = "../../api/mondes/filtres"
INES, IVAN, ALI, FILTRES = "ines@exemple.fr", "ivan@exemple.fr", "ali@exemple.fr", 850
DEMARCHE = identifiant("Procedure", FILTRES)

PRESENTATION = """presentation {
  colonnes { id libelle } tri { colonne sens } filtresDeplies reinitialisee
  filtres { onglet filtres { colonne operateur valeurs } } }"""
LIRE = f"query {{ moi {{ instructeur {{ demarche(number: {FILTRES}) {{ {PRESENTATION} }} }} }} }}"
VIDES: list[dict[str, Any]] = [
    {"colonne": colonne, "operateur": "correspond", "valeurs": []}
    for colonne in ("self/state", "self/id", "dossier_notifications/notification_type")
]
ONGLETS = ["a_suivre", "suivis", "traites", "tous", "expirant", "archives", "supprimes"]
DEFAUT = {
    "colonnes": [{"id": "user/email", "libelle": "Demandeur"}],
    "tri": {"colonne": "dossier_notifications/notification_type", "sens": "desc"},
    "filtresDeplies": True,
    "reinitialisee": False,
    "filtres": [{"onglet": onglet, "filtres": VIDES} for onglet in ONGLETS],
}


def lire(bureau: Bureau, email: str = INES) -> Any:
    return bureau.lire(email, LIRE)["moi"]["instructeur"]["demarche"]["presentation"]


def choisir(bureau: Bureau, champ: str, **entree: Any) -> Any:
    """What is kept after the choice, as the payload shows it."""
    payload = bureau.muter(
        INES, champ, f"errors {{ message code }} demarche {{ {PRESENTATION} }}",
        demarcheId=DEMARCHE, **entree,
    )  # fmt: skip
    assert payload["errors"] is None, payload["errors"]
    assert payload["demarche"]["presentation"] == lire(bureau)
    return payload["demarche"]["presentation"]


def refuser(bureau: Bureau, champ: str, email: str = INES, **entree: Any) -> tuple[str, str]:
    """Why it is refused; nothing has changed."""
    bureau.de(email)
    avant = empreintes(bureau.serveur.database_url)
    payload = bureau.muter(
        email, champ, "errors { message code } demarche { number }",
        **{"demarcheId": DEMARCHE, **entree},
    )  # fmt: skip
    assert payload["demarche"] is None
    apres = empreintes(bureau.serveur.database_url)
    assert {k: v for k, v in apres.items() if k != "sessions"} == {
        k: v for k, v in avant.items() if k != "sessions"
    }
    [erreur] = payload["errors"]
    return erreur["message"], erreur["code"]


def filtres(presentation: Any, onglet: str) -> list[tuple[str, str, list[str]]]:
    [de_l_onglet] = [f["filtres"] for f in presentation["filtres"] if f["onglet"] == onglet]
    return [(f["colonne"], f["operateur"], f["valeurs"]) for f in de_l_onglet]


def donne(colonne: str, *valeurs: str, operateur: str = "correspond") -> dict[str, Any]:
    return {"colonne": colonne, "operateur": operateur, "valeurs": list(valeurs)}


def test_without_a_choice_everything_is_as_the_rule_says(bureau: Bureau) -> None:
    assert lire(bureau) == lire(bureau, IVAN) == DEFAUT


def test_choices_are_kept_one_by_one_and_for_oneself_alone(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    vu = choisir(
        bureau, "presentationAfficherColonnes",
        colonnes=["type_de_champ/1", "self/depose_at", "type_de_champ/1"],
    )  # fmt: skip
    assert [colonne["id"] for colonne in vu["colonnes"]] == ["type_de_champ/1", "self/depose_at"]
    vu = choisir(bureau, "presentationTrier", tri={"colonne": "type_de_champ/1", "sens": "asc"})
    assert vu["tri"] == {"colonne": "type_de_champ/1", "sens": "asc"}
    vu = choisir(bureau, "presentationDeplierFiltres", deplies=False)
    assert vu["filtresDeplies"] is False

    # For one tab, then for all of them.
    vu = choisir(
        bureau, "presentationFiltrer", onglet="tous",
        filtres=[donne("type_de_champ/9", "Rouge", "Vert"), donne("self/state")],
    )  # fmt: skip
    assert filtres(vu, "tous") == [
        ("type_de_champ/9", "correspond", ["Rouge", "Vert"]),
        ("self/state", "correspond", []),
    ]
    assert filtres(vu, "traites") == filtres(DEFAUT, "traites")

    # The list follows what is kept.
    page = liste(bureau, INES, FILTRES, "tous", "nodes { number cellules { colonne } } totalCount")
    assert [c["colonne"] for c in page["nodes"][0]["cellules"]] == [
        "type_de_champ/1", "self/depose_at",
    ]  # fmt: skip
    assert [n["number"] for n in page["nodes"]] == numeros(
        bureau, INES, FILTRES, "tous", filtres=[donne("type_de_champ/9", "Rouge", "Vert")],
        tri={"colonne": "type_de_champ/1", "sens": "asc"},
    )  # fmt: skip

    # Which filters: those that were there keep their values, in the order asked.
    vu = choisir(
        bureau, "presentationChoisirFiltres",
        colonnes=["individual/nom", "type_de_champ/9", "individual/nom"],
    )  # fmt: skip
    assert filtres(vu, "tous") == [
        ("individual/nom", "correspond", []),
        ("type_de_champ/9", "correspond", ["Rouge", "Vert"]),
    ]
    assert filtres(vu, "archives") == [
        ("individual/nom", "correspond", []),
        ("type_de_champ/9", "correspond", []),
    ]
    vu = choisir(bureau, "presentationViderFiltres", onglet="tous")
    assert filtres(vu, "tous") == filtres(vu, "archives")

    assert lire(bureau, IVAN) == DEFAUT
    assert choisir(bureau, "presentationReinitialiser") == DEFAUT


def test_what_cannot_be_chosen_is_refused_and_changes_nothing(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    choisir(bureau, "presentationTrier", tri={"colonne": "self/id", "sens": "asc"})
    inconnue = (
        "La colonne « type_de_champ/999 » n’existe pas sur cette démarche",
        "colonne_inconnue",
    )
    assert (
        refuser(bureau, "presentationAfficherColonnes", colonnes=["type_de_champ/999"]) == inconnue
    )
    assert refuser(bureau, "presentationChoisirFiltres", colonnes=["type_de_champ/999"]) == inconnue
    assert refuser(bureau, "presentationFiltrer", filtres=[donne("type_de_champ/999")]) == inconnue
    assert (
        refuser(bureau, "presentationTrier", tri={"colonne": "type_de_champ/999", "sens": "asc"})
        == inconnue
    )
    assert refuser(bureau, "presentationAfficherColonnes", colonnes=["self/state"]) == (
        "La colonne « État du dossier » ne s’affiche pas dans la liste",
        "colonne_non_affichable",
    )
    assert refuser(
        bureau, "presentationFiltrer", filtres=[donne("type_de_champ/1", "x" * 4_049)]
    ) == (
        "Le filtre « Texte » est trop long : 4 048 caractères au plus par valeur",
        "filtre_trop_long",
    )
    assert refuser(
        bureau, "presentationFiltrer", filtres=[donne("type_de_champ/8", "peut-être")]
    ) == ("« peut-être » n’est pas une valeur de la colonne « Case »", "valeur_inconnue")
    assert refuser(
        bureau, "presentationFiltrer", filtres=[donne("type_de_champ/1", "a", operateur="apres")]
    ) == (
        "L’opérateur « apres » ne s’applique pas à la colonne « Texte »",
        "operateur_inapplicable",
    )


def test_on_a_demarche_that_is_not_mine_there_is_nothing_to_choose(bureau_neuf: Bureau) -> None:
    """Absent, somebody else's, or asked by who instructs nothing: the same words."""
    attendu = (
        "Cette démarche n’existe pas, ou vous ne l’instruisez pas",
        "demarche_introuvable",
    )
    for email, numero in ((INES, 999_999), (INES, 851), (ALI, FILTRES)):
        assert (
            refuser(
                bureau_neuf, "presentationReinitialiser", email,
                demarcheId=identifiant("Procedure", numero),
            )
            == attendu
        )  # fmt: skip


def test_a_column_that_is_gone_resets_what_was_chosen_and_says_so(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    choisir(bureau, "presentationAfficherColonnes", colonnes=["type_de_champ/2", "self/id"])
    choisir(bureau, "presentationTrier", tri={"colonne": "self/id", "sens": "asc"})
    bureau.lignes("DELETE FROM types_de_champ WHERE stable_id = 2")
    assert lire(bureau) == {**DEFAUT, "reinitialisee": True}
    assert liste(bureau, INES, FILTRES, "tous", "colonnes { id }") == {
        "colonnes": [{"id": "user/email"}]
    }
    # The next choice starts from there.
    vu = choisir(bureau, "presentationDeplierFiltres", deplies=False)
    assert vu == {**DEFAUT, "filtresDeplies": False}


def test_a_value_that_is_gone_finds_nothing_and_resets_nothing(bureau_neuf: Bureau) -> None:
    """A label that was deleted, a groupe that one has left: the filter is there to be seen."""
    bureau = bureau_neuf
    [(label,)] = bureau.lignes("SELECT id FROM labels WHERE nom = 'Urgent' AND demarche_id = 850")
    choisir(
        bureau, "presentationFiltrer", onglet="tous",
        filtres=[donne("dossier_labels/label_id", str(label))],
    )  # fmt: skip
    assert liste(bureau, INES, FILTRES, "tous", "totalCount")["totalCount"] > 0
    bureau.lignes("DELETE FROM labels WHERE id = %s", label)
    assert lire(bureau)["reinitialisee"] is False
    assert liste(bureau, INES, FILTRES, "tous", "totalCount")["totalCount"] == 0
