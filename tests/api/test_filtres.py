"""Filters of lists: each alone, many together, and what they refuse to say (ADR 0016)."""

from base64 import b64encode
from typing import Any

import pytest

from tests.api.client import Client
from tests.api.conftest import Monde
from tests.api.instructions import instructions

MONDE = "filtres"

LISTE = """
query ($states: [DossierState!], $groupes: [ID!], $labels: [ID!], $usager: String,
       $instructeur: ID, $champs: [FiltreDeChampInput!], $createdSince: ISO8601DateTime,
       $createdUntil: ISO8601DateTime, $updatedSince: ISO8601DateTime,
       $updatedUntil: ISO8601DateTime, $processedSince: ISO8601DateTime,
       $processedUntil: ISO8601DateTime, $state: DossierState, $first: Int, $compte: Boolean = true) {
  demarche(number: 850) {
    dossiers(states: $states, groupeInstructeurs: $groupes, labels: $labels, usager: $usager,
             instructeur: $instructeur, champs: $champs, createdSince: $createdSince,
             createdUntil: $createdUntil, updatedSince: $updatedSince, updatedUntil: $updatedUntil,
             processedSince: $processedSince, processedUntil: $processedUntil, state: $state,
             first: $first) {
      totalCount @include(if: $compte)
      nodes { number }
    }
  }
}
"""

REPERES = """
{ demarche(number: %d) {
    labels { id name } groupeInstructeurs { id label instructeurs { id email } } } }
"""


def id_de(classe: str, cle: int | str) -> str:
    return b64encode(f"{classe}-{cle}".encode()).decode()


def champ(stable_id: int, operateur: str, *valeurs: str) -> dict[str, Any]:
    return {
        "champ": id_de("Champ", stable_id),
        "operateur": operateur,
        "valeurs": list(valeurs),
    }


class Reperes:
    """The ids of what the world named, as a démarche's reader finds them."""

    def __init__(self, client: Client, demarche: int) -> None:
        lue = client.lire(REPERES % demarche)["demarche"]
        self.labels = {label["name"]: label["id"] for label in lue["labels"]}
        self.groupes = {groupe["label"]: groupe["id"] for groupe in lue["groupeInstructeurs"]}
        self.instructeurs = {
            instructeur["email"].partition("@")[0]: instructeur["id"]
            for groupe in lue["groupeInstructeurs"]
            for instructeur in groupe["instructeurs"]
        }


@pytest.fixture(scope="module")
def reperes(client: Client) -> Reperes:
    return Reperes(client, 850)


@pytest.fixture(scope="module")
def ailleurs(monde: Monde) -> Reperes:
    """What another administrateur reads of his démarche."""
    return Reperes(monde.client("autre"), 851)


def numeros(client: Client, **filtres: Any) -> list[int]:
    """The dossiers of a list, less 8500; the count says the same."""
    liste = client.lire(LISTE, **filtres)["demarche"]["dossiers"]
    assert liste["totalCount"] == len(liste["nodes"])
    return [noeud["number"] - 8500 for noeud in liste["nodes"]]


LIGNE = [
    ({"states": ["accepte", "refuse"]}, [10, 19, 38, 13, 31, 14, 6, 15, 42, 7, 16, 25, 8]),
    ({"states": ["refuse", "refuse"], "state": "refuse"}, [10, 19, 13, 6, 15, 42, 7, 16, 25]),
    ({"states": ["accepte"], "state": "refuse"}, []),
    (
        {
            "createdSince": "2026-01-10T00:00:00+01:00",
            "createdUntil": "2026-01-13T00:00:00+01:00",
        },
        [3, 12, 21, 30, 39],
    ),
    # A bound that is a dossier's own date: the first is in, the second is not.
    (
        {
            "createdSince": "2026-01-10T11:21:00+01:00",
            "createdUntil": "2026-01-10T11:30:00+01:00",
        },
        [3, 12, 21],
    ),
    (
        {
            "updatedSince": "2026-02-10T00:00:00+01:00",
            "updatedUntil": "2026-02-13T00:00:00+01:00",
        },
        [18, 2, 29, 13, 40],
    ),
    (
        {
            "processedSince": "2026-01-31T09:00:00+01:00",
            "processedUntil": "2026-01-31T12:00:00+01:00",
        },
        [15, 25, 1, 11, 21, 31, 7, 27],
    ),
    ({"usager": "ali@exemple.fr", "states": ["accepte", "refuse"]}, [10, 38, 6, 8]),
    ({"usager": " ALI@exemple.fr ", "states": ["accepte", "refuse"]}, [10, 38, 6, 8]),
    ({"usager": "parti@exemple.fr"}, [27, 1, 28, 13, 31, 42, 43, 7, 25, 44]),
    ({"usager": "parti@exemple"}, []),
    ({"instructeur": id_de("Instructeur", 99999)}, []),
]


