"""Champs: what was answered, under the type that its field has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from domain import identifiants
from domain.dossiers.demandeurs import Civilite
from resolvers import adresses, etapes, fichiers, valeurs
from resolvers import champs as lire
from resolvers.champs import ZONES_GEO_DU_DOSSIER, ChampVu, forme, zones
from resolvers.colonnes import colonnes
from resolvers.demandeurs import ETABLISSEMENT
from resolvers.dossiers import DOSSIER, DOSSIER_EXISTE
from resolvers.fichiers import FICHIERS_DU_DOSSIER
from resolvers.racines import dossier_lie
from resolvers.request import Request
from resolvers.types_de_champ import type_du_champ
from schema.colonnes import Column
from schema.demandeurs import PersonneMorale
from schema.enums import TitreIdentiteGrantType
from schema.fichiers import File
from schema.fields import Interface, column, computed, constant, relation, staged
from schema.geo import GeoArea
from schema.lieux import Address, Commune, Departement, Epci, Pays, Region
from schema.scalars import BigInt, Date, DateTime

if TYPE_CHECKING:
    from schema.dossiers import Dossier

DossierLie = Annotated["Dossier", strawberry.lazy("schema.dossiers")]
PIECES = (FICHIERS_DU_DOSSIER, "dossier_id")
ZONES = (ZONES_GEO_DU_DOSSIER, "dossier_id")


@strawberry.interface(description="Un champ d’un dossier, avec sa réponse.")
class Champ(Interface):
    shape = forme

    id: strawberry.ID = staged(
        "Identifiant global, le même dans tous les dossiers.", etapes.identifiant
    )
    champ_descriptor_id: str = staged(
        "Identifiant du champ dans le formulaire.", etapes.identifiant_du_descripteur
    )
    label: str = staged("Libellé du champ.", etapes.libelle)
    string_value: str | None = staged("La réponse en une ligne de texte.", etapes.texte)
    updated_at: DateTime = computed(
        "Date de la réponse, ou du dépôt s’il n’y en a pas.",
        lire.modifie_le,
        together=lire.modifies_le,
    )
    prefilled: bool = computed(
        "Vrai si la réponse a été préremplie.", lire.prerempli, together=lire.preremplis
    )
    columns: list[Column] = relation(
        "La réponse, en colonnes de tableau.", PIECES, (ETABLISSEMENT, "etablissement_id"),
        build=colonnes,
    )  # fmt: skip

    @classmethod
    def type_of(cls, champ: ChampVu, request: Request) -> str:
        return type_du_champ(champ, request)


@strawberry.type(description="Un texte, ou ce qui n’a pas de type plus précis.")
class TextChamp(Champ):
    value: str | None = computed("Le texte ; nul s’il est vide.", valeurs.brut)


@strawberry.type(description="Une case à cocher.")
class CheckboxChamp(Champ):
    value: bool = computed("Vrai si la case est cochée.", valeurs.coche)


@strawberry.type(description="Une question fermée.")
class YesNoChamp(Champ):
    value: bool | None = computed("Oui ou non ; nul sans réponse.", valeurs.oui_non)


@strawberry.type(description="Une date.")
class DateChamp(Champ):
    date: Date | None = computed("La date.", valeurs.jour)
    value: DateTime | None = computed(
        "La date et l’heure.",
        valeurs.instant,
        deprecated="Utilisez le champ `date`, ou le fragment `DatetimeChamp`, à la place.",
    )


@strawberry.type(description="Une date et une heure.")
class DatetimeChamp(Champ):
    datetime: DateTime | None = computed("La date et l’heure.", valeurs.instant)


@strawberry.type(description="Un nombre décimal.")
class DecimalNumberChamp(Champ):
    value: float | None = computed("Le nombre.", valeurs.decimal)


@strawberry.type(description="Un nombre entier.")
class IntegerNumberChamp(Champ):
    value: BigInt | None = computed("Le nombre.", valeurs.entier)


@strawberry.type(description="Une civilité.")
class CiviliteChamp(Champ):
    value: Civilite | None = computed("La civilité.", valeurs.civilite)


@strawberry.type(description="Un choix dans un menu déroulant.")
class DropDownListChamp(Champ):
    value: str | None = computed("Le choix, ou la réponse libre.", valeurs.brut)


@strawberry.type(description="Des choix dans une liste.")
class MultipleDropDownListChamp(Champ):
    values: list[str] = computed("Les choix.", valeurs.choix)


@strawberry.type(description="Un choix dans deux menus liés.")
class LinkedDropDownListChamp(Champ):
    primary_value: str | None = computed("Choix principal.", valeurs.choix_principal)
    secondary_value: str | None = computed("Choix secondaire.", valeurs.choix_secondaire)


@strawberry.type(description="Un pays.")
class PaysChamp(Champ):
    pays: Pays | None = computed("Le pays.", valeurs.pays_choisi)


@strawberry.type(description="Une région.")
class RegionChamp(Champ):
    region: Region | None = computed("La région.", valeurs.region_choisie)


@strawberry.type(description="Un département.")
class DepartementChamp(Champ):
    departement: Departement | None = computed("Le département.", valeurs.departement_choisi)


@strawberry.type(description="Une commune.")
class CommuneChamp(Champ):
    commune: Commune | None = computed("La commune.", valeurs.commune_choisie)
    departement: Departement | None = computed("Son département.", valeurs.departement_du_lieu)


@strawberry.type(description="Un EPCI.")
class EpciChamp(Champ):
    epci: Epci | None = computed("L’EPCI.", valeurs.epci_choisi)
    departement: Departement | None = computed("Son département.", valeurs.departement_du_lieu)


@strawberry.type(description="Une adresse.")
class AddressChamp(Champ):
    address: Address | None = computed(
        "L’adresse ; nulle si elle est incomplète.", adresses.du_champ
    )
    commune: Commune | None = computed("Sa commune.", adresses.commune_du_champ_adresse)
    departement: Departement | None = computed(
        "Son département.", adresses.departement_du_champ_adresse
    )


@strawberry.type(description="Une association.", name="RNA")
class RNA:
    id: str = column("Numéro au répertoire national des associations.", "id")
    title: str | None = column("Nom de l’association.", "title")
    address: Address | None = column("Adresse du siège.", "address")


@strawberry.type(description="Une association, par son numéro RNA.", name="RNAChamp")
class RNAChamp(Champ):
    rna: RNA | None = computed("L’association.", valeurs.association)
    commune: Commune | None = computed("Commune du siège.", adresses.commune_du_registre)
    departement: Departement | None = computed(
        "Département du siège.", adresses.departement_du_registre
    )


@strawberry.type(description="Une fondation.", name="RNF")
class RNF:
    id: str = column("Numéro au répertoire national des fondations.", "id")
    title: str | None = column("Nom de la fondation.", "title")
    address: Address | None = column("Adresse du siège.", "address")


@strawberry.type(description="Une fondation, par son numéro RNF.", name="RNFChamp")
class RNFChamp(Champ):
    rnf: RNF | None = computed("La fondation.", valeurs.fondation)
    commune: Commune | None = computed("Commune du siège.", adresses.commune_du_registre)
    departement: Departement | None = computed(
        "Département du siège.", adresses.departement_du_registre
    )


@strawberry.type(description="Un établissement, par son numéro SIRET.")
class SiretChamp(Champ):
    etablissement: PersonneMorale | None = relation(
        "L’établissement ; nul tant qu’on n’en connaît que le numéro.",
        (ETABLISSEMENT, "etablissement_id"),
        build=valeurs.etablissement,
    )


@strawberry.type(description="Un engagement juridique de l’État.")
class EngagementJuridique:
    montant_engage: str | None = column("Montant engagé.", "montant_engage")
    montant_paye: str | None = column("Montant payé.", "montant_paye")


@strawberry.type(description="Un numéro d’engagement juridique.")
class EngagementJuridiqueChamp(Champ):
    engagement_juridique: EngagementJuridique | None = computed("L’engagement.", valeurs.engagement)


@strawberry.type(description="Un lien vers un autre dossier.")
class DossierLinkChamp(Champ):
    dossier: DossierLie | None = relation(
        "Le dossier lié ; nul s’il n’est pas visible.",
        (DOSSIER, "dossier_lie_id"),
        (DOSSIER_EXISTE, "dossier_lie_id"),
        build=dossier_lie,
    )


def _texte_si_vide(*besoin: Any) -> Any:
    return relation("Vide sans contenu, nul sinon.", *besoin, build=valeurs.texte_si_vide)


@strawberry.type(description="Des pièces justificatives.")
class PieceJustificativeChamp(Champ):
    string_value: str | None = _texte_si_vide(PIECES)
    files: list[File] = relation("Les fichiers.", PIECES, build=valeurs.pieces)
    file: File | None = relation(
        "Le premier fichier.",
        PIECES,
        build=lambda champ, tous: fichiers.premier(valeurs.pieces(champ, tous)),
        deprecated="Utilisez le champ `files` à la place.",
    )


@strawberry.type(description="Un titre d’identité. Le fichier lui-même n’est jamais donné.")
class TitreIdentiteChamp(Champ):
    string_value: str | None = _texte_si_vide(PIECES)
    filled: bool = relation("Vrai si un titre a été fourni.", PIECES, build=valeurs.presente)
    grant_type: TitreIdentiteGrantType = constant(
        "Moyen par lequel l’identité a été justifiée.", TitreIdentiteGrantType.piece_justificative
    )


@strawberry.type(description="Une carte.")
class CarteChamp(Champ):
    string_value: str | None = _texte_si_vide(ZONES)
    geo_areas: list[GeoArea] = relation(
        "Zones de la carte, dans l’ordre de leur création.", ZONES, build=zones
    )


@strawberry.type(description="Une ligne d’un bloc répétable.")
class Row:
    id: strawberry.ID = column("Identifiant global.", "row_id", identifiants.de("Row"))
    champs: list[Champ] = column("Champs de la ligne.", "champs")


@strawberry.type(description="Un bloc répétable.")
class RepetitionChamp(Champ):
    rows: list[Row] = computed("Les lignes, dans l’ordre de leur création.", valeurs.rangees)
    champs: list[Champ] = computed(
        "Champs de toutes les lignes.",
        valeurs.champs_des_rangees,
        deprecated="Utilisez le champ `rows` à la place.",
    )


@strawberry.type(description="Un titre de section.")
class HeaderSectionChamp(Champ):
    level: int = computed("Niveau du titre, à partir de 1.", valeurs.niveau)


@strawberry.type(description="Un texte d’explication.")
class ExplicationChamp(Champ):
    pass


CHAMPS = Champ.__subclasses__()
