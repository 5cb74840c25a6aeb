"""Who asks: persons and establishments."""

from __future__ import annotations

import strawberry

from domain import identifiants
from domain.dossiers.demandeurs import Civilite, EtatAdministratif
from resolvers import adresses, entreprises
from resolvers.demandeurs import EtablissementRow, IndividuRow
from resolvers.request import Request
from schema.fichiers import File
from schema.fields import Interface, column, computed, constant
from schema.lieux import Address
from schema.scalars import BigInt, Date

DEPRECIEE = "Utilisez le champ `address` à la place."


@strawberry.interface(description="Qui demande : une personne ou un établissement.")
class Demandeur(Interface):
    id: strawberry.ID = column("Identifiant global.", "id")

    @classmethod
    def type_of(cls, demandeur: IndividuRow | EtablissementRow, request: Request) -> str:
        """A degraded establishment has its own type for documents that know it (api 7.4)."""
        if isinstance(demandeur, IndividuRow):
            return "PersonnePhysique"
        connue = "PersonneMoraleIncomplete" in request.fragments
        return "PersonneMoraleIncomplete" if demandeur.degrade and connue else "PersonneMorale"


@strawberry.type(description="Une personne physique.")
class PersonnePhysique(Demandeur):
    id: strawberry.ID = column("Identifiant global.", "id", identifiants.de("Individual"))
    civilite: Civilite | None = column("Civilité.", "civilite")
    nom: str = column("Nom.", "nom")
    prenom: str = column("Prénom.", "prenom")
    date_de_naissance: Date | None = column("Date de naissance.", "date_de_naissance")
    email: str | None = column(
        "Adresse électronique du bénéficiaire, quand un tiers a déposé pour lui.", "email"
    )


@strawberry.type(description="Un effectif d’entreprise.")
class Effectif:
    nb: float = column("Nombre de salariés.", "nb")
    periode: str = column("Mois (`MM/AAAA`) ou année.", "periode")


@strawberry.type(description="Une association déclarée.")
class Association:
    rna: str = column("Numéro au répertoire national des associations.", "rna")
    titre: str = column("Nom de l’association.", "titre")
    objet: str | None = column("Objet social.", "objet")
    date_creation: Date | None = column("Date de création.", "date_creation")
    date_declaration: Date | None = column("Date de déclaration.", "date_declaration")
    date_publication: Date | None = column("Date de publication.", "date_publication")


@strawberry.type(description="L’entreprise dont dépend un établissement.")
class Entreprise:
    siren: str = column("Numéro SIREN.", "siren")
    capital_social: BigInt | None = computed(
        "Capital social en euros ; `-1` quand il est inconnu.", entreprises.capital_social
    )
    numero_tva_intracommunautaire: str | None = column(
        "Numéro de TVA intracommunautaire.", "numero_tva_intracommunautaire"
    )
    forme_juridique: str | None = column("Forme juridique.", "forme_juridique")
    forme_juridique_code: str | None = column("Code de la forme.", "forme_juridique_code")
    nom_commercial: str = computed("Nom commercial.", lambda e: e.nom_commercial or "")
    raison_sociale: str = computed("Raison sociale.", entreprises.raison_sociale)
    siret_siege_social: str = column("SIRET du siège social.", "siret_siege_social")
    code_effectif_entreprise: str | None = column(
        "Code de la tranche d’effectif.", "code_effectif_entreprise"
    )
    effectif_mensuel: Effectif | None = computed(
        "Effectif du mois connu le plus récent.", entreprises.effectif_mensuel
    )
    effectif_annuel: Effectif | None = computed(
        "Effectif moyen de l’année connue la plus récente.", entreprises.effectif_annuel
    )
    date_creation: Date | None = column("Date de création.", "date_creation")
    etat_administratif: EtatAdministratif | None = column("Situation.", "etat_administratif")
    nom: str | None = column("Nom de l’entrepreneur individuel.", "nom")
    prenom: str | None = column("Prénom de l’entrepreneur individuel.", "prenom")
    attestation_sociale_attachment: File | None = constant("Attestation sociale.", None)
    attestation_fiscale_attachment: File | None = constant("Attestation fiscale.", None)
    enseigne: str | None = column("Enseigne.", "enseigne")
    inline_adresse: str = computed(
        "Adresse du siège en une ligne.", lambda e: (e.adresse or "").replace("\n", " ")
    )


@strawberry.type(description="Un établissement, connu par son numéro SIRET.")
class PersonneMorale(Demandeur):
    id: strawberry.ID = column("Identifiant global.", "id", identifiants.de("Etablissement"))
    siret: str = column("Numéro SIRET.", "siret")
    siege_social: bool = column("Vrai si c’est le siège de l’entreprise.", "siege_social")
    naf: str | None = column("Code d’activité NAF.", "naf")
    libelle_naf: str = column("Libellé de l’activité.", "libelle_naf")
    address: Address = computed("Adresse de l’établissement.", adresses.de_l_etablissement)
    entreprise: Entreprise | None = computed(
        "Entreprise dont il dépend.", lambda e: e if e.siren else None
    )
    association: Association | None = computed(
        "Association qu’il est, le cas échéant.", entreprises.association
    )
    adresse: str = column("Adresse en une ligne.", "adresse", deprecated=DEPRECIEE)
    numero_voie: str | None = column("Numéro de voie.", "numero_voie", deprecated=DEPRECIEE)
    type_voie: str | None = column("Type de voie.", "type_voie", deprecated=DEPRECIEE)
    nom_voie: str | None = column("Nom de la voie.", "nom_voie", deprecated=DEPRECIEE)
    complement_adresse: str | None = column(
        "Complément d’adresse.", "complement_adresse", deprecated=DEPRECIEE
    )
    code_postal: str = column("Code postal.", "code_postal", deprecated=DEPRECIEE)
    localite: str = column("Commune.", "localite", deprecated=DEPRECIEE)
    code_insee_localite: str = column(
        "Code INSEE de la commune.", "code_insee_localite", deprecated=DEPRECIEE
    )


@strawberry.type(description="Un établissement dont on ne connaît encore que le numéro SIRET.")
class PersonneMoraleIncomplete(Demandeur):
    id: strawberry.ID = column("Identifiant global.", "id", identifiants.de("Etablissement"))
    siret: str = column("Numéro SIRET.", "siret")
