"""The messagerie, in the name of an instructeur (api 10.11, 10.12)."""

from domain.actes import corrections, messages
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


def envoyer(acte: Acte, entree: Entree) -> Payload:
    dossier, instructeur = acte.dossier(entree), acte.instructeur(entree)
    message = messages.envoyer_message(
        acte.tx,
        dossier,
        instructeur=instructeur,
        auteur=acte.au_nom_de(instructeur),
        corps=entree["body"],
        piece=acte.fichier(entree, "attachment"),
        correction=entree.get("correction"),
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id, message_id=message.id)


def demander_correction(acte: Acte, entree: Entree) -> Payload:
    """Unlike a message that may ask for one, it is refused when a correction cannot be asked."""
    dossier, instructeur = acte.dossier(entree), acte.instructeur(entree)
    message = corrections.demander_correction(
        acte.tx,
        dossier,
        instructeur=instructeur,
        auteur=acte.au_nom_de(instructeur),
        corps=entree["body"],
        raison=entree["correction"],
        piece=acte.fichier(entree, "attachment"),
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id, message_id=message.id)


def supprimer(acte: Acte, entree: Entree) -> Payload:
    message, dossier = acte.message(entree)
    instructeur = acte.instructeur(entree)
    messages.supprimer_message(
        acte.tx,
        dossier,
        instructeur=instructeur,
        auteur=acte.au_nom_de(instructeur),
        message=message,
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id, message_id=message.id)
