"""What an instructeur may do with a dossier as it is: rules 4.10.5, over every situation."""

from itertools import product

from domain.dossiers.gestes import Geste, Situation, gestes_permis
from domain.dossiers.states import TERMINE, State

G = Geste
BOOLEENS = (False, True)
SITUATIONS = [
    Situation(etat, *drapeaux)
    for etat in State
    for drapeaux in product(BOOLEENS, repeat=9)
    if etat in TERMINE or not drapeaux[0]  # only what is decided is archived
]


def attendus(s: Situation) -> set[Geste]:
    """The rule, in its own words."""
    if s.state is State.brouillon:
        return set()
    if s.expire:
        return {G.restaurer_et_prolonger}
    if s.jete_par_nous:
        return {G.restaurer}
    suivi = G.ne_plus_suivre if s.suivi_par_moi else G.suivre
    correction = (
        set() if s.correction_en_attente or not s.usager_present else {G.demander_correction}
    )
    if s.state is State.en_construction:
        bloque = s.correction_en_attente and s.correction_bloquante
        permis = {suivi} | correction | (set() if bloque else {G.passer_en_instruction})
        return permis | ({G.prolonger} if s.bientot_expire else set())
    if s.state is State.en_instruction:
        instruire = {G.accepter, G.refuser, G.classer_sans_suite}
        renvoi = set() if s.silence else {G.repasser_en_construction}
        return {suivi} | instruire | renvoi | correction
    permis = {G.supprimer, G.desarchiver if s.archive else G.archiver}
    if s.bientot_expire:
        permis |= {G.prolonger}
    if s.usager_present and (s.bientot_expire or not s.archive):
        permis |= {G.repasser_en_instruction}
    return permis


def test_each_situation_has_the_gestures_of_the_rule_and_no_other() -> None:
    for situation in SITUATIONS:
        assert set(gestes_permis(situation)) == attendus(situation), situation


def test_gestures_come_in_the_order_of_the_screen() -> None:
    ordre = list(Geste)
    for situation in SITUATIONS:
        rangs = [ordre.index(geste) for geste in gestes_permis(situation)]
        assert rangs == sorted(rangs)
