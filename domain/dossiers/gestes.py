"""What an instructeur may do with a dossier as it is, as a table (rules 4.10.5).

It says which buttons there are; the acts check again, each for itself, what only they know: a form that
is not complete, a messagerie that is closed.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from domain.dossiers.states import TERMINE, TRANSITIONS, Action, State


class Geste(StrEnum):
    """In the order of the screen."""

    suivre = "suivre"
    ne_plus_suivre = "ne_plus_suivre"
    passer_en_instruction = "passer_en_instruction"
    demander_correction = "demander_correction"
    repasser_en_construction = "repasser_en_construction"
    accepter = "accepter"
    refuser = "refuser"
    classer_sans_suite = "classer_sans_suite"
    repasser_en_instruction = "repasser_en_instruction"
    archiver = "archiver"
    desarchiver = "desarchiver"
    prolonger = "prolonger"
    supprimer = "supprimer"
    restaurer = "restaurer"
    restaurer_et_prolonger = "restaurer_et_prolonger"


class Situation(NamedTuple):
    """What the table must know. `jete`: in the corbeille, by the administration (`jete_par_nous`), by its
    expiry (`expire`) or by both."""

    state: State
    archive: bool = False
    jete_par_nous: bool = False
    expire: bool = False
    bientot_expire: bool = False
    suivi_par_moi: bool = False
    usager_present: bool = True
    silence: bool = False
    correction_en_attente: bool = False
    correction_bloquante: bool = False

    @property
    def jete(self) -> bool:
        return self.jete_par_nous or self.expire


Condition = Callable[[Situation], bool]


class Permis(NamedTuple):
    etats: frozenset[State]
    condition: Condition = lambda _: True
    jete: bool = False


EN_COURS = frozenset({State.en_construction, State.en_instruction})
DEPOSES = EN_COURS | TERMINE


def _depuis(action: Action) -> frozenset[State]:
    return TRANSITIONS[action].sources


G = Geste
PERMIS: dict[Geste, Permis] = {
    G.suivre: Permis(EN_COURS, lambda s: not s.suivi_par_moi),
    G.ne_plus_suivre: Permis(EN_COURS, lambda s: s.suivi_par_moi),
    G.passer_en_instruction: Permis(
        _depuis(Action.passer_en_instruction),
        lambda s: not (s.correction_en_attente and s.correction_bloquante),
    ),
    G.demander_correction: Permis(
        _depuis(Action.demander_correction) | {State.en_construction},
        lambda s: not s.correction_en_attente and s.usager_present,
    ),
    G.repasser_en_construction: Permis(
        _depuis(Action.repasser_en_construction), lambda s: not s.silence
    ),
    G.accepter: Permis(_depuis(Action.accepter)),
    G.refuser: Permis(_depuis(Action.refuser)),
    G.classer_sans_suite: Permis(_depuis(Action.classer_sans_suite)),
    G.repasser_en_instruction: Permis(
        _depuis(Action.repasser_en_instruction),
        lambda s: s.usager_present and (not s.archive or s.bientot_expire),
    ),
    G.archiver: Permis(TERMINE, lambda s: not s.archive),
    G.desarchiver: Permis(TERMINE, lambda s: s.archive),
    G.prolonger: Permis(TERMINE | {State.en_construction}, lambda s: s.bientot_expire),
    G.supprimer: Permis(TERMINE),
    G.restaurer: Permis(DEPOSES, lambda s: not s.expire, jete=True),
    G.restaurer_et_prolonger: Permis(DEPOSES, lambda s: s.expire, jete=True),
}


def gestes_permis(situation: Situation) -> list[Geste]:
    """Those that the table allows, in its order; in the corbeille, only those that take out of it."""
    return [
        geste
        for geste, permis in PERMIS.items()
        if permis.jete is situation.jete
        and situation.state in permis.etats
        and permis.condition(situation)
    ]
