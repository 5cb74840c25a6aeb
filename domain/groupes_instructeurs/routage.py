"""Which groupe a dossier goes to, by its answers (rules 1.11.5)."""

from collections.abc import Callable, Iterable
from typing import Any

from domain.formulaires.conditions import evaluer, sources
from domain.groupes_instructeurs.models import GroupeInstructeur


def router(
    groupes: Iterable[GroupeInstructeur],
    *,
    connus: Iterable[int],
    valeur_de: Callable[[int], Any],
) -> GroupeInstructeur:
    """The first open groupe, by label, whose rule is true of the answers; else the default one.

    A rule is passed over when it looks at a champ that the form does not have (`connus` are the
    stable ids that it has, rules 1.11.4). `valeur_de` is `Visibilite.valeur`: what is hidden or
    blank makes no rule true.
    """
    tous = list(groupes)
    presents = set(connus)
    for groupe in sorted(tous, key=lambda g: g.label):
        if groupe.ferme or not groupe.regle or not sources(groupe.regle) <= presents:
            continue
        if evaluer(groupe.regle, valeur_de):
            return groupe
    return next(groupe for groupe in tous if groupe.defaut)
