"""A real client decides, as it is published, but for its URL: demarches-simpy 0.0.18."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from demarches_simpy import (  # type: ignore[import-untyped]
    AnnotationModifier,
    Dossier,
    DossierState,
    FileUploader,
    MessageSender,
    Profile,
    StateModifier,
)
from demarches_simpy.connection import RequestBuilder  # type: ignore[import-untyped]
from demarches_simpy.interfaces import IAction  # type: ignore[import-untyped]

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import SANS_DROIT, instructeur_id, lignes
from tests.empreintes import empreintes

MONDE = "clients"

# The library leaves the files of its queries open; that is its business, not a leak of ours.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONSTRUCTION, INSTRUCTION = DossierState.CONSTRUCTION, DossierState.INSTRUCTION
ACCEPTE, REFUSE, SANS_SUITE = (
    DossierState.ACCEPTE,
    DossierState.REFUSE,
    DossierState.SANS_SUITE,
)
FAIT, REFUSE_PAR_LE_SERVEUR = IAction.SUCCESS, IAction.REQUEST_ERROR


def profil(monde: Monde, *, jeton: str = "ecriture", email: str = "ines@exemple.fr") -> Profile:
    class Ici(Profile):  # type: ignore[misc]  # the library is not typed
        def get_url(self) -> str:
            return f"{monde.serveur.url}/api/v2/graphql"

    return Ici(monde.jetons[jeton], instructeur_id(monde, email), warning=True)


def passer(monde: Monde, etat: Any, motivation: str = "", **qui: str) -> Any:
    """What the library makes of one change of state; it looks at the dossier first, as it is now."""
    qui_agit = profil(monde, **qui)
    dossier = Dossier(number=7001, profile=qui_agit)
    return StateModifier(qui_agit, dossier).perform(etat, motivation)


def etat(monde: Monde) -> str:
    return str(Dossier(number=7001, profile=profil(monde)).get_dossier_state())


def test_a_dossier_goes_to_every_decision_and_back(monde_neuf: Monde) -> None:
    decisions = [(ACCEPTE, "Complet"), (ACCEPTE, ""), (REFUSE, "Incomplet"), (SANS_SUITE, "Non")]
    parcours = [
        etape
        for decision in decisions
        for etape in [(INSTRUCTION, ""), decision, (INSTRUCTION, ""), (CONSTRUCTION, "")]
    ]
    for voulu, dite in parcours:
        assert passer(monde_neuf, voulu, dite) == FAIT
        assert etat(monde_neuf) == voulu.value

    passes = lignes(monde_neuf, "SELECT state FROM traitements WHERE dossier_id = 7001 ORDER BY id")
    assert [passe["state"] for passe in passes] == [
        "en_construction",  # when it was deposited
        *(voulu.value for voulu, _ in parcours),
    ]


def test_what_is_refused_is_told_in_words_and_changes_nothing(
    monde: Monde, capsys: pytest.CaptureFixture[str]
) -> None:
    avant = empreintes(monde.serveur.database_url)

    assert passer(monde, ACCEPTE) == REFUSE_PAR_LE_SERVEUR
    assert passer(monde, REFUSE, "") == REFUSE_PAR_LE_SERVEUR
    assert passer(monde, CONSTRUCTION) == REFUSE_PAR_LE_SERVEUR
    assert passer(monde, INSTRUCTION, email="igor@exemple.fr") == REFUSE_PAR_LE_SERVEUR
    assert passer(monde, INSTRUCTION, jeton="lecture") == REFUSE_PAR_LE_SERVEUR

    deja = "State not changed : Le dossier est déjà en\u00a0construction"
    dits = [ligne for ligne in capsys.readouterr().out.splitlines() if "STATECHANGER" in ligne]
    assert [dit.partition("] ")[2].removesuffix("\033[0m") for dit in dits] == [
        deja,
        deja,
        deja,
        f"State not changed : {SANS_DROIT}",
        "State not changed : Le jeton utilisé est configuré seulement en lecture",
    ]
    assert empreintes(monde.serveur.database_url) == avant


def test_an_annotation_is_written(monde_neuf: Monde) -> None:
    qui = profil(monde_neuf)
    dossier = Dossier(number=7001, profile=qui)
    note = dossier.get_annotations()["Note"]

    assert AnnotationModifier(qui, dossier).perform(note, "À voir\ndemain") == FAIT
    assert dossier.force_fetch().get_annotations()["Note"] == {
        **note,
        "stringValue": "À voir\ndemain",
    }


def test_a_message_is_sent(monde_neuf: Monde) -> None:
    qui = profil(monde_neuf)

    assert MessageSender(qui, Dossier(number=7001, profile=qui)).perform("Bonjour") == FAIT
    assert messages(monde_neuf) == [
        {"email": "ines@exemple.fr", "body": "Bonjour", "attachments": []}
    ]


def test_a_file_is_sent_then_goes_with_a_message(monde_neuf: Monde, tmp_path: Path) -> None:
    qui = profil(monde_neuf)
    dossier = Dossier(number=7001, profile=qui)
    plan = tmp_path / "plan.pdf"
    plan.write_text("%PDF-1.7 le plan d’été")
    envoi = FileUploader(qui, dossier)

    assert envoi.perform(str(plan), "Le plan.pdf") == FAIT
    depose = envoi.get_last_file_uploaded()
    assert MessageSender(qui, dossier).perform("Voici", depose) == FAIT

    [message] = messages(monde_neuf)
    [piece] = message["attachments"]
    assert (message["body"], piece["filename"]) == ("Voici", "Le plan.pdf")
    assert httpx.get(piece["url"]).content == plan.read_bytes()

    assert MessageSender(qui, dossier).perform("Encore", depose) == REFUSE_PAR_LE_SERVEUR
    assert len(messages(monde_neuf)) == 1


def test_a_decided_dossier_is_archived(monde_neuf: Monde) -> None:
    """The library has no class for it, but it has the operation."""
    passer(monde_neuf, INSTRUCTION)
    passer(monde_neuf, ACCEPTE)

    archiver = RequestBuilder(profil(monde_neuf), "./query/actions.graphql")
    entree = {
        "dossierId": identifiant("Dossier", 7001),
        "instructeurId": instructeur_id(monde_neuf),
    }
    reponse = archiver.send_request(
        {
            "query": archiver.get_query(),
            "operationName": "dossierArchiver",
            "variables": {"input": entree},
        }
    )

    fait = {"dossier": {"id": identifiant("Dossier", 7001)}, "errors": None}
    assert reponse.json() == {"data": {"dossierArchiver": fait}}
    assert lignes(monde_neuf, "SELECT archive FROM dossiers WHERE id = 7001") == [{"archive": True}]


def test_an_id_of_the_wrong_kind_is_an_error_of_the_library(
    monde: Monde, capsys: pytest.CaptureFixture[str]
) -> None:
    avant = empreintes(monde.serveur.database_url)
    qui = profil(monde)
    faux = Dossier(number=7001, profile=qui, id=identifiant("Instructeur", 1))

    assert MessageSender(qui, faux).perform("Bonjour") == IAction.NETWORK_ERROR
    assert f'No object found for `dossierId: "{faux.id}"`' in capsys.readouterr().out
    assert empreintes(monde.serveur.database_url) == avant


def messages(monde: Monde) -> Any:
    lu = monde.client("lecture").lire(
        "{ dossier(number: 7001) { messages { email body attachments { filename url } } } }"
    )
    return lu["dossier"]["messages"]
