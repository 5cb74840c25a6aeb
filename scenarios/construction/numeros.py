"""Numbers of démarches and dossiers: those given, then the next free ones."""

from collections.abc import Iterator

from sqlalchemy import func, select, text

from domain.base import Model
from domain.transactions import Transaction


class Numeros:
    """Makes numbers for a table, beyond those that the file gives."""

    def __init__(self, tx: Transaction, table: type[Model], donnes: set[int]) -> None:
        self._tx = tx
        nom = table.__tablename__
        self._sequence = tx.session.scalar(select(func.pg_get_serial_sequence(nom, "id")))
        if donnes:
            tx.session.execute(
                text(
                    f"SELECT setval(:suite, greatest(:dernier, last_value)) FROM {self._sequence}"
                ),
                {"suite": self._sequence, "dernier": max(donnes)},
            )

    def prendre(self, combien: int) -> Iterator[int]:
        return iter(
            self._tx.session.scalars(
                select(func.nextval(self._sequence)).select_from(
                    func.generate_series(1, combien).table_valued("n")
                )
            ).all()
        )

    def sans_fin(self, *, par: int = 1000) -> Iterator[int]:
        """As many as are asked for, taken in lots: what is left of the last one is lost."""
        while True:
            yield from self.prendre(par)
