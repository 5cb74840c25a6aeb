"""The table of states, over every pair: nothing else moves a dossier (rules 3.2)."""

import pytest

from domain.dossiers.states import SOUMIS, TERMINE, Action, State, TransitionInterdite, after

S, A = State, Action

PERMIS = {
    (S.brouillon, A.deposer): S.en_construction,
    (S.en_construction, A.redeposer): S.en_construction,
    (S.en_construction, A.passer_en_instruction): S.en_instruction,
    (S.en_construction, A.passer_automatiquement_en_instruction): S.en_instruction,
    (S.en_construction, A.accepter_automatiquement): S.accepte,
    (S.en_instruction, A.repasser_en_construction): S.en_construction,
    (S.en_instruction, A.demander_correction): S.en_construction,
    (S.en_instruction, A.accepter): S.accepte,
    (S.en_instruction, A.refuser): S.refuse,
    (S.en_instruction, A.classer_sans_suite): S.sans_suite,
    (S.en_instruction, A.accepter_automatiquement): S.accepte,
    (S.en_instruction, A.refuser_automatiquement): S.refuse,
    (S.accepte, A.repasser_en_instruction): S.en_instruction,
    (S.refuse, A.repasser_en_instruction): S.en_instruction,
    (S.sans_suite, A.repasser_en_instruction): S.en_instruction,
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", State)
def test_every_action_from_every_state(state: State, action: Action) -> None:
    if (state, action) in PERMIS:
        assert after(state, action) is PERMIS[state, action]
        return
    with pytest.raises(TransitionInterdite) as refus:
        after(state, action)
    assert str(refus.value) == f"Le dossier est déjà {state.label}"


def test_states_are_named_with_no_break_spaces() -> None:
    assert [state.label for state in State] == [
        "brouillon",
        "en\u00a0construction",
        "en\u00a0instruction",
        "accepté",
        "refusé",
        "classé\u00a0sans\u00a0suite",
    ]


def test_a_submitted_dossier_is_anything_but_a_brouillon() -> None:
    assert set(State) - SOUMIS == {State.brouillon}
    assert {S.accepte, S.refuse, S.sans_suite} == TERMINE
