"""Every automatic mail that is not one of the six of a démarche, as a table (rules, appendix B).

Words between braces are facts given by whoever posts the mail: names, titles and numbers, never an
answer nor an annotation. What a mail is about is behind its link, for who may open it.
"""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.courriels import comptes, fins_de_vie
from domain.courriels.conditions import Condition
from domain.courriels.models import Modele


class Nom(StrEnum):
    """To the usager, to beneficiaries, to instructeurs, to experts, to the owner of an account."""

    nouveau_brouillon = "nouveau_brouillon"
    nouveau_message = "nouveau_message"
    correction_demandee = "correction_demandee"
    brouillon_a_deposer = "brouillon_a_deposer"
    invitation = "invitation"
    transfert_recu = "transfert_recu"
    verification_du_beneficiaire = "verification_du_beneficiaire"
    dossier_depose = "dossier_depose"
    message_d_usager = "message_d_usager"
    avis_rendu = "avis_rendu"
    dossier_supprime_par_l_usager = "dossier_supprime_par_l_usager"
    resume_quotidien = "resume_quotidien"
    resume_hebdomadaire = "resume_hebdomadaire"
    dossier_parti = "dossier_parti"
    dossier_transmis = "dossier_transmis"
    membre_ajoute = "membre_ajoute"
    membre_retire = "membre_retire"
    avis_demande = "avis_demande"
    premier_avis_demande = "premier_avis_demande"
    message_pour_expert = "message_pour_expert"
    decision_pour_expert = "decision_pour_expert"
    activation_du_compte = "activation_du_compte"
    mot_de_passe_oublie = "mot_de_passe_oublie"
    mot_de_passe_change = "mot_de_passe_change"
    deblocage_du_compte = "deblocage_du_compte"
    appareil_a_confirmer = "appareil_a_confirmer"
    appareil_a_renouveler = "appareil_a_renouveler"
    inscription = "inscription"
    inscription_deja_faite = "inscription_deja_faite"
    changement_d_adresse = "changement_d_adresse"
    changement_d_adresse_demande = "changement_d_adresse_demande"
    adresse_changee = "adresse_changee"
    rattachement = "rattachement"
    second_facteur_actif = "second_facteur_actif"
    second_facteur_retire = "second_facteur_retire"
    code_de_secours_utilise = "code_de_secours_utilise"
    second_facteur_bloque = "second_facteur_bloque"
    avis_demandes_en_masse = "avis_demandes_en_masse"
    decisions_pour_expert = "decisions_pour_expert"
    brouillons_a_supprimer = "brouillons_a_supprimer"
    brouillons_supprimes = "brouillons_supprimes"
    dossiers_a_expirer = "dossiers_a_expirer"
    dossiers_expires = "dossiers_expires"
    dossiers_a_expirer_administration = "dossiers_a_expirer_administration"
    dossiers_expires_administration = "dossiers_expires_administration"
    compte_a_supprimer = "compte_a_supprimer"
    jeton_a_renouveler = "jeton_a_renouveler"
    compte_a_activer = "compte_a_activer"
    archive_prete = "archive_prete"


C = Condition


class Envoi(NamedTuple):
    """`bouton` words the link. `delai` leaves time to think better of it; `conditions` are read again
    when it leaves. `critique` is sent before all others and whatever the address; `hors_filtre` too,
    in its turn (rules 11.1b)."""

    objet: str
    corps: str
    bouton: str = ""
    delai: timedelta = timedelta()
    conditions: tuple[Condition, ...] = ()
    critique: bool = False
    hors_filtre: bool = False


GRACE_DES_MESSAGES = timedelta(minutes=5)
GRACE_DES_BROUILLONS = timedelta(hours=1)
A_L_USAGER = (C.dossier_present, C.usager_present, C.hors_apercu)