@pytest.mark.parametrize(("filtres", "attendus"), LIGNE)
def test_filters_on_the_row_keep_the_order_of_their_date(
    client: Client, filtres: dict[str, Any], attendus: list[int]
) -> None:
    assert numeros(client, **filtres) == attendus


def test_filters_by_what_hangs_on_a_dossier(client: Client, reperes: Reperes) -> None:
    labels, groupes = reperes.labels, reperes.groupes

    assert numeros(client, labels=[labels["Urgent"]]) == [
        18, 27, 36, 10, 19, 37, 4, 22, 40, 32, 6, 33, 43,
    ]  # fmt: skip
    assert numeros(client, labels=[labels["Urgent"], labels["Perdu"]]) == [
        18, 27, 36, 10, 19, 37, 38, 21, 4, 22, 31, 40, 5, 23, 32, 6, 33, 43,
    ]  # fmt: skip
    assert numeros(client, groupes=[groupes["Est"], groupes["Est"]]) == [
        18, 27, 36, 1, 37, 20, 3, 21, 30, 4, 40, 5, 14, 41, 6, 42, 34, 26, 35,
    ]  # fmt: skip
    assert numeros(
        client, groupes=[groupes["Sud"], groupes["Est"]], states=["accepte", "sans_suite"]
    ) == [27, 1, 28, 11, 21, 31, 14, 43, 34, 8]
    assert numeros(
        client,
        states=["accepte", "en_construction", "refuse"],
        labels=[labels["Urgent"], labels["Complet"]],
        instructeur=reperes.instructeurs["ivan"],
        champs=[champ(9, "egal", "Rouge"), champ(3, "rempli")],
    ) == [19]


LONG = "É" + "x" * 69


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        # What SQL would take for a wildcard is a character like any other.
        (champ(1, "egal", "%"), [1, 2, 41, 43]),
        (champ(1, "contient", "%"), [1, 2, 5, 41, 43, 25]),
        (champ(1, "contient", "_"), [10, 38, 30, 13, 14, 33, 16]),
        (champ(1, "contient", "a_b"), [30, 14, 16]),
        (champ(1, "contient", "a\\b"), [42]),
        (champ(1, "contient", "élagage"), [9, 27, 3, 40, 17]),
        (champ(1, "egal", "Élagage"), [9, 27, 17]),
        (champ(1, "parmi", "%", "_", "%"), [1, 10, 2, 38, 13, 41, 33, 43]),
        # The index keeps 64 characters: these two answers differ after.
        (champ(1, "egal", LONG + "A"), [18, 20, 8]),
        (champ(1, "parmi", LONG + "A", LONG + "B"), [18, 36, 20, 12, 8]),
        (champ(1, "vide"), [19, 11, 39, 31, 23, 32, 34, 44]),
        (champ(3, "egal", "7.0"), [27, 38, 13, 32, 24]),
        (champ(3, "inferieur", "3"), [9, 1, 10, 20, 21, 39, 40, 42]),
        (champ(3, "superieur", "120"), [29, 35]),
        (champ(3, "parmi", "7", "12"), [27, 36, 2, 38, 13, 31, 5, 32, 24, 7, 25]),
        (champ(4, "egal", "12.25"), [18, 19, 4, 22, 14, 23, 32, 42, 43, 7]),
        (champ(4, "inferieur", "0"), [37, 13, 41, 15]),
        (champ(5, "egal", "2026-01-01"), [1, 19, 20, 38, 14]),
        (champ(5, "superieur", "2026-01-15"), [10, 11, 4, 31, 5, 23, 32, 6, 33, 42]),
        (champ(5, "entre", "2025-12-31", "2026-01-01"), [1, 19, 28, 20, 38, 40, 14]),
        (champ(6, "egal", "2026-01-15T10:30:00+01:00"), [27, 40, 15, 42]),
        (champ(6, "egal", "2026-01-15T09:30Z"), [27, 40, 15, 42]),
        (champ(6, "egal", "2026-01-01"), [9, 3, 22, 32, 16]),
        (champ(6, "superieur", "2026-01-15T10:30"), [37, 11, 25]),
        (champ(6, "superieur", "9999-12-31T23:59:59"), []),
        (champ(6, "inferieur", "2025-07-14T12:00:01+02:00"), [18, 10, 33, 34]),
        (champ(9, "contient", "BIS"), [28, 20, 38, 14, 32, 6, 42, 25, 35, 8]),
        (champ(10, "egal", 'Dit "bis"'), [27, 19, 28, 38, 3, 13, 32, 41]),
        (champ(10, "egal", "bis"), []),
        (champ(10, "egal", "clair"), []),
        (champ(12, "egal", "M"), [18, 10, 19, 13, 22, 31, 40, 5, 23, 24, 33, 43, 7, 26]),
        (champ(12, "parmi", "M."), [18, 10, 19, 13, 22, 31, 40, 5, 23, 24, 33, 43, 7, 26]),
        (champ(16, "egal", "a_b"), [28, 21, 14, 43, 16]),
    ],
)
def test_filters_on_answers(client: Client, filtre: dict[str, Any], attendus: list[int]) -> None:
    assert numeros(client, champs=[filtre]) == attendus


