"""Every column of a démarche: its label, what it says of an answer of each type, and what a filter on it finds
(rules 4.6.1, E.1)."""

from typing import Any

import pytest

from tests.bureau.bureau import Bureau
from tests.bureau.tableaux import NUMERO, liste, numeros

MONDE = "../../api/mondes/types_de_champ"
INES, TOUT, PLEIN, VIDE = "ines@exemple.fr", 700, 7001, 7002

COLONNES = """query ($number: Int!) { moi { instructeur { demarche(number: $number) { colonnes {
  id libelle type famille affichable filtrable operateurs options { valeur libelle } } } } } }"""

# What the column of a place is named is today's; what a filter looks at is what was answered.
NOMMES_AUTREMENT = {
    "type_de_champ/15-$.city_name": "bois.colombes",
    "type_de_champ/16-$.city_name": "Paris",
    "type_de_champ/17-$.city_name": "Paris",
    "type_de_champ/18-$.city_name": "Paris",
}


@pytest.fixture(scope="module")
def colonnes(bureau: Bureau) -> dict[str, Any]:
    lu = bureau.lire(INES, COLONNES, number=TOUT)["moi"]["instructeur"]["demarche"]
    return {colonne["id"]: colonne for colonne in lu["colonnes"]}


def trouves(bureau: Bureau, colonne: str, *valeurs: str) -> list[int]:
    filtre = {"colonne": colonne, "valeurs": list(valeurs)}
    return numeros(bureau, INES, TOUT, "tous", filtres=[filtre], tri=NUMERO)


def test_the_columns_of_a_dossier_have_their_labels(colonnes: dict[str, Any]) -> None:
    siennes = {id: c["libelle"] for id, c in colonnes.items() if not id.startswith("type_de_champ")}
    assert siennes == {
        "self/id": "N° dossier",
        "self/state": "État du dossier",
        "self/created_at": "Date de création",
        "self/updated_at": "Date du dernier évènement",
        "self/last_champ_updated_at": "Date de dernière modification (usager)",
        "self/depose_at": "Date de dépôt",
        "self/en_construction_at": "Date de passage en construction",
        "self/en_instruction_at": "Date de passage en instruction",
        "self/processed_at": "Date de traitement",
        "self/expired_at": "Date d’expiration",
        "groupe_instructeur/id": "Groupe instructeur",
        "followers_instructeurs/email": "Instructeurs",
        "traitements/instructeur_email": "Instructeur ayant participé à l’instruction",
        "avis/question_answer": "Avis oui/non",
        "dossier_labels/label_id": "Labels",
        "dossier_notifications/notification_type": "Notifications sur le dossier",
        "user/email": "Demandeur",
        "individual/gender": "Civilité",
        "individual/nom": "Nom",
        "individual/prenom": "Prénom",
        "self/for_tiers": "Dépôt pour un tiers",
        "self/mandataire_last_name": "Nom du mandataire",
        "self/mandataire_first_name": "Prénom du mandataire",
    }
    assert [o["libelle"] for o in colonnes["self/state"]["options"]] == [
        "En construction", "En instruction", "Accepté", "Refusé", "Classé sans suite",
    ]  # fmt: skip
    assert [
        o["libelle"] for o in colonnes["dossier_notifications/notification_type"]["options"]
    ] == [
        "Déposé depuis longtemps", "Expire bientôt", "Bientôt supprimé", "Dossier modifié", "Message",
        "Annotation privée", "Avis externe", "En attente de correction", "En attente de réponse",
        "En attente d’avis externe",
    ]  # fmt: skip


def test_a_badge_that_one_has_turned_off_is_not_offered(bureau_neuf: Bureau) -> None:
    bureau_neuf.lignes(
        "INSERT INTO preferences (instructeur_id, demarche_id, message) "
        "SELECT i.id, 700, 'aucun' FROM instructeurs i"
    )
    lu = bureau_neuf.lire(INES, COLONNES, number=TOUT)["moi"]["instructeur"]["demarche"]
    [badges] = [c for c in lu["colonnes"] if c["id"] == "dossier_notifications/notification_type"]
    assert "message" not in [option["valeur"] for option in badges["options"]]
    assert len(badges["options"]) == 9


def test_each_kind_of_column_may_be_asked_what_its_type_allows(colonnes: dict[str, Any]) -> None:
    dates = ["correspond", "avant", "apres", "cette_semaine", "ce_mois", "cette_annee"]
    for colonne in colonnes.values():
        attendus = ["correspond"] if colonne["filtrable"] else []
        if colonne["type"] in ("date", "date_heure") and colonne["filtrable"]:
            attendus = dates
        assert colonne["operateurs"] == attendus, colonne["id"]
    assert colonnes["type_de_champ/7"]["operateurs"] == dates
    assert colonnes["type_de_champ/15-$.entreprise_date_creation"]["operateurs"] == []


def test_fields_of_a_repetition_are_filtered_on_and_not_shown(
    bureau: Bureau, colonnes: dict[str, Any]
) -> None:
    prenom = colonnes["type_de_champ/33"]
    assert (prenom["libelle"], prenom["affichable"], prenom["filtrable"]) == (
        "Enfants – Prénom", False, True,
    )  # fmt: skip
    assert trouves(bureau, "type_de_champ/33", "max") == [PLEIN]
    assert trouves(bureau, "type_de_champ/34", "9") == [PLEIN]
    assert trouves(bureau, "type_de_champ/34", "8") == []


