"""Annotations: several at once, each kept or refused for itself, or one of one type (api 10.9, 10.10)."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.actes.droits import exiger_un_instructeur
from domain.actes.suites import badger
from domain.badges.regles import Fait
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.types_de_champ import FICHIERS
from domain.reponses import annotations
from domain.reponses.annotations import SEULES, ValeurRefusee
from domain.reponses.modification import ENTREES
from domain.reponses.modification import Entree as Reponse
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import ChampEcrit, Erreur, Payload

# Members of the input whose value is a list of uploads.
DE_FICHIERS = frozenset(cle for cle, types in ENTREES.items() if types & FICHIERS)


def fichiers(entree: Entree) -> Sequence[str]:
    """The uploads that annotations are given."""
    nommes: list[str] = []
    for annotation in entree["annotations"]:
        cle, valeur = _membre(annotation["value"])
        nommes += valeur if cle in DE_FICHIERS else ()
    return nommes


def _membre(valeur: Entree) -> tuple[str, Any]:
    """The one member that is given, by the name it has in the contract."""
    [(nom, donne)] = valeur.items()
    tete, *suite = nom.split("_")
    return tete + "".join(map(str.title, suite)), donne


def _objets(acte: Acte, entree: Entree) -> tuple[Dossier, Instructeur]:
    dossier, instructeur = acte.dossier(entree), acte.instructeur(entree)
    exiger_un_instructeur(acte.tx, dossier, instructeur)
    return dossier, instructeur


def modifier(acte: Acte, entree: Entree) -> Payload:
    dossier, instructeur = _objets(acte, entree)
    faites = annotations.modifier_annotations(
        acte.tx,
        dossier,
        formulaire=charger_formulaire(acte.tx.session, dossier.revision_id),
        entrees=[reponse(acte, annotation) for annotation in entree["annotations"]],
        auteur_email=acte.auteur.email,
        at=acte.at,
    )
    dire_annote(acte, dossier, instructeur)
    return Payload(
        dossier_id=dossier.id,
        champs=[ChampEcrit(*champ) for champ in faites.champs],
        errors=[Erreur(message) for message in faites.erreurs] or None,
    )


def dire_annote(acte: Acte, dossier: Dossier, instructeur: Instructeur) -> None:
    """What is written again as it was has not changed, and nobody is told."""
    if dossier.annotations_modifiees_le == acte.at:
        par = instructeur.compte.email
        badger(acte.tx, dossier, Fait.annotation_modifiee, par=par, at=acte.at)


def reponse(acte: Acte, annotation: Entree) -> Reponse:
    cle, valeur = _membre(annotation["value"])
    if cle in DE_FICHIERS:
        valeur = [acte.fichiers[signe] for signe in valeur]
    return Reponse(annotation["id"], cle, valeur)


def modifier_une(mutation: str) -> Callable[[Acte, Entree], Payload]:
    """Of the types that this mutation writes."""
    types = SEULES[mutation]

    def executer(acte: Acte, entree: Entree) -> Payload:
        dossier, instructeur = _objets(acte, entree)
        try:
            champ = annotations.modifier_annotation(
                acte.tx,
                dossier,
                formulaire=charger_formulaire(acte.tx.session, dossier.revision_id),
                id=entree["annotation_id"],
                types=types,
                valeur=entree["value"],
                auteur_email=acte.auteur.email,
                at=acte.at,
            )
        except ValeurRefusee as refus:
            return Payload(errors=[Erreur(message) for message in refus.messages])
        dire_annote(acte, dossier, instructeur)
        return Payload(dossier_id=dossier.id, champs=[ChampEcrit(*champ)])

    return executer


def ajouter_ligne(acte: Acte, entree: Entree) -> Payload:
    """The one mutation of annotations that is signed by the instructeur (api 10.10)."""
    dossier, instructeur = _objets(acte, entree)
    champ = annotations.ajouter_ligne_d_annotation(
        acte.tx,
        dossier,
        formulaire=charger_formulaire(acte.tx.session, dossier.revision_id),
        id=entree["annotation_id"],
        auteur_email=instructeur.compte.email,
        at=acte.at,
    )
    dire_annote(acte, dossier, instructeur)
    return Payload(dossier_id=dossier.id, champs=[ChampEcrit(*champ)])
