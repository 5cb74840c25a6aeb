"""The five figures of a démarche, in the words and shapes of its public page (rules 4.14, api 12.4)."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.orm import Session

from domain.formulaires.textes import MOIS
from domain.statistiques.instructions import (
    AVANCEMENT,
    DELAIS_PAR_MOIS,
    DELAIS_USUELS,
    PAR_SEMAINE,
)

MOIS_ABREGES = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
DIXIEME = Decimal("0.1")


def calculer(session: Session, demarche_id: int, *, at: datetime) -> dict[str, Any]:
    """JSON: what has no value is null, never « not a number »."""
    parametres = {"demarche_id": demarche_id, "at": at}
    nombres = session.execute(AVANCEMENT, parametres).one()
    supprimes = nombres.supprimes
    traites = nombres.traites + supprimes
    semaines: dict[str, dict[str, int]] = {}
    for state, lundi, nombre in session.execute(PAR_SEMAINE, parametres):
        semaines.setdefault(state, {})[libelle_de_semaine(lundi)] = nombre
    return {
        "funnel": [
            ["Tous (dont brouillon)", nombres.tous + supprimes],
            ["Déposés", nombres.deposes + supprimes],
            ["Instruction débutée", nombres.instruits + supprimes],
            ["Traités", traites],
        ],
        "processed": [
            ["Acceptés", pourcent(nombres.acceptes, traites)],
            ["Refusés", pourcent(nombres.refuses, traites)],
            ["Classés sans suite", pourcent(nombres.sans_suite, traites)],
        ],
        "processed_by_week": [{"name": state, "data": par} for state, par in semaines.items()],
        "processing_time": list(session.scalars(DELAIS_USUELS, parametres)) or None,
        "processing_time_by_month": {
            libelle_de_mois(mois): jours
            for mois, jours in session.execute(DELAIS_PAR_MOIS, parametres)
        },
    }


def pourcent(nombre: int, total: int) -> float | None:
    """With one decimal; nothing when there is nothing to share."""
    if not total:
        return None
    return float((Decimal(100 * nombre) / total).quantize(DIXIEME, ROUND_HALF_UP))


def libelle_de_semaine(lundi: date) -> str:
    return f"{lundi.day:02d} {MOIS_ABREGES[lundi.month - 1]}"


def libelle_de_mois(mois: date) -> str:
    return f"{MOIS[mois.month - 1]} {mois.year}"