CATALOGUE: dict[Nom, Envoi] = {
    Nom.nouveau_brouillon: Envoi(
        "Votre brouillon est enregistré ({demarche})",
        "Vous avez commencé un dossier pour la démarche « {demarche} » sans le déposer.\n\n"
        "Il porte le numéro {dossier} et vous attend : personne d’autre que vous ne le lit avant son dépôt.",
        "Reprendre mon dossier",
        delai=GRACE_DES_BROUILLONS,
        conditions=(*A_L_USAGER, C.encore_brouillon),
    ),
    Nom.nouveau_message: Envoi(
        "Dossier n° {dossier} : vous avez un nouveau message ({demarche})",
        "Un message vous a été écrit au sujet de votre dossier n° {dossier}, déposé pour la démarche "
        "« {demarche} ».",
        "Lire le message et y répondre",
        delai=GRACE_DES_MESSAGES,
        conditions=(*A_L_USAGER, C.message_present),
    ),
    Nom.correction_demandee: Envoi(
        "Dossier n° {dossier} : une correction vous est demandée ({demarche})",
        "Le service qui examine votre dossier n° {dossier}, déposé pour la démarche « {demarche} », vous "
        "demande de le corriger ou de le compléter.\n\n"
        "Ce qu’il attend est écrit dans la messagerie du dossier. Pensez à déposer vos modifications une "
        "fois faites.",
        "Voir ce qui est demandé",
        delai=GRACE_DES_MESSAGES,
        conditions=(*A_L_USAGER, C.message_present),
    ),
    Nom.brouillon_a_deposer: Envoi(
        "La démarche « {demarche} » ferme bientôt : votre dossier n’est pas déposé",
        "Votre dossier n° {dossier} est encore un brouillon. Après le {echeance}, il ne pourra plus être "
        "déposé.",
        "Terminer et déposer mon dossier",
        conditions=(*A_L_USAGER, C.encore_brouillon),
    ),
    Nom.invitation: Envoi(
        "{auteur} vous invite à participer à un dossier ({demarche})",
        "{auteur} vous invite à compléter avec lui le dossier n° {dossier} de la démarche « {demarche} ».",
        "Ouvrir le dossier",
        conditions=(C.dossier_present,),
        critique=True,
    ),
    Nom.transfert_recu: Envoi(
        "{auteur} souhaite vous confier un dossier ({demarche})",
        "{auteur} vous propose de reprendre à votre compte le dossier n° {dossier} de la démarche "
        "« {demarche} ». Vous pouvez l’accepter ou le refuser.",
        "Répondre à cette demande",
        conditions=(C.dossier_present,),
        hors_filtre=True,
    ),
    Nom.verification_du_beneficiaire: Envoi(
        "Confirmez votre adresse pour suivre un dossier qui vous concerne",
        "{auteur} a déposé pour vous un dossier dans la démarche « {demarche} », et donné votre adresse "
        "pour vous en tenir au courant.\n\n"
        "Sans votre confirmation, nous ne vous écrirons plus.",
        "Confirmer mon adresse",
        conditions=(C.dossier_present,),
        hors_filtre=True,
    ),
    Nom.dossier_depose: Envoi(
        "Nouveau dossier n° {dossier} ({demarche})",
        "Un dossier vient d’être déposé dans la démarche « {demarche} ».",
        "Ouvrir le dossier",
        conditions=(C.visible_par_l_administration,),
    ),
    Nom.message_d_usager: Envoi(
        "Dossier n° {dossier} : nouveau message de l’usager ({demarche})",
        "Un message a été écrit sur un dossier que vous suivez dans la démarche « {demarche} ».",
        "Lire le message",
        conditions=(C.visible_par_l_administration, C.message_present),
    ),
    Nom.avis_rendu: Envoi(
        "Dossier n° {dossier} : un avis a été rendu ({demarche})",
        "Un expert a rendu son avis sur un dossier que vous suivez dans la démarche « {demarche} ».",
        "Lire l’avis",
        conditions=(C.visible_par_l_administration, C.avis_demande),
    ),
    Nom.dossier_supprime_par_l_usager: Envoi(
        "Le dossier n° {dossier} a été supprimé par son usager ({demarche})",
        "Un dossier que vous suiviez dans la démarche « {demarche} » a été supprimé par son usager, avant "
        "que son examen ne commence.",
    ),
    Nom.resume_quotidien: Envoi("Vos démarches aujourd’hui", "{resume}", "Voir mes démarches"),
    Nom.resume_hebdomadaire: Envoi("Vos démarches cette semaine", "{resume}", "Voir mes démarches"),
    Nom.dossier_parti: Envoi(
        "Le dossier n° {dossier} a quitté votre groupe ({demarche})",
        "Le dossier n° {dossier} de la démarche « {demarche} », que vous suiviez, a été confié au groupe "
        "« {groupe} », dont vous n’êtes pas membre. Vous ne le suivez plus.",
        conditions=(C.dossier_present,),
    ),
    Nom.dossier_transmis: Envoi(
        "{auteur} vous envoie le dossier n° {dossier} ({demarche})",
        "{auteur} attire votre attention sur un dossier de la démarche « {demarche} ».",
        "Ouvrir le dossier",
        conditions=(C.visible_par_l_administration,),
    ),
    Nom.membre_ajoute: Envoi(
        "Vous instruisez désormais les dossiers du groupe « {groupe} » ({demarche})",
        "{auteur} vous a ajouté au groupe « {groupe} » de la démarche « {demarche} ».\n\n"
        "Vous pouvez dès maintenant consulter et instruire ses dossiers.",
        "Voir la démarche",
        hors_filtre=True,
    ),
    Nom.membre_retire: Envoi(
        "Vous n’êtes plus membre du groupe « {groupe} » ({demarche})",
        "{auteur} vous a retiré du groupe « {groupe} » de la démarche « {demarche} ».\n\n{reste}",
    ),
    Nom.avis_demande: Envoi(
        "{auteur} vous demande votre avis sur le dossier n° {dossier} ({demarche})",
        "{auteur} vous demande votre avis sur un dossier de la démarche « {demarche} ».",
        "Lire la demande et y répondre",
        conditions=(C.visible_par_l_administration, C.avis_demande),
        hors_filtre=True,
    ),
    Nom.premier_avis_demande: Envoi(
        "{auteur} vous demande votre avis sur le dossier n° {dossier} ({demarche})",
        "{auteur} vous demande votre avis sur un dossier de la démarche « {demarche} ».\n\n"
        "Un compte vous attend : choisissez-en le mot de passe, et la demande sera sur votre page. "
        "Ce lien est valable 7 jours, une seule fois.",
        "Choisir mon mot de passe et répondre",
        conditions=(C.visible_par_l_administration, C.avis_demande),
        hors_filtre=True,
    ),
    Nom.message_pour_expert: Envoi(
        "Dossier n° {dossier} : nouveau message de l’usager ({demarche})",
        "Un message a été écrit sur un dossier pour lequel votre avis est demandé.",
        "Ouvrir le dossier",
        conditions=(C.visible_par_l_administration, C.message_present, C.avis_demande),
    ),
    Nom.decision_pour_expert: Envoi(
        "Dossier n° {dossier} : une décision a été rendue ({demarche})",
        "Vous aviez donné votre avis sur le dossier n° {dossier} de la démarche « {demarche} ». Il est "
        "désormais {decision}.",
        "Voir le dossier",
        conditions=(C.visible_par_l_administration,),
    ),
    **{Nom(nom): Envoi(*textes, critique=True) for nom, textes in comptes.TEXTES.items()},
    **{Nom(nom): Envoi(*textes) for nom, textes in fins_de_vie.TEXTES.items()},
    Nom.avis_demandes_en_masse: Envoi(
        "{auteur} vous demande votre avis sur plusieurs dossiers ({demarche})",
        "{auteur} vous demande votre avis sur les dossiers suivants de la démarche « {demarche} » : "
        "{dossiers}.",
        "Lire les demandes et y répondre",
        hors_filtre=True,
    ),
    Nom.archive_prete: Envoi(
        "Votre archive est prête ({demarche})",
        "L’archive « {nom} », que vous avez demandée pour la démarche « {demarche} », peut être téléchargée "
        "pendant quatre jours.",
        "Voir les archives",
    ),
    Nom.decisions_pour_expert: Envoi(
        "Des décisions ont été rendues ({demarche})",
        "Vous aviez donné votre avis sur les dossiers suivants de la démarche « {demarche} » : "
        "{dossiers}. La décision rendue est : {decision}.",
        "Voir les dossiers",
    ),
}

# The six of a démarche have no words here; what is read again when they leave is the same for all.
DES_MODELES = {
    **{str(modele): (C.dossier_present, C.usager_present) for modele in Modele},
    **{f"beneficiaire_{modele}": (C.dossier_present,) for modele in Modele},
}


def conditions_de(genre: str) -> tuple[Condition, ...]:
    """By the `genre` of a row; one that an older version of this code wrote has none left."""
    if genre in DES_MODELES:
        return DES_MODELES[genre]
    return CATALOGUE[Nom(genre)].conditions if genre in Nom.__members__ else ()
