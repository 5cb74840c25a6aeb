"""What each type makes of a value, and what it says of it. Nothing here needs a database."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendrier import PARIS
from domain.dossiers.champs import EtatExterne
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.textes import string_value
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses.ecrite import Contexte, Ecrite, ValeurInvalide
from domain.reponses.types import lire_valeur, messages_de_controle

T = TypeChamp
LE = datetime(2026, 3, 1, 9, tzinfo=PARIS)
LISTE = {"options": ["Rouge", "Vert"]}
LIEE = {"options": ["--Fruits--", "Pomme", "Poire", "--Aucun--"]}


def descripteur(type_champ: TypeChamp, **options: Any) -> Descripteur:
    return Descripteur(1, 1, None, 0, False, type_champ, "Champ", None, True, None, options)


def erreurs(type_champ: TypeChamp, valeur: Any, contexte: Contexte | None = None, **options: Any) -> list[str]:  # fmt: skip
    ecrite = lire_valeur(type_champ, options, valeur)
    return list(
        messages_de_controle(
            descripteur(type_champ, **options),
            ecrite,
            contexte or Contexte(LE, etat_externe=ecrite.etat_externe),
        )
    )


# type, options, value given, then value, value_json, external_id as stored
ECRITES: list[tuple[TypeChamp, dict[str, Any], Any, str | None, Any, str | None]] = [
    (T.text, {}, "a\x07b\tc\r\n", "ab\tc\r\n", None, None),
    (T.text, {}, "", None, None, None),
    (T.email, {}, " Ali@Exemple.FR ", "ali@exemple.fr", None, None),
    (T.iban, {}, "fr7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", None, None),
    (T.integer_number, {}, 42, "42", None, None),
    (T.integer_number, {}, " 12\u202f000 ", "12000", None, None),
    (T.integer_number, {}, "douze", "douze", None, None),
    (T.decimal_number, {}, "1 234,5", "1234.5", None, None),
    (T.decimal_number, {}, 0.1, "0.1", None, None),
    (T.decimal_number, {}, Decimal("1E+3"), "1000", None, None),
    (T.date, {}, date(2026, 4, 1), "2026-04-01", None, None),
    (T.date, {}, "1/4/2026", "2026-04-01", None, None),
    (T.date, {}, "2026/04/01", "2026-04-01", None, None),
    (T.date, {}, "bientôt", "bientôt", None, None),
    (T.datetime, {}, datetime(2026, 7, 1, 8, tzinfo=UTC), "2026-07-01T10:00:00+02:00", None, None),
    (T.datetime, {}, "01/07/2026 10:00", "2026-07-01T10:00:00+02:00", None, None),
    (T.datetime, {}, "2026-07-01 10:00", "2026-07-01T10:00:00+02:00", None, None),
    (T.checkbox, {}, True, "true", None, None),
    (T.yes_no, {}, "non", "false", None, None),
    (T.civilite, {}, "M", "M.", None, None),
    (T.drop_down_list, LISTE, "Vert", "Vert", None, None),
    (T.drop_down_list, {**LISTE, "autre": True}, "Bleu", "Bleu", {"autre": True}, None),
    (T.multiple_drop_down_list, LISTE, ["Vert", " ", "Vert"], '["Vert"]', None, None),
    (T.multiple_drop_down_list, LISTE, [], None, None, None),
    (T.linked_drop_down_list, LIEE, ["Fruits", "Poire"], '["Fruits", "Poire"]', None, None),
    (T.linked_drop_down_list, LIEE, ["", "Poire"], None, None, None),
    (T.departements, {}, "1", "Ain", None, "01"),
    (T.departements, {}, "2a", "Corse-du-Sud", None, "2A"),
    (T.regions, {}, "53", "Bretagne", None, "53"),
    (T.pays, {}, "de", "Allemagne", None, "DE"),
    (T.communes, {}, "60172", "Coye-la-Forêt", {"code_departement": "60", "code_postal": "60580", "code_region": "32"}, "60172"),
    (T.siret, {}, "217 500 016 00019", None, None, "21750001600019"),
    (T.rna, {}, "w173847273", "W173847273", None, "W173847273"),
    (T.dossier_link, {}, 12, "12", None, None),
    (T.address, {}, "Quelque part", "Quelque part", None, None),
]  # fmt: skip


@pytest.mark.parametrize("forme", ECRITES, ids=lambda forme: f"{forme[0]} {forme[2]!r}")
def test_a_value_is_stored_as_its_readers_expect(
    forme: tuple[TypeChamp, dict[str, Any], Any, str | None, Any, str | None],
) -> None:
    type_champ, options, valeur, *attendu = forme
    ecrite = lire_valeur(type_champ, options, valeur)
    assert ecrite.value == attendu[0]
    assert ecrite.external_id == attendu[2]
    if type_champ is not T.address:
        assert ecrite.value_json == attendu[1]


@pytest.mark.parametrize("type_champ", sorted(set(T) - {T.header_section, T.explication}))
def test_nothing_is_blank_whatever_the_type(type_champ: TypeChamp) -> None:
    assert lire_valeur(type_champ, {}, None) == Ecrite()


IMPOSSIBLES: list[tuple[TypeChamp, Any]] = [
    (T.text, 12), (T.text, "a\ud800"), (T.integer_number, True), (T.integer_number, "9" * 61),
    (T.decimal_number, float("nan")), (T.decimal_number, float("inf")), (T.decimal_number, 1e300),
    (T.decimal_number, [1]), (T.datetime, datetime.max.replace(tzinfo=UTC)), (T.checkbox, "peut-être"),
    (T.multiple_drop_down_list, "Vert"), (T.linked_drop_down_list, ["a", "b", "c"]), (T.pays, 12),
    (T.address, 12), (T.carte, "ici"), (T.carte, [{"geometry": {"type": "Rond"}}]),
    (T.carte, [{"geometry": {"type": "Point", "coordinates": [float("nan"), 1]}}]),
    (T.carte, [{"geometry": {"type": "Point", "coordinates": [[1, 2]]}}]),
    (T.carte, [{"geometry": {"type": "Polygon", "coordinates": [[1, 2]]}}]),
    (T.carte, [{"geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"source": "x"}}]),
    (T.cnaf, "1234567"),
]  # fmt: skip


@pytest.mark.parametrize("forme", IMPOSSIBLES, ids=str)
def test_what_cannot_be_kept_is_refused_at_once(forme: tuple[TypeChamp, Any]) -> None:
    with pytest.raises(ValeurInvalide):
        lire_valeur(forme[0], {}, forme[1])


# type, options, value, what is wrong with it
JUGEES: list[tuple[TypeChamp, dict[str, Any], Any, list[str]]] = [
    (T.email, {}, "a@b.fr", []),
    (T.email, {}, "ali@exemple", ["est invalide. Saisissez une adresse électronique valide. Exemple : adresse@mail.com"]),
    (T.email, {}, "élodie@exemple.fr", []),
    (T.phone, {}, "06 12 34 56 78", []),
    (T.phone, {}, "+262 692 12 34 56", []),
    (T.phone, {}, "+1 212 555 0100", []),
    (T.phone, {}, "212 555 0100", ["doit être un numéro de téléphone valide"]),
    (T.phone, {}, "06 12", ["doit être un numéro de téléphone valide"]),
    (T.iban, {}, "FR7630006000011234567890189", []),
    (T.iban, {}, "FR7630006000011234567890188", ["doit être un IBAN valide"]),
    (T.integer_number, {}, "4.5", ["doit être un nombre entier (sans chiffres après la virgule)"]),
    (T.integer_number, {}, "quatre", ["n’est pas un nombre"]),
    (T.integer_number, {"positif": True}, -1, ["doit être un nombre positif"]),
    (T.integer_number, {"positif": True}, 0, []),
    (T.integer_number, {"min": 2, "max": 5}, 6, ["doit être compris entre 2 et 5"]),
    (T.integer_number, {"min": 2}, 1, ["doit être supérieur ou égal à 2"]),
    (T.integer_number, {"max": 2}, 3, ["doit être inférieur ou égal à 2"]),
    (T.decimal_number, {}, "0.1234", ["doit comprendre entre 1 et 3 chiffres après le point"]),
    (T.decimal_number, {}, "1e3", ["n’est pas un nombre"]),
    (T.decimal_number, {"max": 0.3}, "0.3", []),
    (T.date, {}, "2026-02-30", ["doit être une date valide"]),
    (T.date, {"passee": True}, "2026-03-01", ["doit être une date passée"]),
    (T.date, {"passee": True}, "2026-02-28", []),
    (T.date, {"debut": "2026-01-01", "fin": "2026-12-31"}, "2025-12-31", ["ne peut pas être avant le 01 janvier 2026"]),
    (T.date, {"debut": "2026-01-01", "fin": "2026-12-31"}, "2027-01-01", ["ne peut pas être après le 31 décembre 2026"]),
    (T.datetime, {}, "midi", ["doit être une date et une heure valides"]),
    (T.civilite, {}, "Mlle", ["doit être « M. » ou « Mme »"]),
    (T.drop_down_list, LISTE, "Bleu", ["doit être dans les options proposées"]),
    (T.drop_down_list, {**LISTE, "autre": True}, "Bleu", []),
    (T.multiple_drop_down_list, LISTE, ["Vert", "Bleu"], ["doit être dans les options proposées"]),
    (T.linked_drop_down_list, LIEE, ["Fruits", "Navet"], ["doit être dans les options proposées"]),
    (T.linked_drop_down_list, LIEE, ["Légumes"], ["doit être dans les options proposées"]),
    (T.linked_drop_down_list, LIEE, ["Fruits"], ["doit préciser un choix pour « Fruits »"]),
    (T.linked_drop_down_list, LIEE, ["Aucun"], []),
    (T.departements, {}, "2C", ["doit être un département existant"]),
    (T.departements, {}, "99", []),
    (T.regions, {}, "99", ["doit être une région existante"]),
    (T.pays, {}, "GP", ["doit être un pays existant"]),
    (T.communes, {}, {"code": "60172", "code_postal": "75001"}, ["doit avoir le code postal de la commune choisie"]),
    (T.communes, {}, "00000", ["doit être une commune existante"]),
    (T.epci, {}, {"code": "200069193", "departement": "75"}, ["doit être un EPCI du département choisi"]),
    (T.address, {}, {"street_address": "1 place de la Mairie", "city_code": "35238"}, []),
    (T.address, {}, "Rennes", ["doit préciser la voie et la commune"]),
    (T.address, {}, {"country_code": "BE", "city_name": "Bruxelles"}, ["doit préciser la voie, le code postal et la ville"]),
    (T.siret, {}, "21750001600018", ["doit être un numéro SIRET valide"]),
    (T.siret, {}, "35600000000048", []),
    (T.rna, {}, "W12", ["doit être un numéro RNA : W suivi de 9 chiffres ou lettres"]),
    (T.cnaf, {}, {"numero_allocataire": "1234567", "code_postal": "75019"}, []),
    (T.cnaf, {}, {"numero_allocataire": "12345678"}, ["doit donner un numéro d’allocataire valide", "doit donner un code postal valide"]),
    (T.engagement_juridique, {}, "ej", ["ne peut contenir que des lettres majuscules, des chiffres et les signes - _ + /"]),
    (T.dossier_link, {}, "12a", ["doit être le numéro d’un dossier existant"]),
    (T.formatted, {"chiffres": False}, "AB12", ["ne peut pas contenir de chiffres"]),
    (T.formatted, {"lettres": False, "speciaux": False}, "é-1", ["ne peut pas contenir de lettres", "ne peut pas contenir de caractères spéciaux"]),
    (T.formatted, {"longueur_min": 3, "longueur_max": 4}, "ab", ["doit avoir 3 caractères au moins"]),
    (T.formatted, {"longueur_min": 3, "longueur_max": 4}, "abcde", ["doit avoir 4 caractères au plus"]),
    (T.formatted, {"mode": "advanced", "expression": r"\A[A-Z]{3}\z", "message_erreur": "Trois lettres"}, "AB", ["Trois lettres"]),
    (T.formatted, {"mode": "advanced", "expression": r"\A[A-Z]{3}\z"}, "ABC", []),
    (T.formatted, {"mode": "advanced", "expression": "("}, "ABC", ["ne peut pas être vérifié : l’expression régulière du champ est invalide"]),
    (T.formatted, {}, "a" * 10_241, ["est trop long"]),
]  # fmt: skip


@pytest.mark.parametrize("forme", JUGEES, ids=lambda forme: f"{forme[0]} {forme[2]!r:.30}")
def test_a_value_is_judged_by_its_type_and_its_options(
    forme: tuple[TypeChamp, dict[str, Any], Any, list[str]],
) -> None:
    type_champ, options, valeur, attendues = forme
    assert erreurs(type_champ, valeur, **options) == attendues


@pytest.mark.parametrize("expression", [r"(a+)+$", r"(a|a)*b", r"(.*a){20}$", r"(\w+\s?)*$"])
def test_an_expression_that_never_ends_is_given_up(expression: str) -> None:
    debut = time.perf_counter()
    dites = erreurs(T.formatted, "a" * 10_000 + "!", mode="advanced", expression=expression)
    assert time.perf_counter() - debut < 2  # 0.2 s, and what a busy machine adds
    assert dites in (
        ["ne peut pas être vérifié : l’expression régulière du champ est trop longue à évaluer"],
        ["n’a pas le format attendu"],
    )


class Piece(NamedTuple):
    type_mime: str = "application/pdf"
    taille: int = 10
    analyse: str = "safe"


MO = 1024**2
FICHIERS: list[tuple[TypeChamp, dict[str, Any], list[Piece], list[str]]] = [
    (T.piece_justificative, {}, [Piece("application/pdf; charset=x", 200 * MO - 1)], []),
    (T.piece_justificative, {}, [Piece(taille=200 * MO)], ["contient un fichier de 200 Mo ou plus"]),
    (T.piece_justificative, {}, [Piece("text/html")], ["contient un fichier d’un format qui n’est pas accepté"]),
    (T.piece_justificative, {"familles": ["tableur"]}, [Piece()], ["contient un fichier d’un format qui n’est pas accepté"]),
    (T.piece_justificative, {"familles": ["tableur", "document_texte"]}, [Piece()], []),
    (T.piece_justificative, {}, [Piece()] * 11, ["ne peut pas contenir plus de 10 fichiers"]),
    (T.piece_justificative, {"nature": "RIB"}, [Piece()] * 2, ["ne peut pas contenir plus de 1 fichier"]),
    (T.piece_justificative, {"nature": "TITRE_IDENTITE"}, [Piece()], ["contient un fichier d’un format qui n’est pas accepté"]),
    (T.piece_justificative, {}, [Piece(analyse="infected")], ["contient un fichier dangereux ou endommagé"]),
    (T.titre_identite, {}, [Piece("image/png", 20 * MO)], ["contient un fichier de 20 Mo ou plus"]),
    (T.titre_identite, {}, [Piece("image/jpeg", 20 * MO - 1, "pending")], []),
]  # fmt: skip


@pytest.mark.parametrize("forme", FICHIERS, ids=str)
def test_files_are_judged_by_kind_size_and_number(
    forme: tuple[TypeChamp, dict[str, Any], list[Piece], list[str]],
) -> None:
    type_champ, options, pieces, attendues = forme
    contexte = Contexte(LE, pieces=pieces)
    dites = messages_de_controle(descripteur(type_champ, **options), Ecrite(), contexte)
    assert list(dites) == attendues


def test_what_a_register_has_not_answered_keeps_a_deposit_waiting() -> None:
    attente = Contexte(LE, etat_externe=EtatExterne.waiting_for_job, au_depot=True)
    echec = attente._replace(etat_externe=EtatExterne.external_error)
    for type_champ in (T.rnf, T.referentiel):
        assert erreurs(type_champ, "075-FDD-00003-01", attente) == [
            "est en cours de vérification : réessayez dans quelques instants"
        ]
        assert erreurs(type_champ, "075-FDD-00003-01", echec) == ["ne correspond à rien de connu"]
        assert erreurs(type_champ, "075-FDD-00003-01", attente._replace(au_depot=False)) == []
    numero = "21750001600019"
    assert erreurs(T.siret, numero, attente) == []
    assert erreurs(T.siret, numero, echec) == ["doit être le SIRET d’un établissement existant"]
    assert erreurs(T.siret, numero, echec._replace(etablissement=True)) == []


def test_an_address_is_completed_from_its_codes() -> None:
    ecrite = lire_valeur(
        T.address,
        {},
        {"street_address": "1 place de la Mairie", "city_code": "35238", "label": None},
    )
    assert ecrite.value == "1 place de la Mairie Rennes"
    assert ecrite.value_json is not None
    assert ecrite.value_json["department_code"] == "35"
    assert ecrite.value_json["region_name"] == "Bretagne"
    assert ecrite.value_json["country_code"] == "FR"


def test_shapes_are_kept_as_they_are_drawn() -> None:
    point = {"type": "Point", "coordinates": [2.3, 48.8]}
    groupe = {"type": "GeometryCollection", "geometries": [point, point]}
    ecrite = lire_valeur(
        T.carte, {}, {"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": point, "properties": {"description": "Ici\x00"}},
            {"geometry": groupe, "properties": {"source": "cadastre", "numero": "12", "autre": 1}},
        ]},
    )  # fmt: skip
    assert [tuple(zone) for zone in ecrite.zones] == [
        ("selection_utilisateur", point, "Ici", {}),
        ("cadastre", groupe, None, {"numero": "12"}),
    ]


@given(st.integers(min_value=-(10**29), max_value=10**29))
def test_any_integer_comes_back_as_it_was(valeur: int) -> None:
    ecrite = lire_valeur(T.integer_number, {}, valeur)
    assert int(ecrite.value or "") == valeur
    assert erreurs(T.integer_number, valeur) == []
    assert lire_valeur(T.integer_number, {}, f"{valeur:,}".replace(",", " ")) == ecrite


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=3))
def test_any_number_of_three_decimals_is_right(valeur: Decimal) -> None:
    ecrite = lire_valeur(T.decimal_number, {}, valeur)
    assert Decimal(ecrite.value or "") == valeur
    assert erreurs(T.decimal_number, valeur) == []
    assert lire_valeur(T.decimal_number, {}, str(ecrite.value).replace(".", ",")) == ecrite


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_float_is_written_in_digits_or_refused(valeur: float) -> None:
    try:
        ecrite = lire_valeur(T.decimal_number, {}, valeur)
    except ValeurInvalide:
        return
    assert float(ecrite.value or "") == valeur
    assert "e" not in str(ecrite.value).lower()


@given(st.dates())
def test_any_day_comes_back_as_it_was(jour: date) -> None:
    ecrite = lire_valeur(T.date, {}, jour)
    assert date.fromisoformat(ecrite.value or "") == jour
    assert lire_valeur(T.date, {}, f"{jour.day}/{jour.month}/{jour.year:04}") == ecrite
    assert erreurs(T.date, jour) == []


@given(st.integers(-600_000_000_000_000, 32_000_000_000_000_000))
def test_any_instant_is_kept_in_paris(microsecondes: int) -> None:
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microsecondes)
    ecrite = lire_valeur(T.datetime, {}, instant)
    assert datetime.fromisoformat(ecrite.value or "") == instant.replace(microsecond=0)
    assert erreurs(T.datetime, instant) == []


@given(st.text())
def test_any_text_is_kept_without_its_control_characters(texte: str) -> None:
    ecrite = lire_valeur(T.formatted, {}, texte)
    assert lire_valeur(T.formatted, {}, ecrite.value) == ecrite
    assert "\x00" not in (ecrite.value or "")
    assert string_value(T.formatted, ecrite) in (ecrite.value, "")


CARACTERES = st.text(st.sampled_from("aé1٢ -!\u0301"), min_size=1, max_size=20)


@given(CARACTERES, st.booleans(), st.booleans(), st.booleans())
def test_formatted_texts_have_only_what_is_accepted(
    texte: str, lettres: bool, chiffres: bool, speciaux: bool
) -> None:
    dites = erreurs(T.formatted, texte, lettres=lettres, chiffres=chiffres, speciaux=speciaux)
    presents = {
        "lettres": any(c in "aé\u0301" for c in texte),
        "chiffres": any(c in "1٢" for c in texte),
        "caractères spéciaux": any(c in " -!" for c in texte),
    }
    acceptes = {"lettres": lettres, "chiffres": chiffres, "caractères spéciaux": speciaux}
    assert dites == [
        f"ne peut pas contenir de {genre}"
        for genre, present in presents.items()
        if present and not acceptes[genre]
    ]


@given(st.lists(st.sampled_from(["Rouge", "Vert", "", " "])))
def test_choices_are_kept_once_in_their_order(choisis: list[str]) -> None:
    ecrite = lire_valeur(T.multiple_drop_down_list, LISTE, choisis)
    propres = list(dict.fromkeys(choix for choix in choisis if choix.strip()))
    assert json.loads(ecrite.value or "[]") == propres
