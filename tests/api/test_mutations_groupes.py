"""Groupes d’instructeurs and démarches by API (api 10.15 to 10.18)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import ecrire, instructeur_id, lignes, payload, refus
from tests.empreintes import empreintes

MONDE = "instruction"

GROUPE = "groupeInstructeur { label closed instructeurs { email } }"
SELECTION = f"{GROUPE} errors {{ message }}"


def groupe_id(monde: Monde, label: str) -> str:
    [ligne] = lignes(monde, "SELECT id FROM groupes_instructeurs WHERE label = %s", label)
    return identifiant("GroupeInstructeur", ligne["id"])


def refuse(monde: Monde, champ: str, debut: str, **entree: Any) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(monde, champ, SELECTION, **entree)
    assert fait["groupeInstructeur"] is None
    [erreur] = fait["errors"]
    assert erreur["message"].startswith(debut)
    assert empreintes(monde.serveur.database_url) == avant


def test_a_groupe_is_made_with_its_members_and_bad_addresses_are_told(monde_neuf: Monde) -> None:
    fait = payload(
        monde_neuf,
        "groupeInstructeurCreer",
        f"{SELECTION} warnings {{ message }}",
        demarche={"number": 700},
        groupeInstructeur={
            "label": " Ouest ",
            "instructeurs": [
                {"email": " Nadia@Exemple.FR"},
                {"id": instructeur_id(monde_neuf)},
                {"id": identifiant("Instructeur", 99999)},
                {"email": "pas une adresse"},
            ],
        },
    )
    assert sorted(i["email"] for i in fait["groupeInstructeur"]["instructeurs"]) == [
        "admin@exemple.fr",
        "ines@exemple.fr",
        "nadia@exemple.fr",
    ]
    assert fait["groupeInstructeur"]["label"] == "Ouest"
    assert fait["groupeInstructeur"]["closed"] is False
    assert fait["errors"] is None
    assert fait["warnings"] == refus("pas une adresse n’est pas une adresse électronique valide")


@pytest.mark.parametrize("label", ["", "  ", "Nord"])
def test_a_label_is_there_and_alone(monde: Monde, label: str) -> None:
    refuse(
        monde,
        "groupeInstructeurCreer",
        "Le libellé ",
        demarche={"number": 700},
        groupeInstructeur={"label": label},
    )


@pytest.mark.parametrize("demarche", [{"number": 800}, {"number": 9}, {"id": "1234"}])
def test_a_demarche_of_another_has_no_groupe_of_ours(monde: Monde, demarche: Any) -> None:
    avant = empreintes(monde.serveur.database_url)
    corps = ecrire(
        monde,
        "groupeInstructeurCreer",
        SELECTION,
        demarche=demarche,
        groupeInstructeur={"label": "Ouest"},
    )
    [erreur] = corps["errors"]
    assert erreur["message"] == "GroupeInstructeurCreerPayload not found"
    assert erreur["extensions"] == {"code": "not_found"}
    assert empreintes(monde.serveur.database_url) == avant


def test_a_groupe_is_renamed_and_closed_and_what_is_null_stays(monde_neuf: Monde) -> None:
    id = groupe_id(monde_neuf, "Sud")
    igor = [{"email": "igor@exemple.fr"}]
    for entree, label, ferme in (
        ({"label": "Midi"}, "Midi", False),
        ({"closed": True, "label": None}, "Midi", True),
        ({"closed": False}, "Midi", False),
    ):
        fait = payload(
            monde_neuf, "groupeInstructeurModifier", SELECTION, groupeInstructeurId=id, **entree
        )
        attendu = {"label": label, "closed": ferme, "instructeurs": igor}
        assert fait == {"groupeInstructeur": attendu, "errors": None}


def test_the_default_groupe_stays_open(monde: Monde) -> None:
    refuse(
        monde,
        "groupeInstructeurModifier",
        "Il est impossible de désactiver le groupe d’instructeurs par défaut.",
        groupeInstructeurId=groupe_id(monde, "Nord"),
        closed=True,
    )


def test_instructeurs_come_and_go(monde_neuf: Monde) -> None:
    id = groupe_id(monde_neuf, "Sud")
    fait = payload(
        monde_neuf,
        "groupeInstructeurAjouterInstructeurs",
        f"{SELECTION} warnings {{ message }}",
        groupeInstructeurId=id,
        instructeurs=[
            {"email": "nadia@exemple.fr"},
            {"email": "igor@exemple.fr"},
            {"email": "a"},
            {"email": "b"},
        ],
    )
    assert [i["email"] for i in fait["groupeInstructeur"]["instructeurs"]] == [
        "igor@exemple.fr",
        "nadia@exemple.fr",
    ]
    assert fait["warnings"] == refus("a, b ne sont pas des adresses électroniques valides")
    fait = payload(
        monde_neuf,
        "groupeInstructeurSupprimerInstructeurs",
        SELECTION,
        groupeInstructeurId=id,
        instructeurs=[{"email": "igor@exemple.fr"}, {"email": "personne@exemple.fr"}],
    )
    assert fait["groupeInstructeur"]["instructeurs"] == [{"email": "nadia@exemple.fr"}]


def test_the_last_instructeur_stays(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(
        monde,
        "groupeInstructeurSupprimerInstructeurs",
        SELECTION,
        groupeInstructeurId=groupe_id(monde, "Sud"),
        instructeurs=[{"email": "igor@exemple.fr"}],
    )
    assert fait["groupeInstructeur"] is None
    assert len(fait["errors"]) == 1
    assert empreintes(monde.serveur.database_url) == avant


DEMARCHE = "demarche { number title state } errors { message }"


def test_ones_own_demarche_is_cloned_even_when_it_is_not_open(monde_neuf: Monde) -> None:
    lignes(monde_neuf, "UPDATE demarches SET opendata = false WHERE id = 700 RETURNING id")
    fait = payload(
        monde_neuf, "demarcheCloner", DEMARCHE, demarche={"number": 700}, title="La suite"
    )
    assert fait["errors"] is None
    assert fait["demarche"]["title"] == "La suite"
    assert fait["demarche"]["state"] == "brouillon"
    champs = "SELECT stable_id FROM types_de_champ t JOIN revisions r ON r.id = t.revision_id WHERE r.demarche_id = %s ORDER BY 1"
    copies = {
        ligne["stable_id"] for ligne in lignes(monde_neuf, champs, fait["demarche"]["number"])
    }
    assert copies == {ligne["stable_id"] for ligne in lignes(monde_neuf, champs, 700)}


@pytest.mark.parametrize("numero", [800, 99])
def test_what_is_not_ours_nor_open_is_not_cloned(monde: Monde, numero: int) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(monde, "demarcheCloner", DEMARCHE, demarche={"number": numero})
    message = f'La démarche "{numero}" ne peut pas être clonée.'
    assert fait == {"demarche": None, "errors": refus(message)}
    assert empreintes(monde.serveur.database_url) == avant