def test_an_identity_document_has_no_column_and_a_file_is_not_filtered_on(
    colonnes: dict[str, Any],
) -> None:
    assert "type_de_champ/30" not in colonnes
    assert (colonnes["type_de_champ/29"]["affichable"], colonnes["type_de_champ/29"]["filtrable"]) == (
        True, False,
    )  # fmt: skip


def test_annotations_are_a_family_apart(colonnes: dict[str, Any]) -> None:
    familles = {id: c["famille"] for id, c in colonnes.items()}
    assert (familles["type_de_champ/1"], familles["type_de_champ/51"]) == (
        "formulaire", "annotations_privees",
    )  # fmt: skip
    assert (familles["self/id"], familles["user/email"]) == ("dossier", "usager")


def test_what_a_cell_holds_a_filter_finds(bureau: Bureau, colonnes: dict[str, Any]) -> None:
    """Of every column that has both, on the dossier that answers everything."""
    communes = {"self/for_tiers", "groupe_instructeur/id"}  # the other dossier says the same
    voulues = [id for id, c in colonnes.items() if c["affichable"] and c["filtrable"]]
    page = liste(
        bureau, INES, TOUT, "tous", "nodes { number cellules { colonne texte valeurs } }",
        colonnes=voulues, tri=NUMERO, filtres=[],
    )  # fmt: skip
    plein, vide = page["nodes"]
    assert (plein["number"], vide["number"]) == (PLEIN, VIDE)
    essayees = 0
    for cellule in plein["cellules"]:
        id = cellule["colonne"]
        if cellule["texte"] is None or id in communes:
            continue
        jours = colonnes[id]["type"] in ("date", "date_heure")
        valeurs = [NOMMES_AUTREMENT.get(id, v[:10] if jours else v) for v in cellule["valeurs"]]
        assert trouves(bureau, id, *valeurs) == [PLEIN], id
        essayees += 1
    assert essayees > 60
    assert [c["colonne"] for c in vide["cellules"] if c["texte"] is not None] == [
        "self/id", "self/created_at", "self/updated_at", "self/depose_at", "self/en_construction_at",
        "self/expired_at", "groupe_instructeur/id", "user/email", "individual/gender", "individual/nom",
        "individual/prenom", "self/for_tiers",
    ]  # fmt: skip


def test_a_part_of_an_address_is_looked_for_by_a_regular_expression(bureau: Bureau) -> None:
    postal = "type_de_champ/18-$.postal_code"
    assert trouves(bureau, postal, "^750") == [PLEIN]
    assert trouves(bureau, postal, "^130", "^750") == [PLEIN]
    assert trouves(bureau, postal, "^5019") == []
    assert trouves(bureau, "type_de_champ/19-$.code_postal", "605.0") == [PLEIN]
    assert trouves(bureau, "type_de_champ/15-$.entreprise_raison_sociale", "grt.az") == [PLEIN]


@pytest.mark.parametrize("motif", ["(", "[", "*", "a{2,1}", "\\", "(?<"])
def test_what_is_no_regular_expression_finds_nothing(bureau: Bureau, motif: str) -> None:
    assert trouves(bureau, "type_de_champ/18-$.postal_code", motif) == []


def test_a_question_left_without_an_answer_is_one_thing_and_a_no_another(bureau: Bureau) -> None:
    assert trouves(bureau, "type_de_champ/10", "false") == [PLEIN]
    assert trouves(bureau, "type_de_champ/10", "non_renseigne") == [VIDE]
    assert trouves(bureau, "type_de_champ/10", "false", "non_renseigne") == [PLEIN, VIDE]
    assert trouves(bureau, "type_de_champ/11", "non_renseigne") == [VIDE]
    # A box that nobody saw is not ticked.
    assert trouves(bureau, "type_de_champ/9", "false") == [VIDE]
    assert trouves(bureau, "type_de_champ/9", "true", "false") == [PLEIN, VIDE]


def test_silence_and_establishments_have_their_columns_where_they_are(bureau_neuf: Bureau) -> None:
    bureau_neuf.lignes(
        """UPDATE demarches SET pour_individu = false, sva_svr = '{"decision": "svr"}'"""
    )
    bureau_neuf.lignes("UPDATE dossiers SET decision_sva_svr_le = '2026-05-01' WHERE id = 7001")
    lu = bureau_neuf.lire(INES, COLONNES, number=TOUT)["moi"]["instructeur"]["demarche"]
    libelles = {c["id"]: c["libelle"] for c in lu["colonnes"]}
    assert libelles["self/sva_svr_decision_on"] == "Date décision SVR"
    assert libelles["self/sva_svr_decision_before"] == "Date décision SVR avant"
    assert libelles["etablissement/siret"] == "Établissement SIRET"
    assert not {"individual/nom", "self/for_tiers"} & libelles.keys()
    assert trouves(bureau_neuf, "self/sva_svr_decision_on", "2026-05-01") == [PLEIN]
    assert trouves(bureau_neuf, "self/sva_svr_decision_before", "2026-05-01") == [PLEIN]
    assert trouves(bureau_neuf, "self/sva_svr_decision_before", "2026-04-30") == []
    page = liste(
        bureau_neuf, INES, TOUT, "tous", "nodes { dateDecisionSvaSvr }", tri=NUMERO, filtres=[]
    )
    assert [n["dateDecisionSvaSvr"] for n in page["nodes"]] == ["2026-05-01", None]
