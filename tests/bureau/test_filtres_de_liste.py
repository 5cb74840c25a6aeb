"""What each filter of a list means, line by line (rules 4.6.4), and what is refused."""

import pytest

from tests.bureau.bureau import Bureau
from tests.bureau.liste_filtree import filtre, refuse, tous

MONDE = "../../api/mondes/filtres"


# --- filters: 4.6.4, line by line ---------------------------------------------------------------------


def test_a_text_is_contained_whatever_its_accents_and_its_case(bureau: Bureau) -> None:
    trouves = tous(bureau, filtre("type_de_champ/1", "ELAGAGE"))
    assert trouves == tous(bureau, filtre("type_de_champ/1", "élagage"))
    assert {8503, 8509} <= set(trouves)


@pytest.mark.parametrize("signe", ["%", "_", "\\"])
def test_a_wildcard_is_a_character(bureau: Bureau, signe: str) -> None:
    tenus = {
        dossier
        for dossier, value in bureau.lignes(
            "SELECT dossier_id, value FROM champs WHERE stable_id = 2 AND value IS NOT NULL"
        )
        if signe in value
    }
    assert set(tous(bureau, filtre("type_de_champ/2", signe))) == tenus & set(tous(bureau))


def test_a_wide_wildcard_is_the_narrow_one_without_being_a_wildcard(bureau: Bureau) -> None:
    """Without its accents, « ％ » is « % »: it is made literal after."""
    assert tous(bureau, filtre("type_de_champ/1", "％")) == tous(
        bureau, filtre("type_de_champ/1", "%")
    )
    assert 0 < len(tous(bureau, filtre("type_de_champ/1", "％"))) < len(tous(bureau))


def test_several_values_are_alternatives_and_several_filters_all_pass(bureau: Bureau) -> None:
    rouge, vert = (set(tous(bureau, filtre("type_de_champ/9", c))) for c in ("Rouge", "Vert"))
    assert set(tous(bureau, filtre("type_de_champ/9", "Rouge", "Vert"))) == rouge | vert
    nord = set(tous(bureau, filtre("self/state", "en_instruction")))
    assert (
        set(
            tous(bureau, filtre("type_de_champ/9", "Rouge"), filtre("self/state", "en_instruction"))
        )
        == rouge & nord
    )


def test_two_filters_that_match_one_column_are_one(bureau: Bureau) -> None:
    deux = tous(bureau, filtre("type_de_champ/9", "Rouge"), filtre("type_de_champ/9", "Vert"))
    assert deux == tous(bureau, filtre("type_de_champ/9", "Rouge", "Vert"))


def test_two_bounds_of_one_column_both_hold(bureau: Bureau) -> None:
    entre = tous(
        bureau,
        filtre("self/depose_at", "2026-01-10", operateur="apres"),
        filtre("self/depose_at", "2026-01-20", operateur="avant"),
    )
    depots = dict(bureau.lignes("SELECT id, depose_le::date::text FROM dossiers"))
    assert entre == [n for n in tous(bureau) if "2026-01-11" <= depots[n] < "2026-01-20"]
    assert entre


def test_a_filter_without_a_value_asks_for_nothing(bureau: Bureau) -> None:
    sans = tous(bureau)
    assert tous(bureau, filtre("type_de_champ/1")) == sans
    assert tous(bureau, filtre("type_de_champ/1", "", "  ")) == sans
    assert tous(bureau, filtre("self/depose_at", operateur="avant")) == sans


def test_a_number_that_is_none_is_passed_over(bureau: Bureau) -> None:
    assert tous(bureau, filtre("self/id", "8502", "huit mille")) == [8502]
    assert tous(bureau, filtre("self/id", "huit mille")) == tous(bureau)
    assert tous(bureau, filtre("self/id", "2147483647")) == []
    assert refuse(bureau, filtre("self/id", "2147483648")) == (
        "Un numéro de dossier ne dépasse pas 2 147 483 647",
        "numero_trop_grand",
    )


