"""Which tabs a dossier has (rules 4.10.1)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from domain.formulaires.formulaire import Formulaire
from resolvers.avis import AvisRow
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.messagerie import MessageDuBureauRow
from resolvers.bureau.pieces import pieces_du_dossier
from resolvers.bureau.rendez_vous import RendezVousRow
from resolvers.champs import Reponses
from resolvers.dossiers import DossierRow
from resolvers.fichiers import Fichiers
from resolvers.groupes_instructeurs import GroupeRow


class Onglet(StrEnum):
    """In the order of the screen."""

    demande = "demande"
    pieces_justificatives = "pieces_justificatives"
    annotations = "annotations"
    avis = "avis"
    messagerie = "messagerie"
    rendez_vous = "rendez_vous"
    personnes_impliquees = "personnes_impliquees"
    reaffectation = "reaffectation"


def onglets_presents(
    dossier: DossierRow,
    formulaire: Formulaire,
    reponses: Reponses,
    fichiers: Fichiers,
    messages: Sequence[MessageDuBureauRow],
    avis: Sequence[AvisRow],
    demarche: DemarcheDuBureauRow | None,
    rendez_vous: Sequence[RendezVousRow],
    groupes: Sequence[GroupeRow],
) -> list[Onglet]:
    """Always those that everybody has; the others when there is something in them, or may be."""
    presents: dict[Onglet, Any] = {
        Onglet.demande: True,
        Onglet.pieces_justificatives: pieces_du_dossier(
            dossier, formulaire, reponses, fichiers, messages, avis
        ),
        Onglet.annotations: formulaire.annotations,
        Onglet.avis: avis or _option(demarche, "allow_expert_review"),
        Onglet.messagerie: True,
        Onglet.rendez_vous: rendez_vous or _option(demarche, "rdv_enabled"),
        Onglet.personnes_impliquees: True,
        Onglet.reaffectation: len(groupes) > 1,
    }
    return [onglet for onglet, present in presents.items() if present]


def _option(demarche: DemarcheDuBureauRow | None, nom: str) -> bool:
    return demarche is not None and bool(demarche.option(nom))
