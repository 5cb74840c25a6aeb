"""What one GraphQL request carries: who asks, its snapshot, what it loaded, facts of its document."""

from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from strawberry.dataloader import DataLoader

from domain.dossiers.documents import Document
from resolvers.limite import Limite
from resolvers.loader import Loader
from resolvers.snapshot import Snapshot
from resolvers.viewer import Viewer

V = TypeVar("V")


class Liens(Protocol):
    """Where a caller finds things: signed URLs of files and documents, public pages of démarches."""

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        """A URL of the file's bytes, valid one hour."""
        ...

    def document(self, dossier_id: int, document: Document) -> str:
        """A URL that makes this document of the dossier, valid one hour."""
        ...

    def commencer(self, chemin: str) -> str: ...


@dataclass(slots=True)
class Request:
    """`fragments` are the type conditions found anywhere in the document: some champs resolve to an
    older type unless the newer one is among them (api 8.1). `limite` tells what is left of
    the caller's limit of requests; null when there is none."""

    viewer: Viewer
    snapshot: Snapshot
    liens: Liens
    now: datetime
    fragments: frozenset[str] = frozenset()
    limite: Callable[[], Awaitable[Limite | None]] | None = None
    _loaded: dict[str, dict[Hashable, Any]] = field(default_factory=dict)
    _waiting: dict[str, DataLoader[Any, Any]] = field(default_factory=dict)

    async def load_all(
        self, loader: Loader[Any, V], keys: Collection[Hashable]
    ) -> dict[Hashable, V]:
        """At least the values of `keys`: one statement for those not loaded yet, or none."""
        loaded = self._loaded.setdefault(loader.name, {})
        missing = [key for key in dict.fromkeys(keys) if key not in loaded]
        if missing:
            parameters = {"cles": missing, **self.viewer.parameters}
            rows = await self.snapshot.rows(loader.statement, parameters)
            loaded.update(zip(missing, loader.share_out(rows, missing), strict=True))
        return loaded

    def load(self, loader: Loader[Any, V], key: Hashable) -> Awaitable[V]:
        """One value, asked for beside others: those of the same turn share a statement."""
        waiting = self._waiting.get(loader.name)
        if waiting is None:
            waiting = DataLoader(load_fn=partial(self._load, loader))
            self._waiting[loader.name] = waiting
        return waiting.load(key)

    async def _load(self, loader: Loader[Any, V], keys: Sequence[Hashable]) -> list[V]:
        loaded = await self.load_all(loader, keys)
        return [loaded[key] for key in keys]
