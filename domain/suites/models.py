"""What follows a transaction: what happened (`outbox`), and what there is to do of it (`travaux`).

PostgreSQL holds both; the queue only rings. Losing the queue loses nothing.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity

# A piece of work that failed so many times is put aside, and shown, rather than tried for ever.
TENTATIVES_MAX = 5


class EvenementSorti(Model):
    """An event of a committed transaction, until the relay has made the work of it."""

    __tablename__ = "outbox"

    id: Mapped[int] = identity()
    nom: Mapped[str]
    donnees: Mapped[dict[str, Any]]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    tentatives: Mapped[int] = mapped_column(server_default=text("0"))
    erreur: Mapped[str | None]


class Travail(Model):
    """A piece of work: a function by its name, and its arguments.

    `sonne_le` is when a worker was last called for it; `pas_avant` when it may be tried (again).
    It is over when `fait_le` is set, put aside when `ecarte_le` is.
    """

    __tablename__ = "travaux"
    __table_args__ = (
        Index(
            "travaux_a_faire_idx",
            "pas_avant",
            "id",
            postgresql_where=text("fait_le IS NULL AND ecarte_le IS NULL"),
        ),
        Index("travaux_ecartes_idx", "id", postgresql_where=text("ecarte_le IS NOT NULL")),
        Index("travaux_faits_idx", "fait_le", postgresql_where=text("fait_le IS NOT NULL")),
    )

    id: Mapped[int] = identity()
    nom: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    pas_avant: Mapped[datetime] = mapped_column(server_default=func.now())
    sonne_le: Mapped[datetime | None]
    tentatives: Mapped[int] = mapped_column(server_default=text("0"))
    fait_le: Mapped[datetime | None]
    ecarte_le: Mapped[datetime | None]
    erreur: Mapped[str | None]


class Echeance(Model):
    """A moment at which some work was due, and has been put down: its key is what says so."""

    __tablename__ = "echeances"

    travail: Mapped[str] = mapped_column(primary_key=True)
    due_le: Mapped[datetime] = mapped_column(primary_key=True)
    vue_le: Mapped[datetime] = mapped_column(server_default=func.now())
