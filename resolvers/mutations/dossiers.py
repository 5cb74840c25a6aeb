"""What is done to a dossier besides deciding: archiving, keeping longer, throwing away, following, giving
to a groupe, labelling (api 10.6 to 10.8, 10.14; rules 3.15, 3.16)."""

from collections.abc import Callable
from typing import Any

from domain.actes import affectation, archivage, labels, prolongation, suivi, suppression
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


def _simple(agir: Callable[..., Any]) -> Callable[[Acte, Entree], Payload]:
    def executer(acte: Acte, entree: Entree) -> Payload:
        dossier, instructeur = acte.dossier(entree), acte.instructeur(entree)
        auteur = acte.au_nom_de(instructeur)
        agir(acte.tx, dossier, instructeur=instructeur, auteur=auteur, at=acte.at)
        return Payload(dossier_id=dossier.id)

    return executer


def supprimer(acte: Acte, entree: Entree) -> Payload:
    """It is not seen any more: its number is all that is answered."""
    dossier, instructeur = acte.dossier(entree), acte.instructeur(entree)
    auteur = acte.au_nom_de(instructeur)
    suppression.supprimer(acte.tx, dossier, instructeur=instructeur, auteur=auteur, at=acte.at)
    return Payload(number=dossier.id)


def restaurer(acte: Acte, entree: Entree) -> Payload:
    dossier, instructeur = acte.dossier_jete(entree), acte.instructeur(entree)
    auteur = acte.au_nom_de(instructeur)
    suppression.restaurer(acte.tx, dossier, instructeur=instructeur, auteur=auteur, at=acte.at)
    return Payload(dossier_id=dossier.id)


archiver = _simple(archivage.archiver)
desarchiver = _simple(archivage.desarchiver)
prolonger = _simple(prolongation.prolonger)


def basculer_suivi(acte: Acte, entree: Entree) -> Payload:
    """`follow` left out, or null, is a follow."""
    dossier, instructeur = acte.dossier(entree), acte.instructeur(entree)
    suivi.basculer(
        acte.tx,
        dossier,
        instructeur=instructeur,
        auteur=acte.au_nom_de(instructeur),
        suivre=entree.get("follow") is not False,
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id, instructeur_id=instructeur.id)


def _suivi(*, suivre: bool) -> Callable[[Acte, Entree], Payload]:
    return lambda acte, entree: basculer_suivi(acte, {**entree, "follow": suivre})


suivre = _suivi(suivre=True)
ne_plus_suivre = _suivi(suivre=False)


def changer_groupe(acte: Acte, entree: Entree) -> Payload:
    dossier, groupe = acte.dossier(entree), acte.groupe_d_arrivee(entree)
    affectation.changer_groupe(acte.tx, dossier, auteur=acte.auteur, groupe=groupe, at=acte.at)
    return Payload(dossier_id=dossier.id)


def _label(agir: Callable[..., Any]) -> Callable[[Acte, Entree], Payload]:
    def executer(acte: Acte, entree: Entree) -> Payload:
        dossier, label = acte.dossier(entree), acte.label(entree)
        agir(acte.tx, dossier, auteur=acte.auteur, label=label, at=acte.at)
        return Payload(dossier_id=dossier.id, label_id=label.id, demarche_id=label.demarche_id)

    return executer


ajouter_label = _label(labels.ajouter_label)
supprimer_label = _label(labels.supprimer_label)
