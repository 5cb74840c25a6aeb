"""Annotations by API: each value for itself, in the words that clients match (api 10.9, 10.10)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import (
    SANS_DROIT,
    dossier_id,
    ecrire,
    instructeur_id,
    lignes,
    payload,
    refus,
)
from tests.empreintes import empreintes

MONDE = "instruction"

NOTE, PLANTS, AVIS, VU, VISITES, JOUR = (identifiant("Champ", n) for n in (9, 10, 11, 12, 13, 14))
LIEU = identifiant("Champ", 1)
SELECTION = "annotations { id stringValue } errors { message }"


def modifier(monde: Monde, *annotations: tuple[str, dict[str, Any]], **autres: Any) -> Any:
    return payload(
        monde,
        "dossierModifierAnnotations",
        SELECTION,
        dossierId=dossier_id(monde, "instruction"),
        instructeurId=autres.pop("instructeurId", None) or instructeur_id(monde),
        annotations=[{"id": id, "value": valeur} for id, valeur in annotations],
        **autres,
    )


def test_good_ones_are_kept_when_others_are_not(monde_neuf: Monde) -> None:
    fait = modifier(
        monde_neuf,
        (NOTE, {"textarea": "À revoir"}),
        (PLANTS, {"integerNumber": 12}),
        (AVIS, {"dropDownList": "Peut-être"}),
        (LIEU, {"text": "Ailleurs"}),
        (VU, {"text": "oui"}),
        (identifiant("Champ", 99), {"text": "rien"}),
    )
    assert fait == {
        "annotations": [
            {"id": NOTE, "stringValue": "À revoir"},
            {"id": PLANTS, "stringValue": "12"},
        ],
        "errors": [
            {"message": f'L‘annotation "{LIEU}" n’existe pas'},
            {"message": f'L‘annotation "{VU}" n’est pas de type attendu'},
            {"message": f'L‘annotation "{identifiant("Champ", 99)}" n’existe pas'},
            {"message": "doit être dans les options proposées"},
        ],
    }


def test_false_is_a_value(monde_neuf: Monde) -> None:
    fait = modifier(monde_neuf, (VU, {"yesNo": False}))
    assert fait == {"annotations": [{"id": VU, "stringValue": "false"}], "errors": None}


def test_rows_are_added_then_written_by_their_ids(monde_neuf: Monde) -> None:
    texte = """
    mutation ($input: DossierModifierAnnotationsInput!) {
      dossierModifierAnnotations(input: $input) {
        annotations { ... on RepetitionChamp { rows { champs { id stringValue } } } }
        errors { message }
      }
    }
    """
    qui = {
        "dossierId": dossier_id(monde_neuf, "instruction"),
        "instructeurId": instructeur_id(monde_neuf),
    }
    entree = {**qui, "annotations": [{"id": VISITES, "value": {"repetition": 2}}]}
    fait = monde_neuf.client("ecriture").lire(texte, input=entree)["dossierModifierAnnotations"]
    rangees = fait["annotations"][0]["rows"]
    assert [len(rangee["champs"]) for rangee in rangees] == [
        2,
        2,
        2,
    ]  # a private block begins with one
    premier = rangees[0]["champs"][0]["id"]
    ecrit = modifier(monde_neuf, (premier, {"date": "2026-03-05"}))
    assert ecrit == {
        "annotations": [{"id": premier, "stringValue": "05 mars 2026"}],
        "errors": None,
    }
    absente = modifier(monde_neuf, (JOUR, {"date": "2026-03-05"}))
    assert absente == {"annotations": [], "errors": refus(f'L‘annotation "{JOUR}" n’existe pas')}


def test_only_members_of_the_groupe_write_annotations(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = modifier(
        monde,
        (NOTE, {"textarea": "Non"}),
        instructeurId=instructeur_id(monde, "igor@exemple.fr"),
    )
    assert fait == {"annotations": None, "errors": refus(SANS_DROIT)}
    assert empreintes(monde.serveur.database_url) == avant


SEULES = {
    "Text": (NOTE, "Vu", "Vu"),
    "IntegerNumber": (PLANTS, 7, "7"),
    "DropDownList": (AVIS, "Favorable", "Favorable"),
    "Checkbox": (VU, True, "true"),
}


@pytest.mark.parametrize("type_", SEULES)
def test_one_annotation_of_one_type_is_written(monde_neuf: Monde, type_: str) -> None:
    id, valeur, lue = SEULES[type_]
    fait = payload(
        monde_neuf,
        f"dossierModifierAnnotation{type_}",
        "annotation { id stringValue } errors { message }",
        dossierId=dossier_id(monde_neuf, "instruction"),
        instructeurId=instructeur_id(monde_neuf),
        annotationId=id,
        value=valeur,
    )
    assert fait == {"annotation": {"id": id, "stringValue": lue}, "errors": None}
    [ecrite] = lignes(
        monde_neuf,
        "SELECT modifie_par FROM champs WHERE dossier_id = 7002 AND prive AND flux = 'main'"
        " AND stable_id = %s",
        {NOTE: 9, PLANTS: 10, AVIS: 11, VU: 12}[id],
    )
    assert ecrite == {"modifie_par": "admin@exemple.fr"}


@pytest.mark.parametrize("type_", ["Date", "Datetime", "DecimalNumber"])
def test_an_annotation_of_another_type_does_not_exist(monde: Monde, type_: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    valeurs = {"Date": "2026-01-01", "Datetime": "2026-01-01T10:00:00+01:00", "DecimalNumber": 1.5}
    fait = payload(
        monde,
        f"dossierModifierAnnotation{type_}",
        "annotation { id } errors { message }",
        dossierId=dossier_id(monde, "instruction"),
        instructeurId=instructeur_id(monde),
        annotationId=NOTE,
        value=valeurs[type_],
    )
    assert fait == {"annotation": None, "errors": refus(f'L’annotation "{NOTE}" n’existe pas')}
    assert empreintes(monde.serveur.database_url) == avant


def test_a_value_out_of_the_options_is_refused(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(
        monde,
        "dossierModifierAnnotationDropDownList",
        "annotation { id } errors { message }",
        dossierId=dossier_id(monde, "instruction"),
        instructeurId=instructeur_id(monde),
        annotationId=AVIS,
        value="Peut-être",
    )
    assert fait == {"annotation": None, "errors": refus("doit être dans les options proposées")}
    assert empreintes(monde.serveur.database_url) == avant


def test_a_row_is_added_by_its_own_mutation(monde_neuf: Monde) -> None:
    fait = payload(
        monde_neuf,
        "dossierModifierAnnotationAjouterLigne",
        "annotation { id rows { champs { label } } } errors { message }",
        dossierId=dossier_id(monde_neuf, "instruction"),
        instructeurId=instructeur_id(monde_neuf),
        annotationId=VISITES,
    )
    rangee = {"champs": [{"label": "Jour"}, {"label": "Remarque"}]}
    assert fait == {"annotation": {"id": VISITES, "rows": [rangee, rangee]}, "errors": None}


@pytest.mark.parametrize(
    "valeur", [{}, {"text": None}, {"text": "a", "textarea": "b"}, {"inconnu": 1}]
)
def test_a_value_has_one_member(monde: Monde, valeur: dict[str, Any]) -> None:
    avant = empreintes(monde.serveur.database_url)
    corps = ecrire(
        monde,
        "dossierModifierAnnotations",
        SELECTION,
        dossierId=dossier_id(monde, "instruction"),
        instructeurId=instructeur_id(monde),
        annotations=[{"id": NOTE, "value": valeur}],
    )
    assert "data" not in corps
    assert len(corps["errors"]) == 1
    assert empreintes(monde.serveur.database_url) == avant
