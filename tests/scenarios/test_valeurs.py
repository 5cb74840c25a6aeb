"""The value forms: what each type of champ accepts, and how it is stored."""

import json
from textwrap import indent
from typing import Any

import pytest

from domain.formulaires.types_de_champ import NON_REMPLISSABLES, TypeChamp
from scenarios.reponses.types import LECTURES
from tests.scenarios.conftest import Guichet
from tests.scenarios.mondes import monde

LISTE = "options: [Rouge, Vert, Bleu]"
LIEE = "options: [--Fruits--, Pomme, Poire, --Aucun--]"
PARIS_19 = {"code_departement": "75", "code_postal": "75019", "code_region": "11"}

# type, its options, the value as the file writes it, then value, value_json, external_id, data.
FORMES: list[tuple[str, str, str, str | None, Any, str | None, Any]] = [
    ("text", "", "Rue Haute", "Rue Haute", None, None, None),
    ("text", "", '"a\\u0007b\\tc"', "ab\tc", None, None, None),
    ("textarea", "", '"un\\ndeux"', "un\ndeux", None, None, None),
    ("formatted", "", "AB12", "AB12", None, None, None),
    ("email", "", "Ali@Exemple.FR", "ali@exemple.fr", None, None, None),
    ("phone", "", '"0612345678"', "0612345678", None, None, None),
    ("phone", "", "0612345678", "0612345678", None, None, None),
    ("iban", "", "fr7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", None, None, None),
    ("integer_number", "", "42", "42", None, None, None),
    ("integer_number", "", "-7", "-7", None, None, None),
    ("number", "", "12", "12", None, None, None),
    ("decimal_number", "", "42.5", "42.5", None, None, None),
    ("decimal_number", "", "3", "3", None, None, None),
    ("date", "", "2026-04-01", "2026-04-01", None, None, None),
    ("date", "", '"2026-04-01"', "2026-04-01", None, None, None),
    ("datetime", "", "2026-07-01T10:00:00+02:00", "2026-07-01T10:00:00+02:00", None, None, None),
    ("datetime", "", "2026-02-01T09:00:00Z", "2026-02-01T10:00:00+01:00", None, None, None),
    ("datetime", "", "2026-02-01 10:30", "2026-02-01T10:30:00+01:00", None, None, None),
    ("checkbox", "", "true", "true", None, None, None),
    ("yes_no", "", "false", "false", None, None, None),
    ("yes_no", "", "oui", "true", None, None, None),
    ("civilite", "", "M.", "M.", None, None, None),
    ("civilite", "", "M", "M.", None, None, None),
    ("civilite", "", "Mme", "Mme", None, None, None),
    ("drop_down_list", LISTE, "Vert", "Vert", None, None, None),
    ("drop_down_list", f"{LISTE}, autre: true", "Mauve", "Mauve", {"autre": True}, None, None),
    ("drop_down_list", f"{LISTE}, autre: true", "Vert", "Vert", None, None, None),
    ("multiple_drop_down_list", LISTE, "[Vert, Bleu, Vert]", '["Vert", "Bleu"]', None, None, None),
    ("linked_drop_down_list", LIEE, "[Fruits, Poire]", '["Fruits", "Poire"]', None, None, None),
    ("linked_drop_down_list", LIEE, "[Aucun]", '["Aucun", ""]', None, None, None),
    ("communes", "", '{nom: Paris 19e, code: "75119", code_postal: "75019", departement: "75"}', "Paris 19e", PARIS_19, "75119", None),
    ("communes", "", "{code: 75119}", "Paris 19e Arrondissement", PARIS_19, "75119", None),
    ("departements", "", "{nom: Ain, code: 01}", "Ain", None, "01", None),
    ("departements", "", "{code: 2A}", "Corse-du-Sud", None, "2A", None),
    ("regions", "", "{code: 53}", "Bretagne", None, "53", None),
    ("pays", "", "{code: fr}", "France", None, "FR", None),
    ("pays", "", "{nom: Atlantide, code: ZZ}", "Atlantide", None, "ZZ", None),
    ("epci", "", "{nom: Métropole de Lyon, code: 200046977, departement: 69}", "Métropole de Lyon", {"code_departement": "69"}, "200046977", None),
    ("dossier_link", "", "9001", "9001", None, None, None),
    ("dossier_link", "", "le-second", "9002", None, None, None),
    ("siret", "", '{siret: "217 500 016 00019"}', "21750001600019", None, "21750001600019", None),
    ("rna", "", "W123456789", "W123456789", None, "W123456789", None),
    ("rnf", "", "{rnf: 075-FDD-00003-01, titre: Fondation}", "075-FDD-00003-01", None, "075-FDD-00003-01", {"rnf": "075-FDD-00003-01", "titre": "Fondation", "adresse": None}),
    ("annuaire_education", "", "0750655E", "0750655E", None, "0750655E", None),
    ("annuaire_education", "", "{uai: 0750655E, libelle: Lycée}", "Lycée", None, "0750655E", {"uai": "0750655E", "libelle": "Lycée"}),
    ("cnaf", "", '{numero_allocataire: "123", code_postal: "75019"}', None, None, '{"numero_allocataire": "123", "code_postal": "75019"}', {"numero_allocataire": "123", "code_postal": "75019"}),
    ("dgfip", "", '{numero_fiscal: "1"}', None, None, '{"numero_fiscal": "1"}', {"numero_fiscal": "1"}),
    ("pole_emploi", "", "{identifiant: pe}", None, None, '{"identifiant": "pe"}', {"identifiant": "pe"}),
    ("mesri", "", '{ine: "9"}', None, None, '{"ine": "9"}', {"ine": "9"}),
    ("cojo", "", '{accreditation_number: "1", accreditation_birthdate: 2000-01-01}', None, None, '{"accreditation_number": "1", "accreditation_birthdate": "2000-01-01"}', {"accreditation_number": "1", "accreditation_birthdate": "2000-01-01"}),
    ("referentiel", "", "12", "12", None, "12", None),
    ("referentiel", "", "{identifiant: 12, donnees: {nom: x}}", "12", None, "12", {"nom": "x"}),
]  # fmt: skip


