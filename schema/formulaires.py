"""Forms: the revisions of a démarche, and the descriptor of each kind of field."""

from __future__ import annotations

from typing import Any

import strawberry

from domain import identifiants
from domain.formulaires.types_de_champ import TypeChamp
from resolvers import descripteurs
from resolvers.descripteurs import DescripteurVu
from resolvers.fichiers import MODELES_DE_LA_REVISION
from resolvers.formulaires import FORMULAIRE
from resolvers.request import Request
from schema.fichiers import File
from schema.fields import Interface, column, computed, constant, relation
from schema.lieux import Departement, Pays, Region
from schema.noms import nom_de_type
from schema.scalars import DateTime

DESCRIPTEUR = "ChampDescriptor"


@strawberry.interface(description="Un champ d’un formulaire.")
class ChampDescriptor(Interface):
    id: strawberry.ID = column(
        "Identifiant global, le même dans toutes les révisions.",
        "descripteur.stable_id",
        identifiants.de("Champ"),
    )
    label: str = column("Libellé du champ.", "descripteur.libelle")
    description: str | None = column("Aide donnée sous le libellé.", "descripteur.description")
    required: bool = column("Vrai si une réponse est obligatoire.", "descripteur.obligatoire")
    type: TypeChamp = column(
        "Type du champ.",
        "descripteur.type_champ",
        deprecated="Utilisez `__typename` à la place.",
    )
    champ_descriptors: list[ChampDescriptor] | None = constant(
        "Champs d’un bloc répétable.",
        None,
        deprecated="Utilisez le champ `RepetitionChampDescriptor.champDescriptors` à la place.",
    )

    @classmethod
    def type_of(cls, vu: DescripteurVu, request: Request) -> str:
        return nom_de_type(vu.descripteur.type_champ, DESCRIPTEUR)


def _options() -> Any:
    return column("Choix proposés.", "options")


@strawberry.type(description="Un champ « menu déroulant ».")
class DropDownListChampDescriptor(ChampDescriptor):
    options: list[str] | None = _options()
    other_option: bool | None = computed(
        "Vrai si une réponse libre « autre » est proposée.",
        lambda vu: bool(vu.descripteur.options.get("autre")),
    )


@strawberry.type(description="Un champ « choix multiple ».")
class MultipleDropDownListChampDescriptor(ChampDescriptor):
    options: list[str] | None = _options()


@strawberry.type(description="Un champ « deux menus déroulants liés ».")
class LinkedDropDownListChampDescriptor(ChampDescriptor):
    options: list[str] | None = column(
        "Lignes du menu : les choix principaux sont entourés de `--`, les secondaires les suivent.",
        "options",
    )


@strawberry.type(description="Un champ « pays ».")
class PaysChampDescriptor(ChampDescriptor):
    options: list[Pays] | None = computed("Pays proposés.", descripteurs.tous_les_pays)


@strawberry.type(description="Un champ « région ».")
class RegionChampDescriptor(ChampDescriptor):
    options: list[Region] | None = computed("Régions.", descripteurs.toutes_les_regions)


@strawberry.type(description="Un champ « département ».")
class DepartementChampDescriptor(ChampDescriptor):
    options: list[Departement] | None = computed(
        "Départements proposés.", descripteurs.tous_les_departements
    )


@strawberry.type(description="Un titre de section.")
class HeaderSectionChampDescriptor(ChampDescriptor):
    level: int = column("Niveau du titre, à partir de 1.", "niveau")


@strawberry.type(description="Un texte d’explication.")
class ExplicationChampDescriptor(ChampDescriptor):
    collapsible_explanation_enabled: bool | None = computed(
        "Vrai si un texte dépliant complète l’explication.",
        lambda vu: bool(vu.descripteur.options.get("texte_depliant")),
    )
    collapsible_explanation_text: str | None = computed(
        "Texte dépliant.", lambda vu: vu.descripteur.options.get("texte_depliant")
    )


