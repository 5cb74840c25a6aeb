"""Dossiers that programs make: drafts filled little by little, then deposited."""

from typing import Any

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import ecrire, lignes, payload, refus
from tests.empreintes import empreintes

MONDE = "depot"

NOM, AGE, COULEUR = (identifiant("Champ", n) for n in (1, 2, 3))
SELECTION = """
dossier { id number errors { id label message } } champErrors { id label message } errors { message }
"""


def demande(**autres: Any) -> dict[str, Any]:
    return {
        "demarche": {"number": 710},
        "usagerEmail": "ali@exemple.fr",
        "demandeur": {"personnePhysique": {"civilite": "M", "nom": "Benali", "prenom": "Ali"}},
        **autres,
    }


def test_a_dossier_is_made_filled_and_deposited(monde_neuf: Monde) -> None:
    cree = payload(monde_neuf, "dossierCreer", SELECTION, **demande())
    assert cree["errors"] is cree["champErrors"] is None
    assert [erreur["label"] for erreur in cree["dossier"]["errors"]] == ["Nom", "Âge"]
    id = cree["dossier"]["id"]

    trop_tot = payload(
        monde_neuf,
        "dossierDeposer",
        "dossier { number } champErrors { id label } errors { message }",
        dossierId=id,
    )
    assert trop_tot == {
        "dossier": None,
        "champErrors": [{"id": NOM, "label": "Nom"}, {"id": AGE, "label": "Âge"}],
        "errors": refus("Le dossier ne peut pas être déposé : des champs sont à compléter"),
    }

    rempli = payload(
        monde_neuf,
        "dossierModifierChamps",
        SELECTION,
        dossierId=id,
        champs=[
            {"id": NOM, "value": {"text": "Rosier"}},
            {"id": AGE, "value": {"integerNumber": 3}},
            {"id": COULEUR, "value": {"dropDownList": "Mauve"}},
        ],
    )
    assert rempli["dossier"]["errors"] == []
    assert rempli["champErrors"] == [
        {"id": COULEUR, "label": "Couleur", "message": "doit être dans les options proposées"}
    ]

    depose = payload(
        monde_neuf,
        "dossierDeposer",
        "dossier { number state usager { email } champs { label stringValue } } errors { message }",
        dossierId=id,
    )
    assert depose == {
        "dossier": {
            "number": cree["dossier"]["number"],
            "state": "en_construction",
            "usager": {"email": "ali@exemple.fr"},
            "champs": [
                {"label": "Nom", "stringValue": "Rosier"},
                {"label": "Âge", "stringValue": "3"},
                {"label": "Couleur", "stringValue": ""},
            ],
        },
        "errors": None,
    }


def test_a_deposited_dossier_is_modified_then_deposited_again(monde_neuf: Monde) -> None:
    champs = [
        {"id": NOM, "value": {"text": "Rosier"}},
        {"id": AGE, "value": {"integerNumber": 3}},
    ]
    id = payload(monde_neuf, "dossierCreer", SELECTION, **demande(champs=champs))["dossier"]["id"]
    payload(monde_neuf, "dossierDeposer", "errors { message }", dossierId=id)
    payload(
        monde_neuf,
        "dossierModifierChamps",
        SELECTION,
        dossierId=id,
        champs=[{"id": NOM, "value": {"text": "Lilas"}}],
    )
    [ligne] = lignes(monde_neuf, "SELECT max(id) AS numero FROM dossiers")
    lu = f"{{ dossier(number: {ligne['numero']}) {{ champs {{ stringValue }} }} }}"
    lecture = monde_neuf.client("lecture")
    assert lecture.lire(lu)["dossier"]["champs"][0] == {"stringValue": "Rosier"}
    fait = payload(monde_neuf, "dossierDeposer", "errors { message }", dossierId=id)
    assert fait == {"errors": None}
    assert lecture.lire(lu)["dossier"]["champs"][0] == {"stringValue": "Lilas"}


def test_a_dossier_that_cannot_be_made_leaves_nothing(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    for entree, message in (
        (demande(usagerEmail="ali"), "« ali » n’est pas une adresse électronique valide"),
        (demande(demandeur={"siret": "123"}), "« 123 » n’est pas un numéro SIRET"),
        (
            demande(demandeur={"siret": "41816609600051"}),
            "Le demandeur de cette démarche est une personne",
        ),
        (
            demande(demandeur={"personnePhysique": {"nom": " ", "prenom": "Ali"}}),
            "Le demandeur a un nom et un prénom",
        ),
    ):
        fait = payload(monde, "dossierCreer", "errors { message }", **entree)
        assert fait == {"errors": refus(message)}
    assert empreintes(monde.serveur.database_url) == avant


def test_a_draft_of_somebody_else_is_not_found(monde: Monde) -> None:
    """An usager's own draft is his: no program touches it."""
    avant = empreintes(monde.serveur.database_url)
    suites: list[tuple[str, dict[str, Any]]] = [
        ("dossierModifierChamps", {"champs": []}),
        ("dossierDeposer", {}),
    ]
    for numero in (7101, 7102, 99):
        for champ, autres in suites:
            entree = {"dossierId": identifiant("Dossier", numero), **autres}
            corps = ecrire(monde, champ, "errors { message }", **entree)
            assert corps["errors"][0]["message"] == "Dossier not found"
            assert corps["errors"][0]["extensions"] == {"code": "not_found"}
    assert empreintes(monde.serveur.database_url) == avant
