import ipaddress
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from scenarios.format.bases import Booleen, Code, Email, Format, Instant, Jour, TextePlein
from scenarios.format.comptes import Compte, Service
from scenarios.format.demarches import Demarche


def _portee(valeur: Any) -> Any:
    """« toutes » is kept as None: all those of the owner, whichever they are at the time."""
    if valeur is None or valeur == "toutes":
        return None
    if isinstance(valeur, list):
        return valeur
    raise ValueError("« toutes » ou une liste de clés de démarches est attendu")


def _reseau(valeur: str) -> str:
    try:
        return str(ipaddress.ip_network(valeur, strict=False))
    except ValueError:
        raise ValueError(f"« {valeur} » n’est pas un réseau, comme 192.0.2.0/24") from None


class Jeton(Format):
    nom: TextePlein
    administrateur: Email
    demarches: Annotated[
        list[Code] | None,
        BeforeValidator(_portee),
        WithJsonSchema(
            {"anyOf": [{"const": "toutes"}, {"type": "array", "items": {"type": "string"}}]}
        ),
    ] = None
    ecriture: Booleen = True
    reseaux: list[Annotated[str, AfterValidator(_reseau)]] = []
    expire_le: Jour | None = None


class Scenario(Format):
    """A world in a file."""

    version: Literal[1]
    maintenant: Instant | None = Field(
        default=None, description="Date de tout ce qui n’en a pas. Absent : à présent."
    )
    comptes: list[Compte] = []
    services: list[Service] = []
    demarches: list[Demarche] = []
    jetons: list[Jeton] = []
