"""The dates of a dossier: those given, those that follow, and their order."""

from datetime import datetime

from domain.dossiers.states import TERMINE, State
from scenarios.format.dossiers import Dossier
from scenarios.plan import Chronologie
from scenarios.refus import Chemin
from scenarios.verification.contexte import Contexte

ETAPES = ("cree_le", "depose_le", "en_construction_le", "en_instruction_le", "traite_le")


def chronologie(contexte: Contexte, forme: Dossier, chemin: Chemin) -> Chronologie:
    """What is not dated happened at `maintenant`, or when what came after it did if that is
    earlier. A dossier en construction with an `en_instruction_le` came back from there."""
    if forme.etat is State.brouillon:
        _refuser(contexte, forme, chemin, ETAPES[1:])
        return Chronologie(cree_le=forme.cree_le or contexte.maintenant)
    if forme.etat not in TERMINE:
        _refuser(contexte, forme, chemin, ("traite_le",))
    dates = _dates(forme, contexte.maintenant)
    ordre = list(ETAPES)
    if forme.etat is State.en_construction:
        ordre = ["cree_le", "depose_le", "en_instruction_le", "en_construction_le"]
    _verifier_ordre(contexte, dates, ordre, chemin)
    return dates


def _refuser(contexte: Contexte, forme: Dossier, chemin: Chemin, etapes: tuple[str, ...]) -> None:
    for etape in etapes:
        if getattr(forme, etape) is not None:
            contexte.noter(
                (*chemin, etape), f"{etape} n’a pas de sens sur un dossier {forme.etat.label}"
            )


def _dates(forme: Dossier, maintenant: datetime) -> Chronologie:
    suites = (forme.en_construction_le, forme.en_instruction_le, forme.traite_le)
    depose = forme.depose_le or min([maintenant, *(date for date in suites if date)])
    construction = forme.en_construction_le or depose
    instruction, traite = forme.en_instruction_le, forme.traite_le
    if forme.etat is State.en_construction:
        if instruction and not forme.en_construction_le:
            construction = max(instruction, maintenant)
        return Chronologie(forme.cree_le or depose, depose, construction, instruction)
    if instruction is None:
        instruction = max(construction, min(maintenant, traite or maintenant))
    if forme.etat in TERMINE and traite is None:
        traite = max(instruction, maintenant)
    return Chronologie(forme.cree_le or depose, depose, construction, instruction, traite)


def _verifier_ordre(
    contexte: Contexte, dates: Chronologie, ordre: list[str], chemin: Chemin
) -> None:
    precedente = ordre[0]
    for etape in ordre[1:]:
        date = getattr(dates, etape)
        if date is None:
            continue
        if date < getattr(dates, precedente):
            contexte.noter((*chemin, etape), f"{etape} est avant {precedente}")
            return
        precedente = etape
