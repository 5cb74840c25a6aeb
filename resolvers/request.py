"""What one GraphQL request carries: who asks, its snapshot, what it loaded, facts of its document."""

import asyncio
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Generator,
    Hashable,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from strawberry.dataloader import DataLoader

from domain.dossiers.documents import Document
from resolvers.ecriture import Ecriture
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

    def fichier_d_avis(self, avis_id: int, cle: str, nom: str) -> str:
        """The same for the expert of this avis: it closes with the avis."""
        ...

    def document_d_avis(self, avis_id: int, document: str) -> str:
        """A URL that makes what the expert of this avis may read of its dossier."""
        ...

    def document(self, dossier_id: int, document: Document) -> str:
        """A URL that makes this document of the dossier, valid one hour."""
        ...

    def commencer(self, chemin: str) -> str: ...


class _AtHand:
    """What waiting for it would give, at once."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __await__(self) -> Generator[Any, None, Any]:
        return self._value
        yield  # a generator, which never waits


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
    ecriture: Ecriture | None = None
    _loaded: dict[str, dict[Hashable, Any]] = field(default_factory=dict)
    _waiting: dict[str, DataLoader[Any, Any]] = field(default_factory=dict)

    async def renouveler(self) -> None:
        """Forget what was read: something has been written, which a new snapshot shows."""
        await self.snapshot.renouveler(self.ecriture.relecture if self.ecriture else None)
        self._loaded.clear()
        self._waiting.clear()

    async def load_all(
        self, loader: Loader[Any, V], keys: Collection[Hashable]
    ) -> dict[Hashable, V]:
        """At least the values of `keys`: one statement for those not loaded yet, or none."""
        await self.load_together([(loader, keys)])
        return self._loaded[loader.name]

    async def load_together(
        self, wanted: Iterable[tuple[Loader[Any, Any], Collection[Hashable]]]
    ) -> None:
        """The same of several loaders, in one trip to the database."""
        asked = []
        for loader, keys in wanted:
            loaded = self._loaded.setdefault(loader.name, {})
            missing = [key for key in dict.fromkeys(keys) if key not in loaded]
            if missing:
                asked.append((loader, missing))
        if not asked:
            return
        answers = await self.snapshot.together(
            [
                (loader.statement, {"cles": missing, **self.viewer.parameters})
                for loader, missing in asked
            ]
        )
        for (loader, missing), rows in zip(asked, answers, strict=True):
            self.receive(loader, missing, rows)

    def loaded(self, loader: Loader[Any, V]) -> Mapping[Hashable, V]:
        """What was loaded so far, by key."""
        return self._loaded.get(loader.name, {})

    def receive(
        self, loader: Loader[Any, Any], keys: Sequence[Hashable], rows: Sequence[Any]
    ) -> dict[Hashable, Any]:
        """What this loader has loaded, these rows of these keys included."""
        loaded = self._loaded.setdefault(loader.name, {})
        loaded.update(zip(keys, loader.share_out(rows, keys), strict=True))
        return loaded

    def load(self, loader: Loader[Any, V], key: Hashable) -> Awaitable[V]:
        """One value, asked for beside others: those of the same turn share a statement, and those
        of the same key the value itself. An error elsewhere cancels the resolvers beside it: that
        one gives up must not take the value away from the others that wait for it."""
        loaded = self._loaded.get(loader.name)
        if loaded is not None and key in loaded:
            return _AtHand(loaded[key])
        waiting = self._waiting.get(loader.name)
        if waiting is None:
            waiting = DataLoader(load_fn=partial(self._load, loader))
            self._waiting[loader.name] = waiting
        return asyncio.shield(waiting.load(key))

    async def _load(self, loader: Loader[Any, V], keys: Sequence[Hashable]) -> list[V]:
        loaded = await self.load_all(loader, keys)
        return [loaded[key] for key in keys]
