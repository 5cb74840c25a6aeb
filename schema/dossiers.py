"""The dossier, and all that hangs on it."""

from __future__ import annotations

import strawberry

from resolvers import champs as lire
from resolvers import descripteurs, documents_du_dossier, fichiers, usagers
from resolvers.avis import AVIS_DU_DOSSIER
from resolvers.champs import CHAMPS_DU_DOSSIER
from resolvers.demandeurs import ETABLISSEMENT, demandeur
from resolvers.demarches import DEMARCHE
from resolvers.fichiers import FICHIERS_DU_DOSSIER
from resolvers.formulaires import FORMULAIRE, REVISION
from resolvers.groupes_instructeurs import GROUPE
from resolvers.historique import TRAITEMENTS_DU_DOSSIER
from resolvers.labels import LABELS_DU_DOSSIER
from resolvers.messages import MESSAGES_DU_DOSSIER, d_id
from resolvers.profils import INSTRUCTEURS_DU_DOSSIER
from schema.avis import Avis
from schema.champs import Champ
from schema.demandeurs import Demandeur
from schema.demarches import DemarcheDescriptor, demarche_du_dossier
from schema.enums import ConnectionUsager, DossierState
from schema.fichiers import File
from schema.fields import argument_id, column, computed, identifiant, relation, requested
from schema.formulaires import Revision
from schema.groupes_instructeurs import GroupeInstructeur
from schema.labels import Label
from schema.messages import Message
from schema.profils import Profile
from schema.scalars import Date, DateTime
from schema.traitements import Traitement

FORMULAIRE_ET_REPONSES = ((FORMULAIRE, "revision_id"), (CHAMPS_DU_DOSSIER, "id"))
FICHIERS = (FICHIERS_DU_DOSSIER, "id")


@strawberry.type(description="Un dossier déposé sur une démarche.")
class Dossier:
    id: strawberry.ID = identifiant("Dossier")
    number: int = column("Numéro du dossier.", "id")
    archived: bool = column("Vrai si le dossier est archivé.", "archive")
    prefilled: bool = column("Vrai si le dossier a été prérempli.", "prefilled")
    state: DossierState = column("État du dossier.", "state")

    date_depot: DateTime = column("Date du premier dépôt.", "depose_le")
    date_derniere_modification: DateTime = column(
        "Date de la dernière modification de quoi que ce soit dans le dossier.", "modifie_le"
    )
    date_derniere_modification_champs: DateTime = computed(
        "Date de la dernière modification des champs par l’usager.",
        lambda dossier: dossier.champs_modifies_le or dossier.cree_le,
    )
    date_derniere_modification_annotations: DateTime = computed(
        "Date de la dernière modification des annotations privées.",
        lambda dossier: dossier.annotations_modifiees_le or dossier.cree_le,
    )
    date_passage_en_construction: DateTime = column(
        "Date du dernier passage en construction.", "en_construction_le"
    )
    date_passage_en_instruction: DateTime | None = column(
        "Date du dernier passage en instruction.", "en_instruction_le"
    )
    date_traitement: DateTime | None = column("Date de la dernière décision.", "traite_le")
    date_expiration: DateTime | None = column(
        "Date à laquelle le dossier sera supprimé ; nulle en instruction.", "expire_le"
    )
    date_suppression_par_usager: DateTime | None = column(
        "Date à laquelle l’usager l’a supprimé.", "cache_par_usager_le"
    )
    date_suppression_par_administration: DateTime | None = column(
        "Date à laquelle l’administration l’a supprimé.", "cache_par_administration_le"
    )
    date_derniere_correction_en_attente: DateTime | None = column(
        "Date de la demande de correction encore en attente.", "correction_en_attente_le"
    )
    date_previsionnelle_decision_svasvr: Date | None = column(
        "Date à laquelle le silence vaudra décision.",
        "decision_sva_svr_le",
        name="datePrevisionnelleDecisionSVASVR",
    )
    date_traitement_svasvr: DateTime | None = column(
        "Date à laquelle le silence a valu décision.",
        "decision_sva_svr_declenchee_le",
        name="dateTraitementSVASVR",
    )

    motivation: str | None = column("Motivation de la décision.", "motivation")
    motivation_attachment: File | None = relation(
        "Justificatif joint à la décision.", FICHIERS, build=fichiers.justificatif
    )
    attestation: File | None = relation(
        "Attestation de la décision.", FICHIERS, build=fichiers.attestation
    )
    pdf: File | None = requested("Le dossier complet au format PDF.", documents_du_dossier.pdf)
    geojson: File | None = requested(
        "Les zones des cartes au format GeoJSON.", documents_du_dossier.geojson
    )

    usager: Profile = computed("L’usager qui a déposé le dossier.", usagers.usager)
    connection_usager: ConnectionUsager = computed(
        "Moyen par lequel l’usager s’est connecté.", usagers.connexion
    )
    depose_par_un_tiers: bool | None = column(
        "Vrai si un mandataire a déposé le dossier pour le demandeur.", "pour_un_tiers"
    )
    prenom_mandataire: str | None = column("Prénom du mandataire.", "mandataire_prenom")
    nom_mandataire: str | None = column("Nom du mandataire.", "mandataire_nom")
    demandeur: Demandeur = relation(
        "Qui demande.", (ETABLISSEMENT, "etablissement_id"), build=demandeur
    )

    demarche: DemarcheDescriptor = relation(
        "Démarche du dossier.", (DEMARCHE, "demarche_id"), build=demarche_du_dossier
    )
    revision: Revision = relation(
        "Révision du formulaire.",
        (REVISION, "revision_id"),
        build=lambda _, revision: revision and descripteurs.RevisionVue(revision, True),
        deprecated="Utilisez le champ `demarche.revision` à la place.",
    )
    groupe_instructeur: GroupeInstructeur = relation(
        "Groupe qui instruit le dossier.", (GROUPE, "groupe_instructeur_id")
    )
    instructeurs: list[Profile] = relation(
        "Instructeurs qui suivent le dossier.", (INSTRUCTEURS_DU_DOSSIER, "id")
    )
    traitements: list[Traitement] = relation(
        "Ce qui est arrivé au dossier, du plus ancien au plus récent.",
        (TRAITEMENTS_DU_DOSSIER, "id"),
    )
    labels: list[Label] = relation("Labels posés sur le dossier.", (LABELS_DU_DOSSIER, "id"))

    champs: list[Champ] = relation(
        "Champs du formulaire qui s’affichent, dans l’ordre.",
        *FORMULAIRE_ET_REPONSES,
        build=lire.champs,
        arguments=[argument_id("Seulement le champ de cet identifiant, affiché ou non.")],
    )
    annotations: list[Champ] = relation(
        "Annotations privées qui s’affichent, dans l’ordre.",
        *FORMULAIRE_ET_REPONSES,
        build=lire.annotations,
        arguments=[argument_id("Seulement l’annotation de cet identifiant, affichée ou non.")],
    )
    messages: list[Message] = relation(
        "Messagerie, du plus ancien message au plus récent.",
        (MESSAGES_DU_DOSSIER, "id"),
        build=d_id,
        arguments=[argument_id("Seulement le message de cet identifiant.")],
    )
    avis: list[Avis] = relation(
        "Avis demandés à des experts.",
        (AVIS_DU_DOSSIER, "id"),
        build=d_id,
        arguments=[argument_id("Seulement l’avis de cet identifiant.")],
    )
