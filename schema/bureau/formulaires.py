"""The form of a démarche, for who instructs it: as it is, and as it was."""

import strawberry

from domain import identifiants
from domain.formulaires.changements import Nature
from resolvers.bureau import formulaires
from resolvers.bureau.formulaires import FORMULAIRE_NOUVEAU
from resolvers.formulaires import REVISIONS_DE_LA_DEMARCHE
from schema.fields import column, query, relation
from schema.formulaires import Revision
from schema.scalars import DateTime, Url

strawberry.enum(
    Nature, name="NatureDeChangement", description="Ce qui est arrivé à un champ du formulaire."
)


@strawberry.type(description="Un changement du formulaire.")
class ChangementDeFormulaire:
    nature: Nature = column("Ce qui est arrivé au champ.", "nature")
    champ_descriptor_id: strawberry.ID = column(
        "Identifiant du champ, le même dans toutes les révisions.",
        "descripteur.stable_id",
        identifiants.de("Champ"),
    )
    label: str = column("Libellé du champ.", "descripteur.libelle")
    annotation: bool = column("Vrai pour une annotation privée.", "descripteur.prive")
    attribut: str | None = column("Le réglage qui a changé, pour un champ modifié.", "attribut")
    de: str | None = column("Sa valeur d’avant, en texte.", "de")
    a: str | None = column("Sa valeur d’après, en texte.", "a")


@strawberry.type(description="Une version publiée du formulaire, et ce qui y a changé.")
class RevisionPubliee:
    id: strawberry.ID = column("Identifiant global.", "id", identifiants.de("ProcedureRevision"))
    date_publication: DateTime = column("Date de publication.", "publiee_le")
    publiee_par: str | None = column(
        "Adresse de l’administrateur qui l’a publiée, si on la connaît.", "publiee_par"
    )
    changements: list[ChangementDeFormulaire] = column(
        "Ce qui a changé depuis la version précédente.", "changements"
    )


@strawberry.type(description="Le formulaire d’une démarche.")
class FormulaireDuBureau:
    formulaire: Revision | None = relation(
        "Le formulaire en vigueur, ou en préparation si rien n’est publié : de quoi le prévisualiser.",
        (REVISIONS_DE_LA_DEMARCHE, "id"),
        build=formulaires.formulaire_actif,
    )
    duree_de_remplissage: int | None = query(
        "Le temps qu’il faut pour remplir le formulaire, estimé, en secondes ; nul si la démarche ne le "
        "montre pas.",
        formulaires.duree_estimee,
    )
    historique_du_formulaire: list[RevisionPubliee] = query(
        "Les versions publiées après la première, de la plus récente à la plus ancienne.",
        formulaires.historique,
    )
    formulaire_nouveau: bool = relation(
        "Vrai si le formulaire a changé depuis que l’on en a vu l’historique.",
        (FORMULAIRE_NOUVEAU, "id"),
        build=formulaires.est_nouveau,
    )
    lien_public: Url | None = query("L’adresse à donner aux usagers.", formulaires.lien_public)
