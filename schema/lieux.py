"""Places: countries, régions, départements, communes, and addresses in them."""

from typing import Any

import strawberry

from schema.enums import AddressType
from schema.fields import column, computed
from schema.scalars import Coordinates


@strawberry.type(description="Un pays ou territoire.")
class Pays:
    name: str = column("Nom français.", "nom")
    code: str = column("Code ISO 3166-1 à deux lettres.", "code")


@strawberry.type(description="Une région française.")
class Region:
    name: str = column("Nom de la région.", "nom")
    code: str = column("Code INSEE.", "code")


@strawberry.type(description="Un département français, ou l’étranger (99).")
class Departement:
    name: str = column("Nom du département.", "nom")
    code: str = column("Code INSEE.", "code")


@strawberry.type(description="Un établissement public de coopération intercommunale.")
class Epci:
    name: str = column("Nom de l’EPCI.", "nom")
    code: str = column("Code SIREN.", "code")


@strawberry.type(description="Une commune française.")
class Commune:
    name: str = column("Nom de la commune.", "nom")
    code: str = column("Code INSEE.", "code")
    postal_code: str | None = column("Code postal choisi.", "code_postal")


def _de_geometrie(cle: str) -> Any:
    return lambda geometrie: geometrie.get(cle)


@strawberry.type(description="Une géométrie GeoJSON (RFC 7946).", name="GeoJSON")
class GeoJSON:
    type: str = computed("Type de géométrie.", _de_geometrie("type"))
    coordinates: Coordinates = computed("Coordonnées.", _de_geometrie("coordinates"))


@strawberry.type(description="Une adresse postale.")
class Address:
    label: str = column("L’adresse en une ligne.", "label")
    type: AddressType = column("Précision de l’adresse.", "type")
    street_address: str | None = column("Numéro et voie.", "street_address")
    street_number: str | None = column("Numéro dans la voie, indice compris.", "street_number")
    street_name: str | None = column("Nom de la voie.", "street_name")
    postal_code: str = column("Code postal.", "postal_code")
    city_name: str = column("Nom de la commune.", "city_name")
    city_code: str = column("Code INSEE de la commune ; vide s’il est inconnu.", "city_code")
    department_name: str | None = column("Nom du département.", "department_name")
    department_code: str | None = column("Code du département.", "department_code")
    region_name: str | None = column("Nom de la région.", "region_name")
    region_code: str | None = column("Code de la région.", "region_code")
    country_name: str | None = column("Nom du pays.", "country_name")
    country_code: str | None = column("Code ISO du pays.", "country_code")
    geometry: GeoJSON | None = column("Position de l’adresse.", "geometry")