def ecrit(type_champ: str, options: str, valeur: str) -> str:
    virgule = ", " if options else ""
    champ = f"- {{id: 1, type: {type_champ}, libelle: Champ{virgule}{options}}}"
    return monde(f"champs:\n  {champ}", deux_dossiers(f"1: {valeur}"))


def deux_dossiers(valeurs: str) -> str:
    return (
        f"- {{cle: premier, number: 9001, usager: ali@exemple.fr, etat: brouillon, champs: {{{valeurs}}}}}\n"
        "- {cle: le-second, number: 9002, usager: ali@exemple.fr, etat: brouillon}"
    )


def test_a_value_is_stored_as_its_type_wants(guichet: Guichet) -> None:
    """One champ for each form, all of one dossier."""
    champs = [
        f"- {{id: {rang}, type: {forme[0]}, libelle: Champ{', ' if forme[1] else ''}{forme[1]}}}"
        for rang, forme in enumerate(FORMES, 1)
    ]
    valeurs = ", ".join(f"{rang}: {forme[2]}" for rang, forme in enumerate(FORMES, 1))
    guichet.accepte(monde("champs:\n" + indent("\n".join(champs), "  "), deux_dossiers(valeurs)))
    lus = guichet.lignes(
        "SELECT type_champ, value, value_json, external_id, data FROM champs ORDER BY stable_id"
    )
    for forme, lu in zip(FORMES, lus, strict=True):
        assert lu == (forme[0], *forme[3:]), forme[2]


