from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.comptes.roles import Role
from domain.services.models import TypeOrganisme
from scenarios.format.bases import (
    Booleen,
    Code,
    Email,
    Format,
    Instant,
    Siret,
    TextePlein,
)


class Compte(Format):
    """An account. The same e-mail twice is one account, whose roles add up."""

    email: Email
    roles: list[Annotated[Role, Field(strict=False)]] = Field(default=[Role.usager], min_length=1)
    mot_de_passe: TextePlein | None = None
    france_connect: Booleen = False
    supprime_le: Instant | None = None

    @model_validator(mode="after")
    def _verifier(self) -> Self:
        professionnels = {Role.instructeur, Role.administrateur} & set(self.roles)
        if self.france_connect and professionnels:
            raise ValueError(
                "un instructeur ou un administrateur ne se connecte pas par FranceConnect"
            )
        if self.supprime_le and set(self.roles) != {Role.usager}:
            raise ValueError("seul un compte qui n’est qu’usager peut être supprimé")
        return self


class Service(Format):
    cle: TextePlein
    nom: TextePlein
    organisme: TextePlein
    type_organisme: Annotated[TypeOrganisme, Field(strict=False)]
    siret: Siret | None = None
    email: Email | None = None
    telephone: Code | None = None
    horaires: str | None = None
    adresse: str | None = None
