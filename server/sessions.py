"""A database session for a command: one transaction, committed when it ends well."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from server.embedded.running import database_settings
from server.refus import Refus


@contextmanager
def database_faults() -> Iterator[None]:
    """Say what an operator can put right: a database that is away, or whose tables are not ours."""
    try:
        yield
    except OperationalError:
        raise Refus("La base de données ne répond pas : rien n’a été fait.") from None
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) not in ("42P01", "42703"):  # no table, no column
            raise
        raise Refus("La base n’est pas à jour : lancez « guichet migrer ».") from None


@contextmanager
def transaction() -> Iterator[Session]:
    engine = create_engine(
        make_url(database_settings().require("database_url")).set(drivername="postgresql+psycopg")
    )
    try:
        with database_faults(), Session(engine) as session, session.begin():
            yield session
    finally:
        engine.dispose()


def maintenant(session: Session) -> datetime:
    """PostgreSQL's clock is the only one."""
    return session.scalars(select(func.now())).one()
