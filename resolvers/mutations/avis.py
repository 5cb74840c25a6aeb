"""Avis, as the instructeurs of a dossier ask them, ask again, and withdraw them (rules 6)."""

from typing import Any

from domain.actes import avis, avis_demandes
from domain.actes.droits import exiger_un_instructeur
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload, erreur

PIECE = "piece"


def demander(acte: Acte, entree: Entree) -> Payload:
    """Of several addresses, those that may be asked are; each of the others has its refusal (6.2)."""
    dossier, instructeur = acte.mon_dossier(entree), acte.instructeur(entree)
    bonnes, refus = avis.designer(acte.tx, dossier, entree["emails"])
    exiger_un_instructeur(acte.tx, dossier, instructeur)
    if not bonnes:
        return Payload(errors=[erreur(refuse) for refuse in refus])
    demandes = avis.demander(
        acte.tx,
        dossier,
        instructeur=instructeur,
        auteur=acte.au_nom_de(instructeur),
        emails=bonnes,
        at=acte.at,
        **question(acte, entree),
    )
    return Payload(
        dossier_id=dossier.id,
        avis=[demande.id for demande in demandes],
        errors=[erreur(refuse) for refuse in refus] or None,
    )


def question(acte: Acte, entree: Entree) -> dict[str, Any]:
    """What is asked, in the words that acts have for it."""
    introduction = entree.get("introduction")
    return {
        "introduction": avis.INTRODUCTION_PROPOSEE if introduction is None else introduction,
        "question": entree.get("question"),
        "confidentiel": entree.get("confidentiel") or False,
        "piece": acte.fichier(entree, PIECE),
        "lies": entree.get("dossiers_lies") or False,
    }


def relancer(acte: Acte, entree: Entree) -> Payload:
    demande, dossier = acte.avis(entree)
    instructeur = acte.instructeur(entree)
    auteur = acte.au_nom_de(instructeur)
    avis_demandes.relancer(
        acte.tx, dossier, instructeur=instructeur, auteur=auteur, avis=demande, at=acte.at
    )
    return Payload(dossier_id=dossier.id, avis_id=demande.id)


def revoquer(acte: Acte, entree: Entree) -> Payload:
    """One that was not answered is gone: nothing of it is answered either."""
    demande, dossier = acte.avis(entree)
    instructeur = acte.instructeur(entree)
    auteur, numero = acte.au_nom_de(instructeur), demande.id
    avis_demandes.revoquer(
        acte.tx, dossier, instructeur=instructeur, auteur=auteur, avis=demande, at=acte.at
    )
    return Payload(dossier_id=dossier.id, avis_id=numero)
