"""Every table, imported: what the migrations compare the database with."""

from domain.attestations.models import ModeleDAttestation
from domain.avis.models import Avis, ExpertDemarche
from domain.base import Model
from domain.comptes.models import (
    Administrateur,
    Compte,
    Expert,
    IdentiteFranceConnect,
    Instructeur,
)
from domain.courriels.models import AdresseCourriel, Courriel, ModeleDeCourriel
from domain.demarches.models import (
    Chemin,
    Demarche,
    DemarcheAdministrateur,
    DemarcheZone,
    Zone,
)
from domain.dossiers.champs import Champ, ZoneGeo
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.historique import Reaffectation, Suivi, Traitement
from domain.dossiers.invitations import Invitation
from domain.dossiers.models import Dossier, DossierSupprime
from domain.dossiers.transfert import Transfert
from domain.fichiers.models import Fichier, ObjetAEffacer, Televersement
from domain.formulaires.models import Revision, TypeDeChamp
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.jetons.models import Jeton
from domain.journal.models import Fil, Ligne
from domain.labels.models import DossierLabel, Label
from domain.messagerie.models import AttenteReponse, Correction, Message
from domain.services.models import Service
from domain.sessions.models import LienDeCompte, Passage, SessionDeCompte, Tentative
from domain.suites.idempotence import Demande
from domain.suites.models import Echeance, EvenementSorti, Travail
from domain.webhooks.models import Livraison, Webhook

__all__ = [
    "Administrateur",
    "AdresseCourriel",
    "Affectation",
    "AttenteReponse",
    "Avis",
    "Champ",
    "Chemin",
    "Compte",
    "Correction",
    "Courriel",
    "Demande",
    "Demarche",
    "DemarcheAdministrateur",
    "DemarcheZone",
    "Dossier",
    "DossierLabel",
    "DossierSupprime",
    "Echeance",
    "Etablissement",
    "EvenementSorti",
    "Expert",
    "ExpertDemarche",
    "Fichier",
    "Fil",
    "GroupeInstructeur",
    "IdentiteFranceConnect",
    "Individu",
    "Instructeur",
    "Invitation",
    "Jeton",
    "Label",
    "LienDeCompte",
    "Ligne",
    "Livraison",
    "Message",
    "Model",
    "ModeleDAttestation",
    "ModeleDeCourriel",
    "ObjetAEffacer",
    "Passage",
    "Reaffectation",
    "Revision",
    "Service",
    "SessionDeCompte",
    "Suivi",
    "Televersement",
    "Tentative",
    "Traitement",
    "Transfert",
    "Travail",
    "TypeDeChamp",
    "Webhook",
    "Zone",
    "ZoneGeo",
]