REFUSEES: list[tuple[str, str, str, str]] = [
    ("text", "", "12", "un texte est attendu (entre guillemets s’il ressemble à un nombre)"),
    ("text", "", "true", "un texte est attendu (entre guillemets s’il ressemble à un nombre)"),
    ("email", "", "ali", "« ali » n’est pas une adresse électronique valide"),
    ("integer_number", "", "4.5", "un nombre entier est attendu"),
    ("integer_number", "", "quatre", "un nombre entier est attendu"),
    ("decimal_number", "", "0.1234", "un nombre décimal a 3 chiffres au plus après la virgule"),
    ("date", "", "01/04/2026", "une date est attendue, comme 2026-02-01"),
    ("datetime", "", "midi", "une date et une heure sont attendues, comme 2026-02-01T10:00:00+01:00"),
    ("checkbox", "", "1", "true ou false est attendu"),
    ("civilite", "", "Mlle", "« M. » ou « Mme » est attendu"),
    ("drop_down_list", LISTE, "Mauve", "« Mauve » n’est pas une des options"),
    ("multiple_drop_down_list", LISTE, "Vert", "une liste d’options est attendue"),
    ("multiple_drop_down_list", LISTE, "[Mauve]", "« Mauve » n’est pas une des options"),
    ("linked_drop_down_list", LIEE, "[Légumes]", "« Légumes » n’est pas une option primaire"),
    ("linked_drop_down_list", LIEE, "[Aucun, Poire]", "« Poire » n’est pas une option de « Aucun »"),
    ("departements", "", "{code: 2C}", "le département « 2C » n’est pas connu : « nom » est nécessaire"),
    ("dossier_link", "", "le-dernier", "« le-dernier » n’est pas la clé d’un dossier du fichier"),
    ("address", "", "{postal_code: ''}", "une adresse a au moins un « label », ou une rue et une ville"),
    ("rna", "", "W12", "un numéro RNA s’écrit W suivi de 9 chiffres ou lettres"),
    ("text", "", "!!binary aGVsbG8=", "« !!binary » ne va que dans le contenu d’un fichier"),
    ("decimal_number", "", "1e999", "« !!float » ne peut pas être lu ici"),
    ("cnaf", "", "[1]", "un tableau clé : valeur est attendu"),
]  # fmt: skip


@pytest.mark.parametrize("forme", REFUSEES, ids=lambda forme: f"{forme[0]} {forme[2]}")
def test_a_value_of_another_form_is_refused(
    guichet_commun: Guichet, forme: tuple[str, str, str, str]
) -> None:
    guichet = guichet_commun
    type_champ, options, valeur, raison = forme
    avant = guichet.empreinte()
    sortie = guichet.charger(ecrit(type_champ, options, valeur))
    assert sortie.code == 1
    assert sortie.erreur.startswith("ligne 16 : ")
    assert sortie.erreur.endswith(f"{raison}\n")
    assert guichet.empreinte() == avant


def test_every_type_that_can_be_answered_has_a_form() -> None:
    sans_forme = NON_REMPLISSABLES | {TypeChamp.repetition}
    assert set(LECTURES) == set(TypeChamp) - sans_forme


def test_an_engagement_juridique_is_an_annotation(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            "annotations: [{id: 1, type: engagement_juridique, libelle: EJ}]",
            "- {usager: ali@exemple.fr, etat: brouillon, annotations: {1: EJ_1/2}}",
        )
    )
    assert guichet.lignes("SELECT prive, value FROM champs") == [(True, "EJ_1/2")]


def test_an_address_is_completed_from_its_codes(guichet: Guichet) -> None:
    adresse = "{street_address: 1 place de la Mairie, postal_code: 35000, city_code: 35238}"
    guichet.accepte(ecrit("address", "", adresse))
    ((label, detail),) = guichet.lignes("SELECT value, value_json FROM champs")
    assert label == "1 place de la Mairie 35000 Rennes"
    assert {cle: valeur for cle, valeur in detail.items() if valeur is not None} == {
        "label": label,
        "type": "housenumber",
        "street_address": "1 place de la Mairie",
        "postal_code": "35000",
        "city_name": "Rennes",
        "city_code": "35238",
        "department_code": "35",
        "department_name": "Ille-et-Vilaine",
        "region_code": "53",
        "region_name": "Bretagne",
        "country_code": "FR",
        "country_name": "France",
        "not_in_ban": False,
    }


def test_an_address_abroad_is_in_the_departement_of_elsewhere(guichet: Guichet) -> None:
    adresse = (
        "{street_address: 1 rue Haute, postal_code: 1000, city_name: Bruxelles, country_code: BE}"
    )
    guichet.accepte(ecrit("address", "", adresse))
    detail = guichet.valeur("SELECT value_json FROM champs")
    assert (detail["department_code"], detail["country_name"]) == ("99", "Belgique")
    assert detail["region_code"] is None


def test_an_association_keeps_what_the_register_says(guichet: Guichet) -> None:
    rna = "{rna: W123456789, titre: Les Amis, date_creation: 2001-02-03, adresse: 1 rue Haute 75001 Paris}"
    guichet.accepte(ecrit("rna", "", rna))
    ((value, data, etat),) = guichet.lignes("SELECT value, data, etat_externe FROM champs")
    assert (value, etat) == ("W123456789", "fetched")
    assert (data["titre"], data["date_creation"]) == ("Les Amis", "2001-02-03")
    assert data["adresse"]["label"] == "1 rue Haute 75001 Paris"


