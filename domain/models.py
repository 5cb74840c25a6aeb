"""Every table, imported: what the migrations compare the database with."""

from domain.attestations.models import ModeleDAttestation
from domain.avis.models import Avis, ExpertDemarche
from domain.badges.models import Badge, Preference
from domain.base import Model
from domain.brouillons_de_message.models import BrouillonDeMessage
from domain.comptes.models import (
    Administrateur,
    Compte,
    Expert,
    IdentiteFranceConnect,
    Instructeur,
)
from domain.courriels.models import AdresseCourriel, Courriel, ModeleDeCourriel
from domain.demarches.liens import LienMort
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
from domain.envois_groupes.models import DestinataireDEnvoi, EnvoiAuxBrouillons
from domain.expirations.models import AnnonceDExpiration, AnnonceDInactivite, Balayage
from domain.exports.modeles import ModeleDExport
from domain.exports.models import Export
from domain.exports.programmes import ProgrammeDExport
from domain.fichiers.models import Fichier, ObjetAEffacer, Televersement
from domain.formulaires.models import Revision, TypeDeChamp
from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.identites.models import IdentiteProConnect, SessionFederee
from domain.jetons.models import Jeton
from domain.journal.models import Fil, Ligne
from domain.labels.models import DossierLabel, Label
from domain.masse.models import ElementDeMasse, OperationDeMasse
from domain.messagerie.models import AttenteReponse, Correction, Message
from domain.nouveautes.models import NouveautesVues
from domain.places.models import PlaceDeDemarche
from domain.presentations.models import Presentation
from domain.recherche.models import MotsAIndexer, MotsDeDossier
from domain.rendez_vous.models import EtapeDeRendezVous, RendezVous
from domain.seconds_facteurs.models import CodeDeSecours, SecondFacteur
from domain.services.models import Service
from domain.sessions.models import (
    AdresseAConfirmer,
    Connexion,
    LienDeCompte,
    Passage,
    SessionDeCompte,
    Tentative,
)
from domain.suites.idempotence import Demande
from domain.suites.models import Echeance, EvenementSorti, Travail
from domain.visites.models import Visite
from domain.webhooks.models import Livraison, Webhook

__all__ = [
    "Administrateur",
    "AdresseAConfirmer",
    "AdresseCourriel",
    "Affectation",
    "AnnonceDExpiration",
    "AnnonceDInactivite",
    "AttenteReponse",
    "Avis",
    "Badge",
    "Balayage",
    "BrouillonDeMessage",
    "Champ",
    "Chemin",
    "CodeDeSecours",
    "Compte",
    "Connexion",
    "ContactDeGroupe",
    "Correction",
    "Courriel",
    "Demande",
    "Demarche",
    "DemarcheAdministrateur",
    "DemarcheZone",
    "DestinataireDEnvoi",
    "Dossier",
    "DossierLabel",
    "DossierSupprime",
    "Echeance",
    "ElementDeMasse",
    "EnvoiAuxBrouillons",
    "Etablissement",
    "EtapeDeRendezVous",
    "EvenementSorti",
    "Expert",
    "ExpertDemarche",
    "Export",
    "Fichier",
    "Fil",
    "GroupeInstructeur",
    "IdentiteFranceConnect",
    "IdentiteProConnect",
    "Individu",
    "Instructeur",
    "Invitation",
    "Jeton",
    "Label",
    "LienDeCompte",
    "LienMort",
    "Ligne",
    "Livraison",
    "Message",
    "Model",
    "ModeleDAttestation",
    "ModeleDExport",
    "ModeleDeCourriel",
    "MotsAIndexer",
    "MotsDeDossier",
    "NouveautesVues",
    "ObjetAEffacer",
    "OperationDeMasse",
    "Passage",
    "PlaceDeDemarche",
    "Preference",
    "Presentation",
    "ProgrammeDExport",
    "Reaffectation",
    "RendezVous",
    "Revision",
    "SecondFacteur",
    "Service",
    "SessionDeCompte",
    "SessionFederee",
    "Suivi",
    "Televersement",
    "Tentative",
    "Traitement",
    "Transfert",
    "Travail",
    "TypeDeChamp",
    "Visite",
    "Webhook",
    "Zone",
    "ZoneGeo",
]
