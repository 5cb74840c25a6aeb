"""What an identifier names, for who may see it, and null for all else: absent, hidden, somebody else's
or of another kind, the answer is the same to the byte (ADR 0017)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain import identifiants
from resolvers.bindings import Lookup
from resolvers.demarches import DEMARCHE
from resolvers.dossiers import DOSSIER
from resolvers.groupes_instructeurs import GROUPE
from resolvers.loader import Loader
from resolvers.request import Request


@dataclass(frozen=True)
class ParIdentifiant(Lookup):
    """`classe` is the one that the ids of these rows begin with."""

    classe: str
    loader: Loader[Any, Any]

    def key(self, arguments: Mapping[str, Any]) -> int | None:
        return identifiants.numero_de(arguments["id"], self.classe)

    async def __call__(self, request: Request, row: object, **arguments: Any) -> Any:
        numero = self.key(arguments)
        return None if numero is None else await request.load(self.loader, numero)


demarche = ParIdentifiant("Procedure", DEMARCHE)
dossier = ParIdentifiant("Dossier", DOSSIER)
groupe_instructeur = ParIdentifiant("GroupeInstructeur", GROUPE)
