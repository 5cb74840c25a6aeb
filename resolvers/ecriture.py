"""How a request writes: where, and under which key if its client gave one (api 14.12)."""

from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from adapters.base_de_donnees import Base
from resolvers.televersements import Televersements


@dataclass(frozen=True, slots=True)
class Cle:
    """`porteur` is who sends it: the key of another is another key. `empreinte` digests what is asked."""

    porteur: str
    cle: str
    empreinte: bytes


@dataclass(frozen=True, slots=True)
class Ecriture:
    """`relecture` is where what was written is read again: never a replica, which may be behind."""

    base: Base
    relecture: AsyncConnectionPool[AsyncConnection[Any]]
    televersements: Televersements
    cle: Cle | None = None