def test_texts_are_found_as_they_are_shown_too(client: Client) -> None:
    """An IBAN is stored in groups of four and shown without, an address is stored in lower case."""
    serre = numeros(client, champs=[champ(14, "egal", "FR7630006000011234567890189")])

    assert serre == numeros(client, champs=[champ(14, "rempli")])
    assert serre == numeros(client, champs=[champ(14, "egal", "fr76 3000 6000 0112 3456 7890 189")])
    assert numeros(client, champs=[champ(13, "egal", "LA@exemple.fr")]) == numeros(
        client, champs=[champ(13, "contient", "La@")]
    )


def test_an_operator_is_equality_when_none_is_given(client: Client) -> None:
    filtre = {"champ": id_de("Champ", 1), "valeurs": ["%"]}

    assert numeros(client, champs=[filtre]) == [1, 2, 41, 43]


def test_the_groupe_takes_the_same_filters(client: Client, reperes: Reperes) -> None:
    groupe = client.lire(
        """query ($id: ID!, $champs: [FiltreDeChampInput!]) { groupeInstructeurParId(id: $id) {
             dossiers(states: [accepte, sans_suite], champs: $champs) {
               totalCount nodes { number } } } }""",
        id=reperes.groupes["Est"],
        champs=[champ(3, "rempli")],
    )["groupeInstructeurParId"]

    assert groupe == {
        "dossiers": {
            "totalCount": 3,
            "nodes": [{"number": 8527}, {"number": 8501}, {"number": 8521}],
        }
    }


# --- refusals ------------------------------------------------------------------------------------


def refus(client: Client, **filtres: Any) -> tuple[str, str]:
    """The one error of a refused list, of which nothing is shown."""
    corps = client.demander(LISTE, **filtres)
    assert corps["data"] is None
    [erreur] = corps["errors"]
    assert erreur["path"] == ["demarche", "dossiers"]
    assert set(erreur) == {"message", "locations", "path", "extensions"}
    return erreur["message"], erreur["extensions"]["code"]


def _inapplicable(operateur: str, type_champ: str) -> str:
    return f'Operator "{operateur}" does not apply to a champ of type "{type_champ}"'


def _invalide(valeur: str, type_champ: str) -> str:
    return f'Invalid value "{valeur}" for a champ of type "{type_champ}"'


@pytest.mark.parametrize(
    ("filtre", "message"),
    [
        (champ(17, "rempli"), _inapplicable("rempli", "piece_justificative")),
        (champ(15, "vide"), _inapplicable("vide", "repetition")),
        (champ(3, "contient", "1"), _inapplicable("contient", "integer_number")),
        (champ(8, "vide"), _inapplicable("vide", "checkbox")),
        (champ(10, "contient", "R"), _inapplicable("contient", "multiple_drop_down_list")),
        (champ(5, "parmi", "2026-01-01"), _inapplicable("parmi", "date")),
        (champ(1, "superieur", "a"), _inapplicable("superieur", "text")),
        (champ(3, "egal"), 'Operator "egal" takes 1 values, 0 given'),
        (champ(3, "egal", "1", "2"), 'Operator "egal" takes 1 values, 2 given'),
        (champ(3, "entre", "1"), 'Operator "entre" takes 2 values, 1 given'),
        (champ(1, "vide", "x"), 'Operator "vide" takes 0 values, 1 given'),
        (champ(1, "parmi", *["x"] * 101), 'Operator "parmi" takes 1 to 100 values, 101 given'),
        (champ(3, "egal", "abc"), _invalide("abc", "integer_number")),
        (champ(3, "egal", "1e5"), _invalide("1e5", "integer_number")),
        (champ(3, "egal", "NaN"), _invalide("NaN", "integer_number")),
        (champ(3, "egal", "٣"), _invalide("٣", "integer_number")),
        (champ(3, "egal", "9" * 31), _invalide("9" * 31, "integer_number")),
        (champ(4, "entre", "1", "deux"), _invalide("deux", "decimal_number")),
        (champ(5, "egal", "2026-02-30"), _invalide("2026-02-30", "date")),
        (champ(5, "egal", "20260101"), _invalide("20260101", "date")),
        (champ(6, "egal", "hier"), _invalide("hier", "datetime")),
        (champ(6, "egal", "0001-01-01T00:00:00+14:00"), _invalide("0001-01-01T00:00:00+14:00", "datetime")),
        (champ(7, "egal", "oui"), _invalide("oui", "yes_no")),
        (champ(12, "egal", "X"), _invalide("X", "civilite")),
        (champ(1, "contient", " "), _invalide(" ", "text")),
        (champ(1, "egal", "x" * 1001), _invalide("x" * 100, "text")),
    ],
)  # fmt: skip
def test_a_question_that_a_champ_does_not_have_is_refused(
    client: Client, filtre: dict[str, Any], message: str
) -> None:
    assert refus(client, champs=[filtre]) == (message, "bad_request")