def test_weeks_months_and_years_are_those_of_now_in_paris(bureau_neuf: Bureau) -> None:
    """Dates are put around the bounds of each, for the dossier's own date and for an answer's."""
    for unite, operateur in (
        ("week", "cette_semaine"), ("month", "ce_mois"), ("year", "cette_annee"),
    ):  # fmt: skip
        debut = f"date_trunc('{unite}', now() AT TIME ZONE 'Europe/Paris')"
        dates = {
            8502: f"{debut} - interval '1 second'",
            8503: debut,
            8504: f"{debut} + interval '1 {unite}' - interval '1 second'",
            8505: f"{debut} + interval '1 {unite}'",
        }
        for numero, date in dates.items():
            bureau_neuf.lignes(
                f"UPDATE dossiers SET depose_le = ({date}) AT TIME ZONE 'Europe/Paris' WHERE id = %s",
                numero,
            )
            bureau_neuf.lignes(
                "DELETE FROM champs WHERE dossier_id = %s AND stable_id IN (5, 6)", numero
            )
            bureau_neuf.lignes(
                "INSERT INTO champs (dossier_id, stable_id, type_champ, value) VALUES "
                f"(%s, 5, 'date', to_char({date}, 'YYYY-MM-DD')), "
                f"(%s, 6, 'datetime', to_char({date}, 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+01:00')",
                numero, numero,
            )  # fmt: skip
        for colonne in ("self/depose_at", "type_de_champ/5", "type_de_champ/6"):
            trouves = set(tous(bureau_neuf, filtre(colonne, operateur=operateur)))
            assert trouves & dates.keys() == {8503, 8504}, (operateur, colonne)


def test_a_date_of_an_answer_is_that_very_day(bureau: Bureau) -> None:
    jour = tous(bureau, filtre("type_de_champ/6", "2025-10-26"))
    assert 8504 in jour
    assert jour == tous(bureau, filtre("type_de_champ/6", "2025-10-26", "1800-01-01"))


# --- what is refused ----------------------------------------------------------------------------------


def test_what_is_not_the_demarches_is_refused_and_named(bureau: Bureau) -> None:
    assert refuse(bureau, filtre("type_de_champ/999", "x")) == (
        "La colonne « type_de_champ/999 » n’existe pas sur cette démarche",
        "colonne_inconnue",
    )
    assert refuse(bureau, filtre("avis/question_answer", "oui")) == (
        "La colonne « Avis oui/non » ne se filtre pas",
        "colonne_non_filtrable",
    )
    assert refuse(bureau, filtre("individual/nom", "x", operateur="avant")) == (
        "L’opérateur « avant » ne s’applique pas à la colonne « Nom »",
        "operateur_inapplicable",
    )
    assert refuse(bureau, filtre("type_de_champ/9", "Mauve")) == (
        "« Mauve » n’est pas une valeur de la colonne « Couleur »",
        "valeur_inconnue",
    )
    assert refuse(bureau, filtre("self/depose_at", "hier")) == (
        "« hier » n’est pas une valeur de la colonne « Date de dépôt »",
        "valeur_inconnue",
    )


def test_a_groupe_that_is_not_mine_is_no_value_of_mine(bureau: Bureau) -> None:
    [(sud,)] = bureau.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Sud'")
    assert refuse(bureau, filtre("groupe_instructeur/id", str(sud))) == (
        f"« {sud} » n’est pas une valeur de la colonne « Groupe instructeur »",
        "valeur_inconnue",
    )


def test_a_value_of_4048_characters_passes_and_a_longer_one_does_not(bureau: Bureau) -> None:
    assert tous(bureau, filtre("type_de_champ/1", "x" * 4_048)) == []
    assert refuse(bureau, filtre("type_de_champ/1", "x" * 4_049)) == (
        "Le filtre « Texte » est trop long : 4 048 caractères au plus par valeur",
        "filtre_trop_long",
    )


def test_lists_of_what_is_asked_are_bounded(bureau: Bureau) -> None:
    assert refuse(bureau, *[filtre("individual/nom", "a")] * 31) == (
        "Trop de filtres : 30 au plus",
        "trop_de_filtres",
    )
    assert refuse(bureau, filtre("individual/nom", *["a"] * 101)) == (
        "Trop de valeurs : 100 au plus",
        "trop_de_filtres",
    )


def test_sorts_and_columns_are_those_that_are_shown(bureau: Bureau) -> None:
    colonne = "traitements/instructeur_email"
    attendu = (
        "La colonne « Instructeur ayant participé à l’instruction » ne s’affiche pas dans la liste",
        "colonne_non_affichable",
    )
    assert refuse(bureau, tri={"colonne": colonne, "sens": "asc"}) == attendu
    assert refuse(bureau, colonnes=[colonne]) == attendu
    assert refuse(bureau, tri={"colonne": "self/motivation", "sens": "asc"}) == (
        "La colonne « self/motivation » n’existe pas sur cette démarche",
        "colonne_inconnue",
    )
