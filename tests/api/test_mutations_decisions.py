"""Decisions: what each does, and each refusal in its order, which changes nothing (api 10.1 to 10.5)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import (
    ALREADY,
    LECTURE_SEULE,
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

SELECTION = "dossier { number state } errors { message }"

# Each move, the state that it leaves from, where it leads, and what it needs to be said.
MOUVEMENTS = {
    "dossierPasserEnInstruction": ("en_construction", "en_instruction", {}),
    "dossierRepasserEnConstruction": ("en_instruction", "en_construction", {}),
    "dossierRepasserEnInstruction": ("accepte", "en_instruction", {}),
    "dossierAccepter": ("en_instruction", "accepte", {}),
    "dossierRefuser": ("en_instruction", "refuse", {"motivation": "Hors délai"}),
    "dossierClasserSansSuite": ("en_instruction", "sans_suite", {"motivation": "Doublon"}),
}
DOSSIER_EN = {
    "en_construction": "construction",
    "en_instruction": "instruction",
    "accepte": "accepte",
    "refuse": "refuse",
    "sans_suite": "sans_suite",
}
TERMINES = ("accepte", "refuse", "sans_suite")


def demande(monde: Monde, champ: str, dossier: str, **autres: Any) -> dict[str, Any]:
    return {
        "dossierId": dossier_id(monde, dossier),
        "instructeurId": instructeur_id(monde),
        **MOUVEMENTS[champ][2],
        **autres,
    }


@pytest.mark.parametrize("champ", MOUVEMENTS)
def test_a_move_leads_where_the_table_says(monde_neuf: Monde, champ: str) -> None:
    depart, arrivee, _ = MOUVEMENTS[champ]
    fait = payload(monde_neuf, champ, SELECTION, **demande(monde_neuf, champ, DOSSIER_EN[depart]))
    numero = monde_neuf.dossiers[DOSSIER_EN[depart]]
    assert fait == {"dossier": {"number": numero, "state": arrivee}, "errors": None}
    assert lignes(
        monde_neuf,
        "SELECT operation, automatique, contenu->'auteur'->>'email' AS email, rang FROM journal",
    ) == [
        {
            "operation": OPERATIONS[champ],
            "automatique": False,
            "email": "ines@exemple.fr",
            "rang": 1,
        }
    ]


OPERATIONS = {
    "dossierPasserEnInstruction": "passer_en_instruction",
    "dossierRepasserEnConstruction": "repasser_en_construction",
    "dossierRepasserEnInstruction": "repasser_en_instruction",
    "dossierAccepter": "accepter",
    "dossierRefuser": "refuser",
    "dossierClasserSansSuite": "classer_sans_suite",
}


@pytest.mark.parametrize(
    ("champ", "etat"),
    [
        (champ, etat)
        for champ, (depart, _, _) in MOUVEMENTS.items()
        for etat in DOSSIER_EN
        if etat != depart and not (depart == "accepte" and etat in TERMINES)
    ],
)
def test_any_other_state_refuses_and_changes_nothing(monde: Monde, champ: str, etat: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(monde, champ, SELECTION, **demande(monde, champ, DOSSIER_EN[etat]))
    assert fait == {"dossier": None, "errors": refus(ALREADY[etat])}
    assert empreintes(monde.serveur.database_url) == avant


@pytest.mark.parametrize("champ", MOUVEMENTS)
@pytest.mark.parametrize("etranger", ["igor@exemple.fr", "admin", "expert", "usager"])
def test_who_is_not_in_the_groupe_is_refused_last(monde: Monde, champ: str, etranger: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    ids = {
        "admin": identifiant("Administrateur", 1),
        "expert": identifiant("Expert", 1),
        "usager": identifiant("User", 1),
    }
    qui = ids.get(etranger) or instructeur_id(monde, etranger)
    depart = DOSSIER_EN[MOUVEMENTS[champ][0]]
    entree = demande(monde, champ, depart, instructeurId=qui)
    fait = payload(monde, champ, SELECTION, **entree)
    assert fait == {"dossier": None, "errors": refus(SANS_DROIT)}
    assert empreintes(monde.serveur.database_url) == avant


@pytest.mark.parametrize("champ", MOUVEMENTS)
def test_a_read_only_token_changes_nothing(monde: Monde, champ: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    entree = demande(monde, champ, "instruction", clientMutationId="42")
    fait = payload(monde, champ, f"{SELECTION} clientMutationId", jeton="lecture", **entree)
    assert fait == {"dossier": None, "errors": refus(LECTURE_SEULE), "clientMutationId": "42"}
    assert empreintes(monde.serveur.database_url) == avant


ABSENTS = {
    "un dossier qui n’existe pas": ({"dossierId": identifiant("Dossier", 9)}, "Dossier not found", "not_found"),
    "un brouillon": ({"dossierId": identifiant("Dossier", 7007)}, "Dossier not found", "not_found"),
    "le dossier d’un autre": (
        {"dossierId": identifiant("Dossier", 8001)},
        "An object of type Dossier was hidden due to permissions",
        "unauthorized",
    ),
    "un identifiant d’autre chose": (
        {"dossierId": identifiant("Label", 1)},
        f'No object found for `dossierId: "{identifiant("Label", 1)}"`',
        None,
    ),
    "un texte qui n’est pas un identifiant": (
        {"dossierId": "1234"},
        'No object found for `dossierId: "1234"`',
        None,
    ),
    "un instructeur qui n’existe pas": (
        {"instructeurId": identifiant("Instructeur", 999)},
        "Profile not found",
        "not_found",
    ),
}  # fmt: skip


@pytest.mark.parametrize("cas", ABSENTS)
def test_an_id_of_nothing_takes_the_place_of_the_field(monde: Monde, cas: str) -> None:
    entree, message, code = ABSENTS[cas]
    avant = empreintes(monde.serveur.database_url)
    corps = ecrire(
        monde,
        "dossierAccepter",
        SELECTION,
        **demande(monde, "dossierAccepter", "instruction", **entree),
    )
    [erreur] = corps["errors"]
    assert corps["data"] == {"dossierAccepter": None}
    assert (erreur["message"], erreur["path"]) == (message, ["dossierAccepter"])
    assert erreur.get("extensions", {}).get("code") == code
    assert empreintes(monde.serveur.database_url) == avant


@pytest.mark.parametrize("champ", ["dossierRefuser", "dossierClasserSansSuite"])
@pytest.mark.parametrize("motivation", ["", " \n\t"])
def test_a_blank_motivation_is_refused(monde: Monde, champ: str, motivation: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    entree = demande(monde, champ, "instruction", motivation=motivation)
    fait = payload(monde, champ, SELECTION, **entree)
    assert fait == {
        "dossier": None,
        "errors": refus("Une motivation est nécessaire pour refuser un dossier ou le classer sans suite"),
    }  # fmt: skip
    assert empreintes(monde.serveur.database_url) == avant


def test_whoever_comes_second_learns_who_came_first(monde_neuf: Monde) -> None:
    entree = demande(monde_neuf, "dossierAccepter", "instruction")
    payload(monde_neuf, "dossierAccepter", SELECTION, **entree)
    fait = payload(
        monde_neuf,
        "dossierRefuser",
        "errors { message code auteur date }",
        **demande(monde_neuf, "dossierRefuser", "instruction"),
    )
    [traitement] = lignes(
        monde_neuf,
        "SELECT traite_le FROM traitements WHERE dossier_id = 7002 ORDER BY id DESC LIMIT 1",
    )
    [erreur] = fait["errors"]
    assert erreur.pop("date") == traitement["traite_le"].isoformat()
    assert erreur == {
        "message": ALREADY["accepte"],
        "code": "transition_interdite",
        "auteur": "ines@exemple.fr",
    }


def test_several_fields_are_done_in_order_each_for_itself(monde_neuf: Monde) -> None:
    texte = """
    mutation ($dossier: ID!, $instructeur: ID!) {
      a: dossierAccepter(input: {dossierId: $dossier, instructeurId: $instructeur}) { ...D }
      b: dossierAccepter(input: {dossierId: $dossier, instructeurId: $instructeur}) { ...D }
      c: dossierRepasserEnInstruction(input: {dossierId: $dossier, instructeurId: $instructeur}) {
        dossier { state motivation } errors { message }
      }
    }
    fragment D on DossierAccepterPayload { dossier { state } errors { message } }
    """
    corps = monde_neuf.client("ecriture").demander(
        texte,
        dossier=dossier_id(monde_neuf, "instruction"),
        instructeur=instructeur_id(monde_neuf),
    )
    assert corps == {
        "data": {
            "a": {"dossier": {"state": "accepte"}, "errors": None},
            "b": {"dossier": None, "errors": refus(ALREADY["accepte"])},
            "c": {"dossier": {"state": "en_instruction", "motivation": None}, "errors": None},
        }
    }
