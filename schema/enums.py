"""Enums that the contract gives under fewer members, or other names, than the domain has."""

from enum import Enum, StrEnum

import strawberry

from domain.demarches.models import Declarative, Etat
from domain.dossiers.demandeurs import Civilite, EtatAdministratif
from domain.dossiers.evenements import Evenement
from domain.formulaires.types_de_champ import TypeChamp
from domain.messagerie.models import RaisonCorrection


@strawberry.enum(description="État d’un dossier déposé.")
class DossierState(StrEnum):
    """A brouillon is nobody's but the usager's: the API does not know the word (rules 0.1.5)."""

    accepte = "accepte"
    en_construction = "en_construction"
    en_instruction = "en_instruction"
    refuse = "refuse"
    sans_suite = "sans_suite"


def _enum(enum: type[Enum], name: str, description: str) -> None:
    strawberry.enum(enum, name=name, description=description)


_enum(Etat, "DemarcheState", "État d’une démarche.")
_enum(
    Declarative,
    "DossierDeclarativeState",
    "État que prend de lui-même un dossier déposé sur une démarche déclarative.",
)
_enum(TypeChamp, "TypeDeChamp", "Type d’un champ de formulaire.")
_enum(Civilite, "Civilite", "Civilité d’une personne.")
_enum(EtatAdministratif, "EntrepriseEtatAdministratif", "Situation d’une entreprise.")
_enum(Evenement, "TraitementEvent", "Ce qui est arrivé au dossier.")
_enum(RaisonCorrection, "CorrectionReason", "Ce qui est à corriger dans le dossier.")


@strawberry.enum(description="Moyen par lequel l’usager s’est connecté.")
class ConnectionUsager(StrEnum):
    deleted = "deleted"
    france_connect = "france_connect"
    password = "password"


@strawberry.enum(description="Précision d’une adresse.")
class AddressType(StrEnum):
    housenumber = "housenumber"
    locality = "locality"
    municipality = "municipality"
    street = "street"


@strawberry.enum(description="Moyen par lequel l’identité a été justifiée.")
class TitreIdentiteGrantType(StrEnum):
    france_connect = "france_connect"
    piece_justificative = "piece_justificative"
