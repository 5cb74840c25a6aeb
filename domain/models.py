"""Every table, imported: what the migrations compare the database with."""

from domain.avis.models import Avis, ExpertDemarche
from domain.base import Model
from domain.comptes.models import (
    Administrateur,
    Compte,
    Expert,
    IdentiteFranceConnect,
    Instructeur,
)
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
from domain.dossiers.models import Dossier, DossierSupprime
from domain.fichiers.models import Fichier
from domain.formulaires.models import Revision, TypeDeChamp
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.jetons.models import Jeton
from domain.labels.models import DossierLabel, Label
from domain.messagerie.models import Correction, Message
from domain.services.models import Service

__all__ = [
    "Administrateur",
    "Affectation",
    "Avis",
    "Champ",
    "Chemin",
    "Compte",
    "Correction",
    "Demarche",
    "DemarcheAdministrateur",
    "DemarcheZone",
    "Dossier",
    "DossierLabel",
    "DossierSupprime",
    "Etablissement",
    "Expert",
    "ExpertDemarche",
    "Fichier",
    "GroupeInstructeur",
    "IdentiteFranceConnect",
    "Individu",
    "Instructeur",
    "Jeton",
    "Label",
    "Message",
    "Model",
    "Reaffectation",
    "Revision",
    "Service",
    "Suivi",
    "Traitement",
    "TypeDeChamp",
    "Zone",
    "ZoneGeo",
]
