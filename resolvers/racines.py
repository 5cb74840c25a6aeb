"""The four roots of a query: found, not there, or not yours: the contract tells them apart (4.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from domain import identifiants
from resolvers.bindings import Lookup
from resolvers.champs import ChampVu
from resolvers.demarches import DEMARCHE, DEMARCHE_EXISTE, DEMARCHE_LISIBLE, Existe
from resolvers.dossiers import DOSSIER, DOSSIER_EXISTE, DossierRow
from resolvers.groupes_instructeurs import GROUPE, GROUPE_EXISTE
from resolvers.limite import Limite
from resolvers.loader import Loader
from resolvers.refus import interdit, introuvable
from resolvers.request import Request


@dataclass(frozen=True)
class Racine(Lookup):
    """A row by the number that the arguments say, or a refusal that says what is missing."""

    type_graphql: str
    loader: Loader[Any, Any]
    existe: Loader[Any, Any]
    numero: Callable[[Mapping[str, Any]], int | None] = itemgetter("number")

    def key(self, arguments: Mapping[str, Any]) -> int | None:
        return self.numero(arguments)

    async def __call__(self, request: Request, row: object, **arguments: Any) -> Any:
        """Raises Refus."""
        numero = self.key(arguments)
        if numero is None:
            raise introuvable(self.type_graphql)
        trouvee = await request.load(self.loader, numero)
        if trouvee is not None:
            return trouvee
        if await request.load(self.existe, numero):
            raise interdit(self.type_graphql)
        raise introuvable(self.type_graphql)


def _numero_ou_id(arguments: Mapping[str, Any]) -> int | None:
    """By number or by id, of which only the number counts (api 5.3)."""
    demarche = arguments["demarche"]
    numero: int | None = demarche.get("number")
    return identifiants.numero_de(demarche.get("id") or "") if numero is None else numero


demarche = Racine("Demarche", DEMARCHE, DEMARCHE_EXISTE)
dossier = Racine("Dossier", DOSSIER, DOSSIER_EXISTE)
groupe_instructeur = Racine("GroupeInstructeurWithDossiers", GROUPE, GROUPE_EXISTE)
demarche_descriptor = Racine("DemarcheDescriptor", DEMARCHE_LISIBLE, DEMARCHE_EXISTE, _numero_ou_id)


async def limite(request: Request, _: object) -> Limite | None:
    return await request.limite() if request.limite else None


def dossier_lie(
    champ: ChampVu, trouve: DossierRow | None, existe: Existe | None
) -> DossierRow | None:
    """What a link leads to: nothing when it cannot be seen by anybody, a refusal when it belongs to
    a démarche that the caller may not see (api 8.3)."""
    if trouve is None and existe is not None:
        raise interdit("Dossier")
    return trouve
