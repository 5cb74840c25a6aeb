"""The page of what follows what: every name on it is that of something."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from domain import models  # noqa: F401  (with the tables come the verbs' neighbours)
from domain.actes import (
    automatismes,
    clonage,
    depot,
    envois_groupes,
    fermeture,
    groupes,
    messages,
    suppression,
)
from domain.events import Event
from domain.reponses import duplication
from jobs.horaires import HORAIRES
from jobs.reactions import REACTIONS, suites
from jobs.tous import TRAVAUX

# Imported so that their events are known.
ACTES = (
    automatismes,
    clonage,
    depot,
    duplication,
    envois_groupes,
    fermeture,
    groupes,
    messages,
    suppression,
)


def evenements(de: type[Event] = Event) -> Iterator[type[Event]]:
    for classe in de.__subclasses__():
        yield classe
        yield from evenements(classe)


CONNUS = {classe.__name__: classe for classe in evenements()}


def un_exemple(classe: type[Event]) -> dict[str, Any]:
    return {champ.name: "1" for champ in fields(classe)}


@pytest.mark.parametrize("nom", REACTIONS)
def test_what_is_followed_happens_and_what_follows_exists(nom: str) -> None:
    suivis = suites(nom, un_exemple(CONNUS[nom]))
    assert suivis
    assert [suivi.nom for suivi in suivis if suivi.nom not in TRAVAUX] == []


def test_an_event_without_a_reaction_is_followed_by_nothing() -> None:
    assert suites("Inconnu", {}) == []


def test_what_is_due_at_given_times_exists() -> None:
    assert [horaire.travail for horaire in HORAIRES if horaire.travail not in TRAVAUX] == []
