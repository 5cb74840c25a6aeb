"""What the mutations of a house may name, and on which of its dossiers each would succeed."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from domain.identifiants import identifiant
from tests.api.entrees import Objets
from tests.permissions.appelants import INSTRUCTEUR
from tests.permissions.maisons import Maison
from tests.permissions.ville import Ville

EN_CONSTRUCTION, ACCEPTE, JETE, A_PART = 13, 12, 15, 17

# The dossier that a mutation wants, from the first of its house's numbers; else the one in instruction.
VOULUS = {
    "dossierPasserEnInstruction": EN_CONSTRUCTION,
    "dossiersPasserEnInstruction": EN_CONSTRUCTION,
    "dossierDemanderCorrection": EN_CONSTRUCTION,
    "dossierRepasserEnInstruction": ACCEPTE,
    "dossierArchiver": ACCEPTE,
    "dossierSupprimer": ACCEPTE,
    "dossierProlonger": ACCEPTE,
    "dossierRestaurer": JETE,
    "dossierRestaurerEtProlonger": JETE,
}


@dataclass(frozen=True)
class Biens(Objets):
    """And what an instructeur has asked for himself."""

    colonne: str
    export: str
    modele: str
    operation: str
    programme: str
    rendez_vous: str


def objets(ville: Ville, maison: Maison, mutation: str, *, instructeur: str = "ines") -> Biens:
    return Biens(
        dossier=identifiant("Dossier", maison.base + VOULUS.get(mutation, 10)),
        annotation=identifiant("Champ", maison.base + 5),
        champ=identifiant("Champ", maison.base + 1),
        demarche=identifiant("Procedure", maison.demarche),
        fichier="x",
        **faits(ville, maison),
        **communs(ville, maison, instructeur),
    )


@cache
def communs(ville: Ville, maison: Maison, instructeur: str) -> dict[str, Any]:
    def un(requete: str, *valeurs: Any) -> int:
        return int(ville.un(requete, *valeurs))

    return {
        "instructeur": identifiant("Instructeur", un(
            "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = i.compte_id WHERE email = %s",
            maison.email(instructeur),
        )),
        "groupe": identifiant("GroupeInstructeur", un(
            "SELECT id FROM groupes_instructeurs WHERE demarche_id = %s AND label = 'Deux'",
            maison.demarche,
        )),
        "label": identifiant("Label", un(
            "SELECT id FROM labels WHERE demarche_id = %s", maison.demarche
        )),
        "message": identifiant("Commentaire", un(
            "SELECT min(id) FROM messages WHERE dossier_id = %s", maison.dossier
        )),
        "avis": identifiant("Avis", un(
            "SELECT min(id) FROM avis WHERE dossier_id = %s AND repondu_le IS NULL", maison.dossier
        )),
    }  # fmt: skip


DEMANDES = {
    "colonne": "{ moi { instructeur { demarche(number: %(demarche)s) { colonnes { id } } } } }",
    "export": "mutation { exportDemander(input: {demarche: {number: %(demarche)s}, format: csv}) { errors { message } export { id } } }",
    "modele": 'mutation { modeleDExportEnregistrer(input: {groupeInstructeurId: "%(groupe)s", nom: "%(mot)s-modele", format: csv, partage: true, colonnes: [{colonne: "%(colonne)s"}]}) { errors { message } modele { id } } }',
    "operation": 'mutation { operationDeMasseCreer(input: {acte: suivre, dossierIds: ["%(dossier)s"]}) { errors { message } operationDeMasse { id } } }',
    "programme": "mutation { programmeDExportCreer(input: {demarche: {number: %(demarche)s}, format: csv, cadence: quotidienne, heure: 3}) { errors { message } programme { id } } }",
    "rendez_vous": 'mutation { dossierProposerRendezVous(input: {dossierId: "%(dossier)s", lieu: telephone}) { errors { message } dossier { rendezVous { id } } } }',
}


@cache
def faits(ville: Ville, maison: Maison) -> dict[str, str]:
    """Made by an instructeur of the groupe « Un », once for each house."""
    connus: dict[str, Any] = {
        "mot": maison.mot,
        "demarche": maison.demarche,
        "dossier": identifiant("Dossier", maison.base + A_PART),
        "groupe": identifiant("GroupeInstructeur", ville.un(
            "SELECT id FROM groupes_instructeurs WHERE demarche_id = %s AND label <> 'Deux'",
            maison.demarche,
        )),
    }  # fmt: skip
    trouves: dict[str, str] = {}
    for nom, demande in DEMANDES.items():
        reponse = ville.demander(INSTRUCTEUR, maison, demande % (connus | trouves))
        trouves[nom] = _premier_id(reponse.json().get("data")) or reponse.text
        assert len(trouves[nom]) < 200, trouves[nom]
    return trouves


def _premier_id(valeur: Any) -> str | None:
    """Of the first object that has one."""
    if isinstance(valeur, list):
        valeur = dict(enumerate(valeur))
    if not isinstance(valeur, dict):
        return None
    if "id" in valeur:
        return str(valeur["id"])
    return next((trouve for v in valeur.values() if (trouve := _premier_id(v))), None)
