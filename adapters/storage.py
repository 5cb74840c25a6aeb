"""Where the bytes of files live: what Guichet asks of a store. The real one is in `adapters/s3.py`.

Calls block: a coroutine goes through `asyncio.to_thread`. Signing an address does no call.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

PART = 8 * 1024**2  # bytes of a part; S3 takes no smaller one than 5 MiB, but for the last


class StorageUnavailable(Exception):
    """The store does not answer, or refuses our keys."""


class ObjectMissing(Exception):
    """No object under this key."""


@dataclass(frozen=True)
class StoredObject:
    """What the store says of an object; `size` in bytes."""

    key: str
    size: int
    content_type: str


@dataclass(frozen=True)
class Begun:
    """An object by parts whose end has not come; `upload` is the store's own name for it."""

    key: str
    upload: str


class Storage(Protocol):
    """What Guichet asks of a store of files. Every call raises StorageUnavailable."""

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Store these bytes whole, checked on arrival by the store."""

    def begin(self, key: str, *, content_type: str) -> "Parts":
        """An object that comes by parts of PART bytes. Nothing is seen of it before its end."""

    def copy(self, source: str, target: str, *, content_type: str) -> None:
        """Copy an object inside the store. Raises ObjectMissing."""

    def abort_older(self, than: datetime) -> int:
        """Give up the objects by parts begun before this and never ended; how many there were."""

    def begun(self, prefix: str) -> "Sequence[Begun]":
        """The objects by parts that were begun under this prefix, and neither ended nor given up."""

    def give_up(self, begun: "Begun") -> None:
        """Forget its parts; one that is not there any more counts as forgotten."""

    def head(self, key: str) -> StoredObject:
        """Describe an object. Raises ObjectMissing."""

    def open(self, key: str) -> tuple[int, Iterator[bytes]]:
        """The object's size, and its bytes by chunks. Raises ObjectMissing."""

    def read(self, key: str) -> Iterator[bytes]:
        """The object's bytes, by chunks. Raises ObjectMissing, at the first of them."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these objects; those that are not there count as forgotten."""

    def signed_download(
        self, key: str, *, filename: str, lasts: timedelta, content_type: str | None = None
    ) -> str:
        """An address that gives the object as a file of this name, to whoever holds it. `content_type`
        is told instead of the object's own."""

    def signed_upload(
        self, key: str, *, content_type: str, size: int, content_md5: str, lasts: timedelta
    ) -> tuple[str, dict[str, str]]:
        """An address that takes one PUT of exactly these bytes, and the headers to send with it."""

    def ping(self) -> None:
        """Return if the bucket is there and ours."""


class Parts(Protocol):
    """An object on its way, part after part; whoever began it ends it by one of the last two."""

    def add(self, part: bytes) -> None: ...

    def complete(self) -> None: ...

    def abort(self) -> None: ...
