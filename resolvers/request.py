"""What one GraphQL request carries: who asks, its snapshot, its loaders, facts of its document."""

from collections.abc import Awaitable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from strawberry.dataloader import DataLoader

from resolvers.loader import Loader
from resolvers.snapshot import Snapshot
from resolvers.viewer import Viewer

V = TypeVar("V")


class Liens(Protocol):
    """Where a caller finds things: signed URLs of files, public pages of démarches."""

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        """A URL of the file's bytes, valid one hour."""
        ...

    def commencer(self, chemin: str) -> str: ...


@dataclass(slots=True)
class Request:
    """`fragments` are the type conditions found anywhere in the document: some champs resolve to an
    older type unless the newer one is among them (api 8.1)."""

    viewer: Viewer
    snapshot: Snapshot
    liens: Liens
    now: datetime
    fragments: frozenset[str] = frozenset()
    _loaders: dict[str, DataLoader[Any, Any]] = field(default_factory=dict)

    def load(self, loader: Loader[Any, V], key: Hashable) -> Awaitable[V]:
        batch = self._loaders.get(loader.name)
        if batch is None:
            batch = DataLoader(load_fn=partial(self._load, loader))
            self._loaders[loader.name] = batch
        return batch.load(key)

    async def _load(self, loader: Loader[Any, V], keys: Sequence[Hashable]) -> list[V]:
        rows = await self.snapshot.rows(
            loader.statement, {"cles": list(keys), **self.viewer.parameters}
        )
        return loader.share_out(rows, keys)
