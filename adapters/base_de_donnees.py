"""Where transactions are opened, sealed and committed: here, and nowhere else.

The web writes behind an `AsyncSession`, workers with a plain one; verbs and acts are the same functions.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as ToutesPrises
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from domain.transactions import Transaction

R = TypeVar("R")

CONNEXIONS = 8  # at most, per process
ATTENTE = 2.0  # seconds to wait for one of them
RIEN: Mapping[str, Any] = {}


class Base:
    """Transactions of a web process. Raises what the use case raises, and nothing is then written;
    psycopg.OperationalError when PostgreSQL is away, busy or silent."""

    def __init__(self, engine: AsyncEngine, connu: Mapping[str, Any]) -> None:
        self._engine = engine
        self._connu = dict(connu)

    async def transaction(self, agir: Callable[[Transaction], R]) -> R:
        """Run a use case and commit it. What it returns must be plain values: no row outlives it."""

        def sceller(session: Session) -> R:
            tx = Transaction(session)
            fait = agir(tx)
            tx.sceller()
            return fait

        with pannes_nommees():
            async with AsyncSession(self._engine, info=self._connu) as session, session.begin():
                return await session.run_sync(sceller)

    async def fermer(self) -> None:
        await self._engine.dispose()


class BaseSynchrone:
    """The same of a worker, in the thread that calls."""

    def __init__(self, engine: Engine, connu: Mapping[str, Any]) -> None:
        self._engine = engine
        self._connu = dict(connu)

    def transaction(self, agir: Callable[[Transaction], R]) -> R:
        with pannes_nommees(), Session(self._engine, info=self._connu) as session, session.begin():
            tx = Transaction(session)
            fait = agir(tx)
            tx.sceller()
            return fait

    def fermer(self) -> None:
        self._engine.dispose()


@contextmanager
def pannes_nommees() -> Iterator[None]:
    """psycopg's errors by their own names, as the read path has them."""
    try:
        yield
    except ToutesPrises as error:
        raise psycopg.OperationalError("toutes les connexions sont prises") from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise error.orig from error
        raise


def base(url: str, options: Mapping[str, Any], connu: Mapping[str, Any] = RIEN) -> Base:
    """`options` are psycopg's, for each connection; `connu` is what acts find in `session.info`: facts
    of this installation, which only the edge knows."""
    return Base(
        create_async_engine(
            _adresse(url), connect_args=dict(options), pool_size=CONNEXIONS, max_overflow=0,
            pool_timeout=ATTENTE, pool_pre_ping=True, hide_parameters=True,
        ),
        connu,
    )  # fmt: skip


def base_synchrone(
    url: str, options: Mapping[str, Any], connu: Mapping[str, Any] = RIEN
) -> BaseSynchrone:
    return BaseSynchrone(
        create_engine(
            _adresse(url), connect_args=dict(options), pool_size=CONNEXIONS, max_overflow=0,
            pool_timeout=ATTENTE, pool_pre_ping=True, hide_parameters=True,
        ),
        connu,
    )  # fmt: skip


def _adresse(url: str) -> Any:
    return make_url(url).set(drivername="postgresql+psycopg")
