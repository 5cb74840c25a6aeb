"""One request being served: what is known of it, each thing asked once."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from prometheus_client import Histogram
from starlette.requests import Request as HttpRequest

from resolvers.delai import Delai
from resolvers.documents import Document
from resolvers.ecriture import Cle, Ecriture
from resolvers.execution import Resultat
from resolvers.jetons import JetonRow
from resolvers.limite import Limite
from resolvers.request import Request
from resolvers.snapshot import Pool, Snapshot
from resolvers.viewer import Viewer
from server.api import authentification
from server.api.authentification import Porteur
from server.api.liens import liens_de
from server.api.requete import RequeteGraphQL
from server.logs import logger
from server.metrics import SQL_STATEMENTS
from server.resources import Resources

log = logger("api")

# One bug may strike each row of a page: its first traces say as much as thousands.
IMPREVUES_DITES = 5


class Service:
    def __init__(
        self,
        http: HttpRequest,
        resources: Resources,
        demande: RequeteGraphQL,
        porteur: Porteur | None,
    ) -> None:
        self.http, self.resources = http, resources
        self.demande, self.porteur = demande, porteur
        self.delai = Delai(resources.settings.query_timeout)
        self.cle: Cle | None = None
        self._limite: Callable[[], Awaitable[Limite | None]] | None = None
        self._compte = False
        self._snapshots: list[Snapshot] = []

    async def identifier(self, trouves: Sequence[JetonRow]) -> Viewer:
        return await authentification.identifier(
            self.porteur, trouves, self.resources, stored=self.demande.query_id is not None
        )

    async def compter(self, viewer: Viewer) -> None:
        """Raises LimiteAtteinte."""
        if not self._compte:
            self._compte = True
            self._limite = await self.resources.limites.compter(viewer)

    def snapshot(self, pool: Pool | None = None) -> Snapshot:
        """Of `pool`, or where what is only read is read."""
        snapshot = Snapshot(pool or self.resources.reading)
        self._snapshots.append(snapshot)
        return snapshot

    async def request(self, viewer: Viewer, snapshot: Snapshot, document: Document) -> Request:
        await self.compter(viewer)
        now = datetime.now(UTC)
        return Request(
            viewer=viewer,
            snapshot=snapshot,
            liens=liens_de(self.resources, viewer, now),
            now=now,
            fragments=document.fragments,
            limite=self._limite,
            ecriture=Ecriture(
                self.resources.base,
                self.resources.primary,
                self.resources.televersements,
                self.cle,
            ),
        )

    def dire(self, resultat: Resultat) -> dict[str, Any]:
        """The answer, once told what it cost and what went wrong."""
        instructions = sum(snapshot.statements for snapshot in self._snapshots)
        _mesure(_etiquette(self.demande)).observe(instructions)
        for imprevue in resultat.imprevues[:IMPREVUES_DITES]:
            log.error(
                "erreur imprévue", exception_id=imprevue.exception_id, exc_info=imprevue.error
            )
        return resultat.corps


@lru_cache(maxsize=64)
def _mesure(etiquette: str) -> Histogram:
    return SQL_STATEMENTS.labels(etiquette)


def _etiquette(demande: RequeteGraphQL) -> str:
    """Names of stored operations only: a label that clients choose would have no bound."""
    return demande.query_id or "libre"
