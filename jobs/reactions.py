"""What follows what happened: the one page that says it. Nobody else enqueues.

An event is a row of `outbox` until the relay has turned it, here, into rows of `travaux`. A name that
has no reaction is an event that nothing follows yet, or that of another version: it is not an error.
Mails are not here: they are rows already, written in the transaction of the act.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jobs.travaux import AFaire, a_faire

Donnees = Mapping[str, Any]
Reaction = Callable[[Donnees], Iterator[AFaire]]


def dossier_change_etat(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("prevoir_webhooks", dossier_id=dit["dossier_id"], survenu_le=dit["le"])


def dossier_decide(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("generer_attestation", dossier_id=dit["dossier_id"])


def dossier_reinstruit(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("rebaser", demarche_id=dit["demarche_id"])


def fichier_attache(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("analyser_fichier", fichier_id=dit["fichier_id"])


def fichier_duplique(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("copier_objet", fichier_id=dit["fichier_id"], source=dit["source"])


def fichier_a_copier(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("copier_pour_le_clone", **dit)


def fichiers_retires(_: Donnees) -> Iterator[AFaire]:
    yield a_faire("effacer_objets")


def correction_resolue(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("appliquer_un_silence", dossier_id=dit["dossier_id"])


def demarche_fermee(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("instruire_a_la_fermeture", demarche_id=dit["demarche_id"])


def conservation_allongee(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("allonger_la_conservation", **dit)


def operation_de_masse_demandee(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("traiter_la_masse", operation_id=dit["operation_id"])


def mot_de_passe_oublie(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("envoyer_l_oubli", **dit)


def adresse_bloquee(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("envoyer_le_deblocage", **dit)


def rendez_vous_a_tenir(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("tenir_rendez_vous", rendez_vous_id=dit["rendez_vous_id"])


def instructeur_ajoute(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("inviter_l_instructeur", instructeur_id=dit["instructeur_id"])


def inscription_demandee(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("repondre_a_l_inscription", **dit)


def adresse_a_changer(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("demander_le_changement_d_adresse", **dit)


def message_aux_brouillons_ecrit(dit: Donnees) -> Iterator[AFaire]:
    yield a_faire("ecrire_aux_brouillons", envoi_id=dit["envoi_id"])


REACTIONS: dict[str, Reaction] = {
    "AdresseAChanger": adresse_a_changer,
    "AdresseBloquee": adresse_bloquee,
    "CorrectionResolue": correction_resolue,
    "ConservationAllongee": conservation_allongee,
    "DemarcheFermee": demarche_fermee,
    "DossierChangeEtat": dossier_change_etat,
    "DossierDecide": dossier_decide,
    "DossierReinstruit": dossier_reinstruit,
    "FichierACopier": fichier_a_copier,
    "FichierAttache": fichier_attache,
    "FichierDuplique": fichier_duplique,
    "FichiersRetires": fichiers_retires,
    "InscriptionDemandee": inscription_demandee,
    "InstructeurAjoute": instructeur_ajoute,
    "MessageAuxBrouillonsEcrit": message_aux_brouillons_ecrit,
    "MotDePasseOublie": mot_de_passe_oublie,
    "RendezVousATenir": rendez_vous_a_tenir,
    "OperationDeMasseDemandee": operation_de_masse_demandee,
}


def suites(nom: str, donnees: Donnees) -> list[AFaire]:
    """The pieces of work that follow an event."""
    reaction = REACTIONS.get(nom)
    return list(reaction(donnees)) if reaction else []
