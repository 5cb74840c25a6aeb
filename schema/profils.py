import strawberry

from schema.fields import column


@strawberry.type(description="Une personne, sous le rôle dans lequel elle agit.")
class Profile:
    id: strawberry.ID = column("Identifiant global, propre au rôle.", "id")
    email: str = column("Adresse électronique du compte.", "email")
