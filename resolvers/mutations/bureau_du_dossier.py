"""What an instructeur does on his desk with one dossier, signed in and in his own name."""

from domain.actes import corbeille, envoi, labels, messages, visites
from domain.actes.droits import exiger_un_instructeur
from domain.badges.regles import Volet
from domain.brouillons_de_message.garde import garder
from domain.comptes.models import Instructeur
from domain.formulaires.chargement import charger_formulaire
from domain.reponses.annotations import (
    AnnotationModifiee,
    ValeurRefusee,
    modifier_annotation_versionnee,
)
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.annotations import dire_annote, reponse
from resolvers.mutations.payload import (
    AnnotationProposee,
    ChampEcrit,
    Erreur,
    Payload,
    erreur,
)


def marquer_vu(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.dossier_lu(entree)
    visites.visiter(
        acte.tx,
        dossier,
        instructeur=acte.instructeur_du_porteur(),
        volet=Volet(entree["onglet"]),
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id)


def modifier_annotation(acte: Acte, entree: Entree) -> Payload:
    """The loser of a race is answered with both values (rules 4.10.4)."""
    dossier = acte.mon_dossier(entree)
    moi = exiger_un_instructeur(acte.tx, dossier, acte.instructeur_du_porteur())
    try:
        champ = modifier_annotation_versionnee(
            acte.tx,
            dossier,
            formulaire=charger_formulaire(acte.tx.session, dossier.revision_id),
            entree=reponse(acte, entree["annotation"]),
            version=entree["version"],
            auteur_email=moi.compte.email,
            at=acte.at,
        )
    except AnnotationModifiee as perdue:
        stable_id, row_id = perdue.champ
        dite = perdue.proposee
        return Payload(
            dossier_id=dossier.id,
            errors=[erreur(perdue)],
            champs=[ChampEcrit(stable_id, row_id)],
            proposee=AnnotationProposee(
                stable_id, row_id, dite.value, dite.value_json, dite.external_id, dite.data
            ),
        )
    except ValeurRefusee as refus:
        return Payload(errors=[Erreur(message) for message in refus.messages])
    dire_annote(acte, dossier, moi)
    return Payload(dossier_id=dossier.id, champs=[ChampEcrit(*champ)])


def ecrire(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.mon_dossier(entree)
    moi = acte.instructeur_du_porteur()
    message = messages.envoyer_message(
        acte.tx,
        dossier,
        instructeur=moi,
        auteur=acte.auteur,
        corps=entree["body"],
        pieces=[acte.fichiers[signe] for signe in entree.get("attachments") or ()],
        correction=entree.get("correction"),
        attend_reponse=bool(entree.get("attend_reponse")),
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id, message_id=message.id)


def garder_brouillon(acte: Acte, entree: Entree) -> Payload:
    """Whatever the messagerie is by then: what was typed is kept."""
    dossier = acte.dossier_lu(entree)
    moi: Instructeur = exiger_un_instructeur(acte.tx, dossier, acte.instructeur_du_porteur())
    garder(acte.tx, dossier, instructeur=moi, corps=entree["body"], at=acte.at)
    return Payload(dossier_id=dossier.id)


def envoyer_aux_instructeurs(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.mon_dossier(entree)
    envoi.envoyer_aux_instructeurs(
        acte.tx,
        dossier,
        instructeur=acte.instructeur_du_porteur(),
        a=acte.numeros(entree, "instructeur_ids", "Instructeur"),
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id)


def restaurer_et_prolonger(acte: Acte, entree: Entree) -> Payload:
    dossier = acte.dossier_expire(entree)
    corbeille.restaurer_et_prolonger(
        acte.tx,
        dossier,
        instructeur=acte.instructeur_du_porteur(),
        auteur=acte.auteur,
        at=acte.at,
    )
    return Payload(dossier_id=dossier.id)


def definir_labels(acte: Acte, entree: Entree) -> Payload:
    dossier, voulus = acte.mon_dossier(entree), acte.labels(entree)
    labels.definir_labels(
        acte.tx, dossier, instructeur=acte.instructeur_du_porteur(), labels=voulus
    )
    return Payload(dossier_id=dossier.id)
