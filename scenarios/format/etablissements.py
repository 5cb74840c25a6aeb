from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scenarios.format.bases import Booleen, Code, Format, Jour, Siret, TextePlein


class Adresse(Format):
    """The keys of an address champ (rules 2.4.18)."""

    label: TextePlein | None = None
    type: str | None = None
    street_address: str | None = None
    street_number: Code | None = None
    street_name: str | None = None
    postal_code: Code | None = None
    city_name: str | None = None
    city_code: Code | None = None
    department_code: Code | None = None
    department_name: str | None = None
    region_code: Code | None = None
    region_name: str | None = None
    country_code: str | None = None
    country_name: str | None = None
    not_in_ban: Booleen | None = None
    geometry: dict[str, Any] | None = None


def _libelle_seul(valeur: Any) -> Any:
    return {"label": valeur} if isinstance(valeur, str) else valeur


AdresseOuLibelle = Annotated[Adresse, BeforeValidator(_libelle_seul)]


class Association(Format):
    rna: TextePlein
    titre: TextePlein
    objet: str | None = None
    date_creation: Jour | None = None
    date_declaration: Jour | None = None
    date_publication: Jour | None = None


class Etablissement(Format):
    """`{siret}` alone is a degraded establishment: nothing else is known of it yet."""

    siret: Siret
    siege_social: Booleen | None = None
    naf: Code | None = None
    libelle_naf: str | None = None
    adresse: AdresseOuLibelle | None = None
    numero_voie: Code | None = None
    type_voie: str | None = None
    nom_voie: str | None = None
    complement_adresse: str | None = None
    code_postal: Code | None = None
    localite: str | None = None
    code_insee_localite: Code | None = None
    siren: Code | None = None
    raison_sociale: TextePlein | None = None
    nom_commercial: str | None = None
    capital_social: Annotated[int, Field(ge=0, le=2**62)] | None = None
    code_effectif_entreprise: Code | None = None
    numero_tva_intracommunautaire: str | None = None
    forme_juridique: str | None = None
    forme_juridique_code: Code | None = None
    siret_siege_social: Siret | None = None
    enseigne: str | None = None
    date_creation: Jour | None = None
    etat_administratif: Literal["Actif", "Ferme"] | None = None
    nom: str | None = None
    prenom: str | None = None
    association: Association | None = None

    @model_validator(mode="after")
    def _verifier(self) -> Self:
        if self.siren is not None and self.siren != self.siret[:9]:
            raise ValueError("le SIREN est fait des 9 premiers chiffres du SIRET")
        return self

    @property
    def complet(self) -> bool:
        return bool(self.raison_sociale or self.nom or self.adresse)
