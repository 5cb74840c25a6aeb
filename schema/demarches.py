"""The démarche: all of it for those who run it, and what anybody may know of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import strawberry

from domain.demarches.models import Declarative, Etat
from domain.fichiers.models import Role
from resolvers import descripteurs, fichiers, formulaires
from resolvers.demarches import SERVICE, DemarcheRow
from resolvers.dossiers import DossierRow
from resolvers.fichiers import FICHIERS_DE_LA_DEMARCHE
from resolvers.formulaires import REVISIONS_DE_LA_DEMARCHE, RevisionRow
from resolvers.groupes_instructeurs import GROUPES_DE_LA_DEMARCHE
from resolvers.labels import LABELS_DE_LA_DEMARCHE
from resolvers.listes import dossiers_de, en_attente_de, supprimes_de
from resolvers.profils import ADMINISTRATEURS_DE_LA_DEMARCHE
from schema.bureau.exports import ExportsDeLaDemarche
from schema.connexions import (
    ARGUMENTS_DE_DOSSIERS_DE_DEMARCHE,
    ARGUMENTS_DE_SUPPRIMES,
    DeletedDossierConnection,
    DossierConnection,
)
from schema.experts import AvecSesExperts
from schema.fichiers import File
from schema.fields import argument, column, computed, identifiant, query, relation, requested
from schema.formulaires import ChampDescriptor, Revision
from schema.groupes_instructeurs import GroupeInstructeur
from schema.labels import Label
from schema.profils import Profile
from schema.scalars import DateTime, Url
from schema.services import Service

REVISIONS = (REVISIONS_DE_LA_DEMARCHE, "id")


class DemarcheVue(NamedTuple):
    """A démarche as a dossier, or as the public, sees it: with one revision of its form."""

    demarche: DemarcheRow
    revision_id: int | None


def demarche_du_dossier(dossier: DossierRow, demarche: DemarcheRow) -> DemarcheVue:
    return DemarcheVue(demarche, dossier.revision_id)


def _choisie(choisir: Any) -> Any:
    return lambda demarche, revisions: descripteurs.vue(demarche, choisir(revisions))


def _code_chorus(cle: str) -> Any:
    """The code; '' when the entry has none, null when there is no entry (api 7.2)."""

    def lire(chorus: dict[str, Any]) -> str | None:
        entree = chorus.get(cle)
        return (entree.get("code") or "") if isinstance(entree, dict) else entree

    return lire


@strawberry.type(description="Imputation budgétaire dans Chorus.")
class ChorusConfiguration:
    centre_de_cout: str | None = computed("Code du centre de coût.", _code_chorus("centre_de_cout"))
    domaine_fonctionnel: str | None = computed(
        "Code du domaine fonctionnel.", _code_chorus("domaine_fonctionnel")
    )
    referentiel_de_programmation: str | None = computed(
        "Code du référentiel de programmation.", _code_chorus("referentiel_de_programmation")
    )


@strawberry.type(description="Une démarche administrative.")
class Demarche(ExportsDeLaDemarche, AvecSesExperts):
    id: strawberry.ID = identifiant("Procedure")
    number: int = column("Numéro de la démarche.", "id")
    title: str = column("Titre de la démarche.", "libelle")
    description: str = column("Description de la démarche.", "description")
    state: Etat = column("État de la démarche.", "etat")
    declarative: Declarative | None = column(
        "État que prend de lui-même un dossier déposé ; nul hors démarche déclarative.",
        "declarative",
    )
    date_creation: DateTime = column("Date de création.", "cree_le")
    date_publication: DateTime | None = column("Date de publication.", "publiee_le")
    date_derniere_modification: DateTime = column("Date de modification.", "modifiee_le")
    date_depublication: DateTime | None = column("Date de dépublication.", "depubliee_le")
    date_fermeture: DateTime | None = column("Date de fermeture.", "fermee_le")
    chorus_configuration: ChorusConfiguration | None = column("Imputation budgétaire.", "chorus")

    active_revision: Revision = relation(
        "Révision publiée, ou brouillon si rien n’est publié.",
        REVISIONS,
        build=_choisie(formulaires.active),
    )
    published_revision: Revision | None = relation(
        "Révision publiée.", REVISIONS, build=_choisie(formulaires.publiee)
    )
    draft_revision: Revision = relation(
        "Révision en préparation.", REVISIONS, build=_choisie(formulaires.brouillon)
    )
    revisions: list[Revision] = relation(
        "Toutes les révisions, de la première à la dernière.",
        REVISIONS,
        build=lambda demarche, toutes: [descripteurs.vue(demarche, r) for r in toutes],
    )
    champ_descriptors: list[ChampDescriptor] = query(
        "Champs publics de la révision active.",
        descripteurs.champs_actifs,
        deprecated="Utilisez le champ `activeRevision.champDescriptors` à la place.",
    )
    annotation_descriptors: list[ChampDescriptor] = query(
        "Annotations privées de la révision active.",
        descripteurs.annotations_actives,
        deprecated="Utilisez le champ `activeRevision.annotationDescriptors` à la place.",
    )

    service: Service | None = relation("Service qui en répond.", (SERVICE, "service_id"))
    administrateurs: list[Profile] = relation(
        "Administrateurs de la démarche.", (ADMINISTRATEURS_DE_LA_DEMARCHE, "id")
    )
    labels: list[Label] = relation(
        "Labels que l’on peut poser sur ses dossiers.", (LABELS_DE_LA_DEMARCHE, "id")
    )
    groupe_instructeurs: list[GroupeInstructeur] = relation(
        "Groupes d’instructeurs, par libellé.",
        (GROUPES_DE_LA_DEMARCHE, "id"),
        build=lambda _, groupes, closed=None: [
            groupe for groupe in groupes if closed is None or groupe.ferme is closed
        ],
        arguments=[argument("closed", bool | None, "Seulement les groupes fermés, ou ouverts.")],
    )

    dossiers: DossierConnection = query(
        "Dossiers déposés, du plus ancien dépôt au plus récent.",
        dossiers_de,
        arguments=ARGUMENTS_DE_DOSSIERS_DE_DEMARCHE,
    )
    deleted_dossiers: DeletedDossierConnection = query(
        "Dossiers supprimés définitivement.", supprimes_de, arguments=ARGUMENTS_DE_SUPPRIMES
    )
    pending_deleted_dossiers: DeletedDossierConnection = query(
        "Dossiers en attente de suppression définitive.",
        en_attente_de,
        arguments=ARGUMENTS_DE_SUPPRIMES,
    )


def _depreciee(description: str, colonne: str, remplacement: str, **options: Any) -> Any:
    return column(
        description,
        colonne,
        deprecated=f"Utilisez le champ `{remplacement}` à la place.",
        **options,
    )


def _fichier(description: str, role: Role) -> Any:
    return relation(
        description, (FICHIERS_DE_LA_DEMARCHE, "demarche.id"), build=fichiers.avec_role(role)
    )


def _commencer(vue: DemarcheVue, request: Any) -> str | None:
    chemin = vue.demarche.chemin
    return request.liens.commencer(chemin) if chemin else None


@strawberry.type(description="Ce que chacun peut savoir d’une démarche.")
class DemarcheDescriptor:
    id: strawberry.ID = identifiant("Procedure", "demarche.id")
    number: int = column("Numéro de la démarche.", "demarche.id")
    title: str = column("Titre de la démarche.", "demarche.libelle")
    description: str = column("Description de la démarche.", "demarche.description")
    state: Etat = column("État de la démarche.", "demarche.etat")
    declarative: Declarative | None = column(
        "État que prend de lui-même un dossier déposé.", "demarche.declarative"
    )
    date_creation: DateTime = column("Date de création.", "demarche.cree_le")
    date_publication: DateTime | None = column("Date de publication.", "demarche.publiee_le")
    date_derniere_modification: DateTime = column("Date de modification.", "demarche.modifiee_le")
    date_depublication: DateTime | None = column("Date de dépublication.", "demarche.depubliee_le")
    date_fermeture: DateTime | None = column("Date de fermeture.", "demarche.fermee_le")
    duree_conservation_dossiers: int = column(
        "Durée de conservation des dossiers, en mois.", "demarche.duree_conservation"
    )
    opendata: bool = column("Vrai si la description est une donnée ouverte.", "demarche.opendata")
    tags: list[str] = column("Mots-clés.", "demarche.tags")
    zones: list[str] = computed("Zones de la démarche.", lambda vue: vue.demarche.zones or [])
    cadre_juridique_url: str | None = column(
        "Texte qui fonde la démarche.", "demarche.cadre_juridique", name="cadreJuridiqueURL"
    )
    cadre_juridique_url_: str | None = _depreciee(
        "Texte qui fonde la démarche.",
        "demarche.cadre_juridique",
        "cadreJuridiqueURL",
        name="cadreJuridiqueUrl",
    )
    dpo_url: str | None = column(
        "Contact pour la protection des données.", "demarche.lien_dpo", name="dpoURL"
    )
    dpo_url_: str | None = _depreciee(
        "Contact pour la protection des données.", "demarche.lien_dpo", "dpoURL", name="dpoUrl"
    )
    notice_url: Url | None = column("Notice en ligne.", "demarche.lien_notice", name="noticeURL")
    notice_url_: Url | None = _depreciee(
        "Notice en ligne.", "demarche.lien_notice", "noticeURL", name="noticeUrl"
    )
    site_web_url: str | None = column(
        "Site où la démarche est présentée.", "demarche.lien_site_web", name="siteWebURL"
    )
    site_web_url_: str | None = _depreciee(
        "Site où la démarche est présentée.",
        "demarche.lien_site_web",
        "siteWebURL",
        name="siteWebUrl",
    )
    demarche_url: Url | None = requested(
        "Adresse où l’usager commence la démarche.", _commencer, name="demarcheURL"
    )
    demarche_url_: Url | None = requested(
        "Adresse où l’usager commence la démarche.",
        _commencer,
        name="demarcheUrl",
        deprecated="Utilisez le champ `demarcheURL` à la place.",
    )
    logo: File | None = _fichier("Logo de la démarche.", Role.logo)
    notice: File | None = _fichier("Notice à télécharger.", Role.notice)
    deliberation: File | None = _fichier("Délibération qui fonde la démarche.", Role.deliberation)
    service: Service | None = relation("Service qui en répond.", (SERVICE, "demarche.service_id"))
    revision: Revision = relation(
        "Révision du dossier, ou révision active de la démarche.",
        (REVISIONS_DE_LA_DEMARCHE, "demarche.id"),
        build=lambda vue, revisions: descripteurs.vue(vue.demarche, _revision(vue, revisions)),
    )


def _revision(vue: DemarcheVue, revisions: list[RevisionRow]) -> RevisionRow | None:
    if vue.revision_id is None:
        return formulaires.active(revisions)
    return next((r for r in revisions if r.id == vue.revision_id), None)
