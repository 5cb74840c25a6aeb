"""What is decided of a dossier, in the name of an instructeur (api 10.1 to 10.5)."""

from collections.abc import Callable
from typing import Any

from domain.actes import decisions, instruction
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


def _objets(acte: Acte, entree: Entree) -> tuple[Dossier, Instructeur]:
    """In the order in which they are loaded, which is that of their refusals (api 14.21)."""
    return acte.dossier(entree), acte.instructeur(entree)


def _mouvement(
    agir: Callable[..., Any], *, annonce: bool = True
) -> Callable[[Acte, Entree], Payload]:
    def executer(acte: Acte, entree: Entree) -> Payload:
        dossier, instructeur = _objets(acte, entree)
        dit = {"notifier": not entree.get("disable_notification")} if annonce else {}
        agir(
            acte.tx,
            dossier,
            instructeur=instructeur,
            auteur=acte.au_nom_de(instructeur),
            at=acte.at,
            **dit,
        )
        return Payload(dossier_id=dossier.id)

    return executer


def _decision(agir: Callable[..., Any]) -> Callable[[Acte, Entree], Payload]:
    def executer(acte: Acte, entree: Entree) -> Payload:
        dossier, instructeur = _objets(acte, entree)
        agir(
            acte.tx,
            dossier,
            instructeur=instructeur,
            auteur=acte.au_nom_de(instructeur),
            motivation=entree.get("motivation"),
            justificatif=acte.fichier(entree, "justificatif"),
            notifier=not entree.get("disable_notification"),
            at=acte.at,
        )
        return Payload(dossier_id=dossier.id)

    return executer


passer_en_instruction = _mouvement(instruction.passer_en_instruction)
repasser_en_construction = _mouvement(instruction.repasser_en_construction, annonce=False)
repasser_en_instruction = _mouvement(instruction.repasser_en_instruction)
accepter = _decision(decisions.accepter)
refuser = _decision(decisions.refuser)
classer_sans_suite = _decision(decisions.classer_sans_suite)
