"""Inputs that queries and mutations share."""

import strawberry


@strawberry.input(one_of=True, description="Une démarche, par son numéro ou par son identifiant.")
class FindDemarcheInput:
    number: int | None = strawberry.field(
        default=strawberry.UNSET, description="Numéro de la démarche."
    )
    id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Identifiant global de la démarche."
    )