@pytest.mark.parametrize("id", [id_de("Champ", 90), id_de("Champ", 99999), "x", id_de("Label", 1)])
def test_a_champ_of_elsewhere_is_a_champ_of_nowhere(client: Client, id: str) -> None:
    filtre = {"champ": id, "operateur": "egal", "valeurs": ["Rouge"]}

    assert refus(client, champs=[filtre]) == ("ChampDescriptor not found", "not_found")


def test_what_another_administrateur_has_is_as_absent(
    client: Client, reperes: Reperes, ailleurs: Reperes
) -> None:
    """His ids and those of nothing get the same bytes, alone or beside one's own."""
    for argument, classe, siens, leurs in (
        ("labels", "Label", reperes.labels, ailleurs.labels),
        ("groupes", "GroupeInstructeur", reperes.groupes, ailleurs.groupes),
    ):
        [etranger], sien = leurs.values(), next(iter(siens.values()))
        absent = id_de(classe, 99999)
        for liste in ([etranger], [sien, etranger]):
            reponses = [
                client.poster(json={"query": LISTE, "variables": {argument: ids}}).content
                for ids in (liste, [absent if id == etranger else id for id in liste])
            ]
            assert reponses[0] == reponses[1]
            assert refus(client, **{argument: liste}) == (f"{classe} not found", "not_found")


def test_an_instructeur_follows_here_or_nowhere(client: Client, ailleurs: Reperes) -> None:
    """Ivan follows a dossier of the other démarche, which is not in this list."""
    tous = numeros(client, instructeur=ailleurs.instructeurs["ivan"])

    assert 101 not in tous
    assert len(tous) == 22
    assert refus(client, instructeur=id_de("Label", 1)) == ("Profile not found", "not_found")


@pytest.mark.parametrize(
    ("argument", "nom", "valeurs", "maximum"),
    [
        ("states", "states", ["accepte"], 100),
        ("labels", "labels", [id_de("Label", 1)], 100),
        ("groupes", "groupeInstructeurs", [id_de("GroupeInstructeur", 1)], 100),
        ("champs", "champs", [champ(1, "vide")], 10),
    ],
)
def test_lists_are_bounded_and_never_empty(
    client: Client, argument: str, nom: str, valeurs: list[Any], maximum: int
) -> None:
    for combien in (0, maximum + 1):
        message = f'Argument "{nom}" takes 1 to {maximum} values, {combien} given'
        assert refus(client, **{argument: valeurs * combien}) == (message, "bad_request")


@pytest.mark.parametrize("email", ["", "x" * 321])
def test_what_is_no_address_is_refused(client: Client, email: str) -> None:
    message = 'Argument "usager" must be an e-mail address'

    assert refus(client, usager=email) == (message, "bad_request")


# --- cost ----------------------------------------------------------------------------------------


def cout(monde: Monde, client: Client, **filtres: Any) -> float:
    avant = instructions(monde)
    client.lire(LISTE, **filtres)
    return instructions(monde) - avant


def test_a_list_costs_the_same_whatever_it_holds(
    monde: Monde, client: Client, reperes: Reperes
) -> None:
    filtres = {
        "labels": [reperes.labels["Urgent"]],
        "groupes": list(reperes.groupes.values()),
        "champs": [champ(9, "parmi", "Rouge", "Vert"), champ(1, "contient", "e")],
    }
    sans = cout(monde, client, first=1, compte=False)

    assert cout(monde, client, first=100, compte=False) == sans
    assert cout(monde, client, first=100) == sans + 1
    # Groupes, labels and types of the démarche, then how rare the criteria are; nothing passes all of
    # them, and no row is read.
    assert cout(monde, client, first=1, compte=False, **filtres) == sans + 4 - 1
    assert cout(monde, client, first=100, compte=False, **filtres) == sans + 4 - 1
    assert cout(monde, client, first=100, **filtres) == sans + 5 - 1
