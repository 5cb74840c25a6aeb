from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Compte


class NouveautesVues(Model):
    """Until which day somebody has read what is new. Without a row: nothing yet."""

    __tablename__ = "nouveautes_vues"

    compte_id: Mapped[int] = mapped_column(
        ForeignKey(Compte.id, ondelete="CASCADE"), primary_key=True
    )
    jusqu_au: Mapped[date]
