"""What chance decides of a dossier: its state, its dates, its people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from domain.dossiers.states import TERMINE, State

ANNEE = 365 * 24 * 3600  # seconds
SECONDE = timedelta(seconds=1)


def repartir(etats: Mapping[State, float], combien: int, hasard: Random) -> list[State]:
    """States in the shares asked for, exactly, shuffled: what rounding leaves goes to the largest."""
    nombres = {etat: int(part * combien) for etat, part in etats.items()}
    restes = sorted(etats, key=lambda etat: int(etats[etat] * combien) - etats[etat] * combien)
    for etat in restes[: combien - sum(nombres.values())]:
        nombres[etat] += 1
    tires = [etat for etat, nombre in nombres.items() for _ in range(nombre)]
    hasard.shuffle(tires)
    return tires


@dataclass(frozen=True, slots=True)
class Tirage:
    etat: State
    depose_le: datetime
    instruit_le: datetime
    traite_le: datetime
    """The last two mean something only in the states that imply them."""


def tirer(etat: State, *, maintenant: datetime, hasard: Random) -> Tirage:
    """Filed over the last year; what was decided was filed three weeks ago at least."""
    recul = 21 * 24 * 3600 if etat in TERMINE else 3600
    age = hasard.randrange(recul, ANNEE)
    depose = maintenant.replace(microsecond=0) - age * SECONDE
    attente = hasard.randrange(600, max(601, min(age // 2, 20 * 24 * 3600)))
    examen = hasard.randrange(600, max(601, min((age - attente) // 2, 40 * 24 * 3600)))
    instruit = depose + attente * SECONDE
    return Tirage(etat, depose, instruit, instruit + examen * SECONDE)