def test_a_siret_alone_is_degraded_and_with_a_name_it_is_complete(guichet: Guichet) -> None:
    guichet.accepte(ecrit("siret", "", '{siret: "21750001600019"}'))
    assert guichet.lignes(
        "SELECT e.siret, e.adresse, e.siren, e.dossier_id, etat_externe FROM champs "
        "JOIN etablissements e ON e.id = etablissement_id"
    ) == [("21750001600019", None, None, None, None)]

    complet = (
        '{siret: "21750001600019", raison_sociale: Ville de Paris, naf: 8411Z, capital_social: 10, '
        "adresse: {street_number: 4, street_name: place Baudoyer, postal_code: 75004, "
        "city_name: Paris, city_code: 75104}, association: {rna: W1, titre: A}}"
    )
    guichet.accepte(ecrit("siret", "", complet), "--remplacer")
    assert guichet.lignes(
        "SELECT siret, siren, raison_sociale, adresse, code_postal, localite, code_insee_localite, "
        "numero_voie, nom_voie, siege_social, siret_siege_social, naf, capital_social, "
        "association ->> 'rna', adresse_detail ->> 'department_code' FROM etablissements"
    ) == [
        (
            "21750001600019", "217500016", "Ville de Paris", "4 place Baudoyer 75004 Paris", "75004",
            "Paris", "75104", "4", "place Baudoyer", True, "21750001600019", "8411Z", 10, "W1", "75",
        )
    ]  # fmt: skip


def test_a_map_holds_shapes_and_parcels(guichet: Guichet) -> None:
    point = {"type": "Point", "coordinates": [2.3, 48.8]}
    zones = [
        {"geometry": point, "properties": {"source": "selection_utilisateur", "description": "Ici"}},
        {
            "type": "Feature",
            "geometry": point,
            "properties": {
                "source": "cadastre", "commune": "75119", "numero": 12, "section": "A",
                "prefixe": "000", "surface": 120.5,
            },
        },
    ]  # fmt: skip
    guichet.accepte(ecrit("carte", "", json.dumps(zones)))
    assert guichet.lignes(
        "SELECT source, description, geometry, proprietes FROM zones_geo ORDER BY id"
    ) == [
        ("selection_utilisateur", "Ici", point, {}),
        (
            "cadastre", None, point,
            {"commune": "75119", "numero": "12", "section": "A", "prefixe": "000", "surface": 120.5},
        ),
    ]  # fmt: skip


def test_a_shape_that_is_not_geojson_is_refused(guichet: Guichet) -> None:
    sortie = guichet.charger(ecrit("carte", "", "[{geometry: {type: Rond}}]"))
    assert sortie.erreur == (
        "ligne 16 : « geometry » attend une géométrie GeoJSON : type et coordinates\n"
    )


@pytest.mark.parametrize("type_champ", ["piece_justificative", "titre_identite"])
def test_files_are_text_or_binary_of_a_declared_size_and_scan(
    guichet: Guichet, type_champ: str
) -> None:
    fichiers = (
        "[{nom: a.png, contenu: !!binary iVBORw0KGgo=, analyse: infected}, "
        "{nom: gros.bin, contenu: é, taille: 3000000000, analyse: pending}]"
    )
    guichet.accepte(ecrit(type_champ, "", fichiers))
    assert guichet.lignes(
        "SELECT nom, type_mime, taille, md5, f.analyse, value FROM fichiers f "
        "JOIN champs c ON c.id = champ_id ORDER BY f.id"
    ) == [
        ("a.png", "image/png", 8, "6d0nlwGMrXkYbgPoxa7I3A==", "infected", None),
        ("gros.bin", "application/octet-stream", 3000000000, "Zt3Nl8/eq7L2+4qZm0vHbw==", "pending", None),
    ]  # fmt: skip
    assert sorted(guichet.objets().values()) == [b"\x89PNG\r\n\x1a\n", "é".encode()]


def test_null_is_blank(guichet: Guichet) -> None:
    guichet.accepte(ecrit("text", "", "null"))
    assert guichet.lignes("SELECT * FROM champs") == []
