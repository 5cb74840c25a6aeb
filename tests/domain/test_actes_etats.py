"""Every act of a person in every state: what moves a dossier, what refuses, and in which words."""

from collections.abc import Iterator
from typing import Any

import pytest

from domain.actes import archivage, corrections, decisions, instruction, suppression
from domain.dossiers.archivage import ArchivageImpossible, NonArchive
from domain.dossiers.states import State, TransitionInterdite
from domain.dossiers.suppression import SuppressionInterdite
from domain.errors import DomainError
from server.settings import Settings
from tests.domain.actes import Acte, agir, agir_dans, essai, ouvrir
from tests.domain.conftest import Atelier

MONDE = "actes"

S = State
DOSSIERS = {
    S.brouillon: 800, S.en_construction: 801, S.en_instruction: 802,
    S.accepte: 803, S.refuse: 804, S.sans_suite: 805,
}  # fmt: skip
TERMINES = (S.accepte, S.refuse, S.sans_suite)

# Each act, what it is given, the states that it leaves for which, and the refusal elsewhere.
ACTES: dict[str, tuple[Acte, dict[str, Any], dict[State, State], type[DomainError]]] = {
    "passer en instruction": (
        instruction.passer_en_instruction, {}, {S.en_construction: S.en_instruction},
        TransitionInterdite,
    ),
    "repasser en construction": (
        instruction.repasser_en_construction, {}, {S.en_instruction: S.en_construction},
        TransitionInterdite,
    ),
    "repasser en instruction": (
        instruction.repasser_en_instruction, {}, dict.fromkeys(TERMINES, S.en_instruction),
        TransitionInterdite,
    ),
    "accepter": (decisions.accepter, {}, {S.en_instruction: S.accepte}, TransitionInterdite),
    "refuser": (
        decisions.refuser, {"motivation": "Non"}, {S.en_instruction: S.refuse},
        TransitionInterdite,
    ),
    "classer sans suite": (
        decisions.classer_sans_suite, {"motivation": "Doublon"},
        {S.en_instruction: S.sans_suite}, TransitionInterdite,
    ),
    "demander une correction": (
        corrections.demander_correction, {"corps": "À revoir"},
        {S.en_construction: S.en_construction, S.en_instruction: S.en_construction},
        TransitionInterdite,
    ),
    "archiver": (archivage.archiver, {}, {s: s for s in TERMINES}, ArchivageImpossible),
    "désarchiver": (archivage.desarchiver, {}, {}, NonArchive),
    "supprimer": (suppression.supprimer, {}, {s: s for s in TERMINES}, SuppressionInterdite),
}  # fmt: skip


@pytest.fixture(scope="module")
def commun(stack: Settings, modele: str) -> Iterator[Atelier]:
    with ouvrir(stack, modele) as atelier:
        yield atelier


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("nom", ACTES)
def test_every_act_in_every_state(commun: Atelier, nom: str, state: State) -> None:
    acte, arguments, permis, refus = ACTES[nom]
    number = DOSSIERS[state]
    avant = commun.empreinte()
    if state in permis:
        with essai(commun) as tx:
            agir_dans(tx, acte, number, **arguments)
            assert commun.dossier(tx, number).state is permis[state]
    else:
        with pytest.raises(refus) as leve:
            agir(commun, acte, number, **arguments)
        if refus is TransitionInterdite:
            assert str(leve.value) == f"Le dossier est déjà {state.label}"
    assert commun.empreinte() == avant