@strawberry.type(description="Un champ « pièce justificative ».")
class PieceJustificativeChampDescriptor(ChampDescriptor):
    file_template: File | None = relation(
        "Modèle à remplir.", (MODELES_DE_LA_REVISION, "revision_id"), build=descripteurs.modele
    )


@strawberry.type(description="Un bloc répétable.")
class RepetitionChampDescriptor(ChampDescriptor):
    champ_descriptors: list[ChampDescriptor] | None = column("Champs du bloc.", "enfants")


# The types whose descriptor has nothing of its own: one line each, for its description.
SANS_PARTICULARITE = {
    TypeChamp.address: "Un champ « adresse ».",
    TypeChamp.annuaire_education: "Un champ « annuaire de l’éducation ».",
    TypeChamp.carte: "Un champ « carte ».",
    TypeChamp.checkbox: "Une case à cocher.",
    TypeChamp.civilite: "Un champ « civilité ».",
    TypeChamp.cnaf: "Des données de la CNAF.",
    TypeChamp.cojo: "Une accréditation du comité olympique.",
    TypeChamp.communes: "Un champ « commune ».",
    TypeChamp.date: "Une date.",
    TypeChamp.datetime: "Une date et une heure.",
    TypeChamp.decimal_number: "Un nombre décimal.",
    TypeChamp.dgfip: "Des données de la DGFiP.",
    TypeChamp.dossier_link: "Un lien vers un autre dossier.",
    TypeChamp.email: "Une adresse électronique.",
    TypeChamp.engagement_juridique: "Un engagement juridique de l’État.",
    TypeChamp.epci: "Un champ « EPCI ».",
    TypeChamp.formatted: "Un texte de forme imposée.",
    TypeChamp.iban: "Un champ « IBAN ».",
    TypeChamp.integer_number: "Un nombre entier.",
    TypeChamp.mesri: "Des données de l’enseignement supérieur.",
    TypeChamp.number: "Un nombre (ancien type).",
    TypeChamp.phone: "Un numéro de téléphone.",
    TypeChamp.pole_emploi: "Des données de France Travail.",
    TypeChamp.referentiel: "Un champ tiré d’un référentiel.",
    TypeChamp.rna: "Une association, par son numéro RNA.",
    TypeChamp.rnf: "Une fondation, par son numéro RNF.",
    TypeChamp.siret: "Un établissement, par son numéro SIRET.",
    TypeChamp.text: "Un texte court.",
    TypeChamp.textarea: "Un texte long.",
    TypeChamp.titre_identite: "Un titre d’identité.",
    TypeChamp.yes_no: "Une question fermée, oui ou non.",
}


def _descripteur(type_champ: TypeChamp, description: str) -> type:
    nom = nom_de_type(type_champ, DESCRIPTEUR)
    return strawberry.type(type(nom, (ChampDescriptor,), {}), description=description)


DESCRIPTEURS = [
    *ChampDescriptor.__subclasses__(),
    *(
        _descripteur(type_champ, description)
        for type_champ, description in SANS_PARTICULARITE.items()
    ),
]


@strawberry.type(description="Une version du formulaire d’une démarche.")
class Revision:
    id: strawberry.ID = column(
        "Identifiant global.", "revision.id", identifiants.de("ProcedureRevision")
    )
    date_creation: DateTime = column("Date de création de la révision.", "revision.cree_le")
    date_publication: DateTime | None = column(
        "Date de publication ; nulle pour le brouillon.", "revision.publiee_le"
    )
    champ_descriptors: list[ChampDescriptor] = relation(
        "Champs publics, dans l’ordre.", (FORMULAIRE, "id"), build=descripteurs.champs
    )
    annotation_descriptors: list[ChampDescriptor] = relation(
        "Annotations privées, dans l’ordre.", (FORMULAIRE, "id"), build=descripteurs.annotations
    )
