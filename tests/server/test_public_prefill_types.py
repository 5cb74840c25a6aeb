"""What each type of field takes beforehand, and what is dropped (rules 2.6.1)."""

from collections.abc import Iterator
from typing import Any

import pytest

from server.settings import Settings
from tests.server.preremplis import (
    AUTRE,
    BORNE,
    LIBRE,
    NAISSANCE,
    NOTE,
    NUMEROS,
    PASSEE,
    PLAGE,
    PRENOM,
    REPETITION,
    cle,
    creer_champs,
    ecrits,
    preremplissable,
)
from tests.server.publiques import Public


@pytest.fixture(scope="module")
def monde(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    with preremplissable(stack, tmp_path_factory.mktemp("prefill")) as monde:
        yield monde


GARDEES = [
    ("text", "a\x07b", ("ab", None, None, None)),
    ("text", "l1\r\n\tl2", ("l1\r\n\tl2", None, None, None)),
    ("text", 12, ("12", None, None, None)),
    ("formatted", "AB12", ("AB12", None, None, None)),
    ("integer_number", 42, ("42", None, None, None)),
    ("integer_number", " 1 000 ", ("1000", None, None, None)),
    ("integer_number", "-3", ("-3", None, None, None)),
    ("decimal_number", "3,14", ("3.14", None, None, None)),
    ("decimal_number", 42.125, ("42.125", None, None, None)),
    ("date", "2024-02-29", ("2024-02-29", None, None, None)),
    ("date", "2024/2/9", ("2024-02-09", None, None, None)),
    ("date", "29/02/2024", ("2024-02-29", None, None, None)),
    ("datetime", "2026-07-01T10:00:00Z", ("2026-07-01T12:00:00+02:00", None, None, None)),
    ("datetime", "2026-01-01 10:00", ("2026-01-01T10:00:00+01:00", None, None, None)),
    ("datetime", "01/02/2026 10:00", ("2026-02-01T10:00:00+01:00", None, None, None)),
    ("checkbox", True, ("true", None, None, None)),
    ("checkbox", "false", ("false", None, None, None)),
    ("yes_no", False, ("false", None, None, None)),
    ("yes_no", "true", ("true", None, None, None)),
    ("civilite", "Mme", ("Mme", None, None, None)),
    ("email", " Ali@Exemple.FR ", ("ali@exemple.fr", None, None, None)),
    ("phone", 612345678, ("612345678", None, None, None)),
    ("iban", "FR7630006000011234567890189", ("FR76 3000 6000 0112 3456 7890 189", None, None, None)),
    ("siret", "418 166 096 00051", (None, None, "41816609600051", "waiting_for_job")),
    ("address", "6 rue Haute, Paris",
     ("6 rue Haute, Paris", None, "6 rue Haute, Paris", "waiting_for_job")),
    ("communes", ["60580", "60172"],
     ("Coye-la-Forêt", {"code_departement": "60", "code_postal": "60580", "code_region": "32"}, "60172", None)),
    ("communes", ["60580"], (None, {"code_postal": "60580"}, None, None)),
    ("departements", "2A", ("Corse-du-Sud", None, "2A", None)),
    ("regions", "53", ("Bretagne", None, "53", None)),
    ("pays", "DE", ("Allemagne", None, "DE", None)),
    ("epci", ["01", "200069193"],
     ("CC de la Dombes", {"code_departement": "01"}, "200069193", None)),
    ("dossier_link", 8301, ("8301", None, None, None)),
    ("dossier_link", "8301", ("8301", None, None, None)),
    ("drop_down_list", "Rouge", ("Rouge", None, None, None)),
    ("drop_down_list", "Bleu", ("Bleu", None, None, None)),
    ("multiple_drop_down_list", ["Jeudi", "", "Lundi", "Jeudi"], ('["Jeudi", "Lundi"]', None, None, None)),
    ("multiple_drop_down_list", "Lundi", ('["Lundi"]', None, None, None)),
    ("referentiel", "PG46", (None, None, "PG46", "waiting_for_job")),
]  # fmt: skip


@pytest.mark.parametrize(("nom", "valeur", "attendu"), GARDEES)
def test_a_value_is_kept_as_its_type_is(
    monde: Public, nom: str, valeur: Any, attendu: tuple[Any, ...]
) -> None:
    cree = creer_champs(monde, {NUMEROS[nom]: valeur})

    assert ecrits(monde, cree["dossier_number"]) == {NUMEROS[nom]: attendu}


ECARTEES: dict[str, list[Any]] = {
    "integer_number": ["1.5", "douze", 1.5, "1e3", "٣", "9" * 21, True, [], {}, "0x1"],
    "decimal_number": ["1.2345", "1.2.3", "NaN", "Infinity", 1e30, "1,2,3", False],
    "date": ["2024-02-30", "demain", "0001-01-01", "99999-01-01", 2024, "30/30/2024", []],
    "datetime": ["2024-02-30T10:00", "2024-01-01", "0001-01-01T00:00:00+23:59", "x" * 20, 5],
    "checkbox": ["oui", 1, 0, "True", [], {}],
    "yes_no": ["on", 1, 1.0, "FALSE"],
    "civilite": ["M", "Monsieur", 1, ["M."]],
    "communes": [["60580", "75056"], ["00000"], "60580", ["60580", "60172", "1"], [], [None], [[]]],
    "departements": ["1", "Ain", "00", 1, []],
    "regions": ["Bretagne", "00"],
    "pays": ["Allemagne", "de", "ZZ", "GP"],
    "epci": [["01", "200046977"], ["01", "1"], ["200069193"], "200069193", [1]],
    "dossier_link": [999999, "abc", 8302, -1, 0, 10**19, True, "8301 OR 1=1"],
    "multiple_drop_down_list": [["Lundi", "Dimanche"], [], [[]], {}, [1]],
    "text": ["", "   ", None, [], {}, True, "\x07"],
    "siret": ["", [], None],
    "number": [1], "rna": ["W123456789"], "carte": [{}], "annuaire_education": ["0751017C"],
}  # fmt: skip


@pytest.mark.parametrize("nom", ECARTEES)
def test_what_a_type_cannot_hold_is_dropped_without_a_word(monde: Public, nom: str) -> None:
    for valeur in ECARTEES[nom]:
        cree = creer_champs(monde, {NUMEROS[nom]: valeur, 1 if nom != "text" else 2: "gardé"})
        assert list(ecrits(monde, cree["dossier_number"]).values()) == [
            ("gardé", None, None, None)
        ], valeur


@pytest.mark.parametrize(
    ("numero", "valeur", "attendu"),
    [
        (AUTRE, "Mauve", ("Mauve", {"autre": True}, None, None)),
        (AUTRE, "Rouge", ("Rouge", None, None, None)),
        (BORNE, 2, ("2", None, None, None)),
        (BORNE, 1, None),
        (BORNE, 11, None),
        (BORNE, -5, None),
        (PASSEE, "2020-01-01", ("2020-01-01", None, None, None)),
        (PASSEE, "2999-01-01", None),
        (PLAGE, "2026-12-31T23:59", ("2026-12-31T23:59:00+01:00", None, None, None)),
        (PLAGE, "2025-12-31T23:59", None),
        (LIBRE, "PG46", None),
        (NOTE, "une annotation n’est pas au public", None),
        (PRENOM, "hors de son bloc", None),
    ],
)
def test_the_options_of_a_field_count(
    monde: Public, numero: int, valeur: Any, attendu: tuple[Any, ...] | None
) -> None:
    cree = creer_champs(monde, {numero: valeur})

    assert ecrits(monde, cree["dossier_number"]) == ({numero: attendu} if attendu else {})


ETRANGES: list[Any] = [
    None, True, False, 0, -1, 10**19, 1.5, 1e308, -0.0, "", " ", "a" * 5_000, "'; DROP TABLE champs",
    "\u202e", "\ufffe", "🦄" * 100, [], [[]], [None], [None, None], {}, [{}], {"a": {"b": []}},
    ["a", "b"], ["75001", {}], "2024-01-01T00:00:00+99:99", "9999-12-31T23:59:59-23:59",
    "0000-00-00", "1e999", "-", "+", "--1", "٣٤", "data:;base64,", "\x7f\x1b[0m",
]  # fmt: skip


@pytest.mark.parametrize("valeur", ETRANGES, ids=range(len(ETRANGES)))
def test_no_value_of_any_kind_breaks_any_type(monde: Public, valeur: Any) -> None:
    ligne = {cle(PRENOM): valeur, cle(NAISSANCE): valeur}
    partout: dict[str, Any] = {
        cle(numero): valeur for numero in (*NUMEROS.values(), AUTRE, BORNE, PLAGE, NOTE)
    }
    repetition: Any
    for repetition in (valeur, [ligne, ligne]):
        identite = dict.fromkeys(("identite_nom", "identite_prenom", "identite_genre"), valeur)
        reponse = monde.post(
            "/api/public/v1/demarches/830/dossiers",
            json={**partout, **identite, cle(REPETITION): repetition},
        )
        assert reponse.status_code == 201
