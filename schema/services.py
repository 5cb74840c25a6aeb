import strawberry

from domain.services.models import TypeOrganisme
from schema.fields import column, identifiant

strawberry.enum(TypeOrganisme, name="TypeOrganisme", description="Nature d’un organisme public.")


@strawberry.type(description="Le service administratif qui répond d’une démarche.")
class Service:
    id: strawberry.ID = identifiant("Service")
    nom: str = column("Nom du service.", "nom")
    organisme: str = column("Nom de l’organisme dont il dépend.", "organisme")
    siret: str | None = column("Numéro SIRET du service.", "siret")
    type_organisme: TypeOrganisme = column("Nature de l’organisme.", "type_organisme")
