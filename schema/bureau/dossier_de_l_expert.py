"""What an expert may read of a dossier: neither annotations, nor labels, nor who follows it."""

import strawberry

from resolvers import fichiers, usagers
from resolvers.bureau import champs_de_l_expert, messages_de_l_expert
from resolvers.bureau.autres_avis import AVIS_VUS_DE_L_AVIS, de_la_demande, de_la_reponse
from resolvers.bureau.documents_d_expert import DocumentDExpert, document
from resolvers.bureau.ensemble import Ensemble
from resolvers.bureau.fichiers_de_l_expert import FICHIERS_DE_L_AVIS
from resolvers.demandeurs import ETABLISSEMENT, demandeur
from schema.champs import Champ
from schema.demandeurs import Demandeur
from schema.enums import DossierState
from schema.fichiers import File
from schema.fields import bound, column, computed, identifiant, relation, requested
from schema.messages import Message
from schema.profils import Profile
from schema.scalars import DateTime

FICHIERS = (FICHIERS_DE_L_AVIS, "avis_id")


@strawberry.type(description="Un avis demandé sur le dossier, que je peux lire.")
class AvisPartage:
    id: strawberry.ID = identifiant("Avis")
    expert: str = column("Adresse de l’expert consulté.", "expert")
    demandeur: str = column("Qui le demande.", "demandeur")
    question: str = column("Ce qui est demandé.", "introduction")
    question_label: str | None = column("Question à laquelle répondre oui ou non.", "question")
    question_answer: bool | None = column("Réponse à cette question.", "question_reponse")
    reponse: str | None = column("L’avis rendu.", "reponse")
    confidentiel: bool = column("Vrai s’il n’est pas partagé.", "confidentiel")
    date_question: DateTime = column("Date de la demande.", "cree_le")
    date_reponse: DateTime | None = column("Date de la réponse.", "repondu_le")
    date_relance: DateTime | None = column("Date de la dernière relance.", "relance_le")
    date_revocation: DateTime | None = column("Date de la révocation.", "revoque_le")
    le_mien: bool = column("Vrai s’il m’est demandé.", "le_mien")
    par_moi: bool = column("Vrai si c’est moi qui le demande.", "par_moi")
    pieces_de_la_demande: list[File] = relation(
        "Fichiers joints à la demande.", (FICHIERS_DE_L_AVIS, "cle"), build=de_la_demande
    )
    pieces_de_la_reponse: list[File] = relation(
        "Fichiers joints à la réponse.", (FICHIERS_DE_L_AVIS, "cle"), build=de_la_reponse
    )


@strawberry.type(description="Un dossier, pour qui donne son avis.")
class DossierDeLExpert:
    number: int = column("Numéro du dossier.", "id")
    state: DossierState = column("État du dossier.", "state")
    date_depot: DateTime = column("Date du premier dépôt.", "depose_le")
    date_passage_en_construction: DateTime = column(
        "Date du dernier passage en construction.", "en_construction_le"
    )
    date_passage_en_instruction: DateTime | None = column(
        "Date du dernier passage en instruction.", "en_instruction_le"
    )
    date_traitement: DateTime | None = column("Date de la dernière décision.", "traite_le")
    date_derniere_modification_champs: DateTime = computed(
        "Date de la dernière modification des champs par l’usager.",
        lambda dossier: dossier.champs_modifies_le or dossier.cree_le,
    )
    motivation: str | None = column(
        "Motivation de la décision, quand la démarche me laisse la connaître.", "motivation"
    )
    motivation_attachment: File | None = relation(
        "Justificatif de la décision, de même.", FICHIERS, build=fichiers.justificatif
    )
    usager: Profile = computed("L’usager qui a déposé le dossier.", usagers.usager)
    depose_par_un_tiers: bool = column(
        "Vrai si un mandataire a déposé le dossier pour le demandeur.", "pour_un_tiers"
    )
    prenom_mandataire: str | None = column("Prénom du mandataire.", "mandataire_prenom")
    nom_mandataire: str | None = column("Nom du mandataire.", "mandataire_nom")
    demandeur: Demandeur | None = relation(
        "Qui demande.", (ETABLISSEMENT, "etablissement_id"), build=demandeur
    )
    champs: list[Champ] = bound(
        "Champs du formulaire qui s’affichent, dans l’ordre.", Ensemble(champs_de_l_expert.champs)
    )
    messages: list[Message] | None = bound(
        "Messagerie, du plus ancien message au plus récent. Nulle si elle ne m’est pas ouverte.",
        Ensemble(messages_de_l_expert.messages),
    )
    avis: list[AvisPartage] = relation(
        "Les avis que je peux lire : partagés, demandés à moi, ou par moi.",
        (AVIS_VUS_DE_L_AVIS, "avis_id"),
    )
    pdf: File = requested(
        "Le dossier, tel que je peux le lire, au format PDF.", document(DocumentDExpert.pdf)
    )
    zip: File = requested(
        "Le PDF et les fichiers que je peux lire, en une archive.", document(DocumentDExpert.zip)
    )
