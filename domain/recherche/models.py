"""The words of each dossier, and the dossiers whose words have changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.dossiers.models import Dossier

# Where a word comes from is its weight: an expert’s search leaves out those of the annotations.
IDENTITE, REPONSE, ANNOTATION = "A", "B", "D"
PUBLICS = "ABC"


class MotsDeDossier(Model):
    """Each word twice: as it is written, without accents, and its French stem."""

    __tablename__ = "mots_de_dossier"
    __table_args__ = (Index("mots_de_dossier_idx", "mots", postgresql_using="gin"),)

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    mots: Mapped[Any] = mapped_column(TSVECTOR, nullable=False)
    indexe_le: Mapped[datetime] = mapped_column(server_default=func.now())


class MotsAIndexer(Model):
    """A dossier that has changed. A trigger adds a row whenever `dossiers.modifie_le` does, beside the
    change: rows are never shared, so that one committed while another is read is not lost."""

    __tablename__ = "mots_a_indexer"

    id: Mapped[int] = identity()
    dossier_id: Mapped[int]
    demande_le: Mapped[datetime] = mapped_column(server_default=func.now())
