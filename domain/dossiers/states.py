"""The life of a dossier as a table: no other move exists (rules 3.2)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.errors import DomainError


class State(StrEnum):
    brouillon = "brouillon"
    en_construction = "en_construction"
    en_instruction = "en_instruction"
    accepte = "accepte"
    refuse = "refuse"
    sans_suite = "sans_suite"

    @property
    def label(self) -> str:
        return LABELS[self]


# No-break spaces: real clients compare these words by equality (api 14.1).
LABELS = {
    State.brouillon: "brouillon",
    State.en_construction: "en\u00a0construction",
    State.en_instruction: "en\u00a0instruction",
    State.accepte: "accepté",
    State.refuse: "refusé",
    State.sans_suite: "classé\u00a0sans\u00a0suite",
}

TERMINE = frozenset({State.accepte, State.refuse, State.sans_suite})
SOUMIS = frozenset(State) - {State.brouillon}


class Action(StrEnum):
    deposer = "deposer"
    redeposer = "redeposer"
    passer_en_instruction = "passer_en_instruction"
    passer_automatiquement_en_instruction = "passer_automatiquement_en_instruction"
    repasser_en_construction = "repasser_en_construction"
    demander_correction = "demander_correction"
    accepter = "accepter"
    refuser = "refuser"
    classer_sans_suite = "classer_sans_suite"
    accepter_automatiquement = "accepter_automatiquement"
    refuser_automatiquement = "refuser_automatiquement"
    repasser_en_instruction = "repasser_en_instruction"


class Transition(NamedTuple):
    sources: frozenset[State]
    target: State


def _from(*sources: State, to: State) -> Transition:
    return Transition(frozenset(sources), to)


S = State
TRANSITIONS: dict[Action, Transition] = {
    Action.deposer: _from(S.brouillon, to=S.en_construction),
    Action.redeposer: _from(S.en_construction, to=S.en_construction),
    Action.passer_en_instruction: _from(S.en_construction, to=S.en_instruction),
    Action.passer_automatiquement_en_instruction: _from(S.en_construction, to=S.en_instruction),
    Action.repasser_en_construction: _from(S.en_instruction, to=S.en_construction),
    Action.demander_correction: _from(S.en_instruction, to=S.en_construction),
    Action.accepter: _from(S.en_instruction, to=S.accepte),
    Action.refuser: _from(S.en_instruction, to=S.refuse),
    Action.classer_sans_suite: _from(S.en_instruction, to=S.sans_suite),
    Action.accepter_automatiquement: _from(S.en_construction, S.en_instruction, to=S.accepte),
    Action.refuser_automatiquement: _from(S.en_instruction, to=S.refuse),
    Action.repasser_en_instruction: _from(*TERMINE, to=S.en_instruction),
}


class TransitionInterdite(DomainError):
    """`auteur` and `date` are those of the last change of state, when who refuses has read it: the
    loser of a race learns who won (api 14.11). `auteur` is an e-mail address."""

    code = "transition_interdite"

    def __init__(
        self,
        state: State,
        action: Action,
        *,
        auteur: str | None = None,
        date: datetime | None = None,
    ) -> None:
        super().__init__(f"Le dossier est déjà {state.label}")
        self.state = state
        self.action = action
        self.auteur = auteur
        self.date = date


def after(state: State, action: Action) -> State:
    """The state that `action` leads to. Raises TransitionInterdite when the table has no such row."""
    sources, target = TRANSITIONS[action]
    if state not in sources:
        raise TransitionInterdite(state, action)
    return target
