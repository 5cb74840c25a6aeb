"""Meetings with the usager of a dossier, proposed, changed and cancelled by whoever instructs it."""

from domain.actes import rendez_vous
from domain.rendez_vous.models import Lieu
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


def proposer(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.mon_dossier(entree)
    rendez_vous.proposer(
        acte.tx,
        dossier,
        instructeur=acte.instructeur_du_porteur(),
        debut_le=entree.get("debut"),
        lieu=Lieu(entree["lieu"]),
        precisions=entree.get("precisions") or "",
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id)


def changer(acte: Acte, entree: Entree) -> Payload:
    """What is left out is as if it had never been given: a meeting is said whole each time."""
    pris, dossier = acte.rendez_vous(entree)
    rendez_vous.changer(
        acte.tx,
        dossier,
        instructeur=acte.instructeur_du_porteur(),
        rendez_vous=pris,
        debut_le=entree.get("debut"),
        lieu=Lieu(entree["lieu"]),
        precisions=entree.get("precisions") or "",
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id)


def annuler(acte: Acte, entree: Entree) -> Payload:
    pris, dossier = acte.rendez_vous(entree)
    moi = acte.instructeur_du_porteur()
    rendez_vous.annuler(acte.tx, dossier, instructeur=moi, rendez_vous=pris, at=acte.at)
    return Payload(dossier_id=dossier.id)


def actualiser(acte: Acte, entree: Entree) -> Payload:
    pris, dossier = acte.rendez_vous(entree)
    moi = acte.instructeur_du_porteur()
    rendez_vous.actualiser(acte.tx, dossier, instructeur=moi, rendez_vous=pris)
    return Payload(dossier_id=dossier.id)
