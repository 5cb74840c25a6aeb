"""One use case, one transaction. The edge opens and commits it; the domain only adds to it."""

from sqlalchemy.orm import Session

from domain.base import Model


class Transaction:
    """All or nothing: the rows that a verb writes.

    Verbs are plain functions; one that needs the number of what it has just added calls `flush`,
    so behind an `AsyncSession` verbs run inside its `run_sync`.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, *rows: Model) -> None:
        self.session.add_all(rows)

    def delete(self, row: Model) -> None:
        self.session.delete(row)

    def flush(self) -> None:
        self.session.flush()
