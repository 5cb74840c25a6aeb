"""The name of what happened, derived from a traitement and the one before it (rules 3.8)."""

from enum import StrEnum

from domain.dossiers.states import State


class Evenement(StrEnum):
    accepte = "accepte"
    accepte_automatiquement = "accepte_automatiquement"
    classe_sans_suite = "classe_sans_suite"
    depose = "depose"
    depose_correction_instructeur = "depose_correction_instructeur"
    depose_correction_usager = "depose_correction_usager"
    passe_en_instruction = "passe_en_instruction"
    passe_en_instruction_automatiquement = "passe_en_instruction_automatiquement"
    refuse = "refuse"
    refuse_automatiquement = "refuse_automatiquement"
    repasse_en_construction = "repasse_en_construction"
    repasse_en_instruction = "repasse_en_instruction"


E = Evenement

# What an instructeur decided, and what happened by itself.
DECISIONS = {
    State.accepte: (E.accepte, E.accepte_automatiquement),
    State.refuse: (E.refuse, E.refuse_automatiquement),
    State.sans_suite: (E.classe_sans_suite, E.classe_sans_suite),
}


def evenement(state: str, *, precedent: str | None, par_instructeur: bool) -> Evenement:
    if state == State.en_construction:
        return _en_construction(precedent, par_instructeur)
    if state == State.en_instruction:
        return _en_instruction(precedent, par_instructeur)
    par_une_personne, automatique = DECISIONS[State(state)]
    return par_une_personne if par_instructeur else automatique


def _en_construction(precedent: str | None, par_instructeur: bool) -> Evenement:
    if precedent is None:
        return E.depose
    if precedent != State.en_construction:
        return E.repasse_en_construction
    return E.depose_correction_instructeur if par_instructeur else E.depose_correction_usager


def _en_instruction(precedent: str | None, par_instructeur: bool) -> Evenement:
    if not par_instructeur:
        return E.passe_en_instruction_automatiquement
    # Without a row before it, the passage is the first one: the deposit's row was lost, not undone.
    repasse = precedent is not None and precedent != State.en_construction
    return E.repasse_en_instruction if repasse else E.passe_en_instruction
