"""The messagerie by API: sending, correcting, taking back (api 10.11, 10.12)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import (
    ALREADY,
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

SELECTION = "message { email body discardedAt correction { reason } } errors { message }"
NON_SUPPRIMABLE = "Le message ne peut pas être supprimé"


def demande(monde: Monde, dossier: str, **autres: Any) -> dict[str, Any]:
    return {
        "dossierId": dossier_id(monde, dossier),
        "instructeurId": instructeur_id(monde),
        "body": "Merci de préciser",
        **autres,
    }


def message_id(monde: Monde, corps: str) -> str:
    [ligne] = lignes(monde, "SELECT id FROM messages WHERE corps = %s", corps)
    return identifiant("Commentaire", ligne["id"])


def test_a_message_is_sent_in_the_instructeurs_name_who_does_not_follow(monde_neuf: Monde) -> None:
    fait = payload(
        monde_neuf, "dossierEnvoyerMessage", SELECTION, **demande(monde_neuf, "construction")
    )
    assert fait == {
        "message": {
            "email": "ines@exemple.fr",
            "body": "Merci de préciser",
            "discardedAt": None,
            "correction": None,
        },
        "errors": None,
    }
    assert lignes(monde_neuf, "SELECT * FROM suivis WHERE dossier_id = 7001") == []


@pytest.mark.parametrize(("dossier", "etat"), [("construction", 7001), ("instruction", 7002)])
def test_asking_for_a_correction_leaves_the_dossier_with_its_usager(
    monde_neuf: Monde, dossier: str, etat: int
) -> None:
    fait = payload(
        monde_neuf,
        "dossierEnvoyerMessage",
        SELECTION,
        **demande(monde_neuf, dossier, correction="incomplete"),
    )
    assert fait["message"]["correction"] == {"reason": "incomplete"}
    [lu] = lignes(monde_neuf, "SELECT state FROM dossiers WHERE id = %s", etat)
    assert lu == {"state": "en_construction"}


def test_a_correction_that_cannot_be_asked_is_ignored_and_the_message_sent(
    monde_neuf: Monde,
) -> None:
    fait = payload(
        monde_neuf,
        "dossierEnvoyerMessage",
        SELECTION,
        **demande(monde_neuf, "accepte", correction="incorrect"),
    )
    assert fait["message"]["correction"] is None
    assert fait["errors"] is None


def test_a_correction_asked_for_itself_is_refused_when_it_cannot_be(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(
        monde,
        "dossierDemanderCorrection",
        SELECTION,
        **demande(monde, "accepte", correction="incorrect"),
    )
    assert fait == {"message": None, "errors": refus(ALREADY["accepte"])}
    assert empreintes(monde.serveur.database_url) == avant


@pytest.mark.parametrize("corps", ["", " \n "])
def test_a_message_has_a_text(monde: Monde, corps: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(
        monde, "dossierEnvoyerMessage", SELECTION, **demande(monde, "construction", body=corps)
    )
    vide = refus("Le champ « Votre message » ne peut être vide")
    assert fait == {"message": None, "errors": vide}
    assert empreintes(monde.serveur.database_url) == avant


def test_who_is_not_in_the_groupe_writes_nothing(monde: Monde) -> None:
    avant = empreintes(monde.serveur.database_url)
    entree = demande(monde, "construction", instructeurId=instructeur_id(monde, "igor@exemple.fr"))
    fait = payload(monde, "dossierEnvoyerMessage", SELECTION, **entree)
    assert fait == {"message": None, "errors": refus(SANS_DROIT)}
    assert empreintes(monde.serveur.database_url) == avant


def test_an_archived_dossier_takes_no_message(monde_neuf: Monde) -> None:
    qui = {
        "dossierId": dossier_id(monde_neuf, "accepte"),
        "instructeurId": instructeur_id(monde_neuf),
    }
    payload(monde_neuf, "dossierArchiver", "errors { message }", **qui)
    avant = empreintes(monde_neuf.serveur.database_url)
    fait = payload(monde_neuf, "dossierEnvoyerMessage", SELECTION, **demande(monde_neuf, "accepte"))
    [erreur] = fait["errors"]
    assert erreur["message"].endswith(
        "Il n’est pas possible d’envoyer un message sur un dossier supprimé, à archiver ou en brouillon"
    )
    assert empreintes(monde_neuf.serveur.database_url) == avant


def test_a_message_is_taken_back_once_by_who_wrote_it(monde_neuf: Monde) -> None:
    entree = {
        "messageId": message_id(monde_neuf, "Reçu"),
        "instructeurId": instructeur_id(monde_neuf),
    }
    fait = payload(monde_neuf, "dossierSupprimerMessage", SELECTION, **entree)
    assert fait["message"]["body"] == ""
    assert fait["message"]["discardedAt"] is not None
    avant = empreintes(monde_neuf.serveur.database_url)
    fait = payload(monde_neuf, "dossierSupprimerMessage", SELECTION, **entree)
    assert fait == {"message": None, "errors": refus(NON_SUPPRIMABLE)}
    assert empreintes(monde_neuf.serveur.database_url) == avant


@pytest.mark.parametrize(
    ("corps", "qui"), [("Bonjour", "ines@exemple.fr"), ("Reçu", "igor@exemple.fr")]
)
def test_a_message_of_another_stays(monde: Monde, corps: str, qui: str) -> None:
    avant = empreintes(monde.serveur.database_url)
    fait = payload(
        monde,
        "dossierSupprimerMessage",
        SELECTION,
        messageId=message_id(monde, corps),
        instructeurId=instructeur_id(monde, qui),
    )
    assert fait == {"message": None, "errors": refus(NON_SUPPRIMABLE)}
    assert empreintes(monde.serveur.database_url) == avant


def test_a_message_of_another_demarche_is_hidden(monde: Monde) -> None:
    corps = ecrire(
        monde,
        "dossierSupprimerMessage",
        SELECTION,
        jeton="autre",
        messageId=message_id(monde, "Reçu"),
        instructeurId=instructeur_id(monde),
    )
    [erreur] = corps["errors"]
    assert erreur["message"] == "An object of type Message was hidden due to permissions"
