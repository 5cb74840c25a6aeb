"""A database session for a command: one transaction, committed when it ends well."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.orm import Session

from server.embedded.running import database_settings


@contextmanager
def transaction() -> Iterator[Session]:
    engine = create_engine(
        make_url(database_settings().require("database_url")).set(drivername="postgresql+psycopg")
    )
    try:
        with Session(engine) as session, session.begin():
            yield session
    finally:
        engine.dispose()


def maintenant(session: Session) -> datetime:
    """PostgreSQL's clock is the only one."""
    return session.scalars(select(func.now())).one()
