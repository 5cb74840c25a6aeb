"""Where received bytes go: to the store, a part at a time, or nowhere."""

import asyncio
from contextlib import suppress
from typing import Protocol

from adapters.storage import PART, Parts, Storage, StorageUnavailable


class Envoi(Protocol):
    """Bytes in order, then one end or the other. Each call raises StorageUnavailable."""

    async def ecrire(self, morceau: bytes) -> None: ...

    async def terminer(self) -> None:
        """Make an object of what was written. Before this there is none."""

    async def abandonner(self) -> None: ...


class VersLeStockage:
    """Holds one part at most. A file shorter than a part is stored at once, at its end."""

    def __init__(self, storage: Storage, cle: str, *, type_mime: str) -> None:
        self._storage = storage
        self._cle = cle
        self._type_mime = type_mime
        self._tampon = bytearray()
        self._parties: Parts | None = None

    async def ecrire(self, morceau: bytes) -> None:
        self._tampon += morceau
        while len(self._tampon) >= PART:
            partie = bytes(memoryview(self._tampon)[:PART])
            del self._tampon[:PART]
            await self._ajouter(partie)

    async def terminer(self) -> None:
        reste = bytes(self._tampon)
        if self._parties is None:
            await asyncio.to_thread(
                self._storage.put, self._cle, reste, content_type=self._type_mime
            )
            return
        if reste:
            await self._ajouter(reste)
        await asyncio.to_thread(self._parties.complete)

    async def abandonner(self) -> None:
        """A store that is away keeps the parts; they are swept after a day."""
        self._tampon.clear()
        if self._parties is not None:
            with suppress(StorageUnavailable):
                await asyncio.to_thread(self._parties.abort)

    async def _ajouter(self, partie: bytes) -> None:
        if self._parties is None:
            self._parties = await asyncio.to_thread(
                self._storage.begin, self._cle, content_type=self._type_mime
            )
        await asyncio.to_thread(self._parties.add, partie)


class VersNullePart:
    """For a file that has come already: what is sent again is read and checked, and not kept."""

    async def ecrire(self, morceau: bytes) -> None: ...

    async def terminer(self) -> None: ...

    async def abandonner(self) -> None: ...
