from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche


class Presentation(Model):
    """What an instructeur chose for the lists of one démarche; without a row he has the defaults.

    `filtres` gives each tab its filters, in order: `{"colonne", "operateur", "valeurs"}`. Columns are
    kept by their ids: one that its démarche has no more resets the whole (rules 4.5.2).
    """

    __tablename__ = "presentations"
    __table_args__ = (
        CheckConstraint("tri_sens IN ('asc', 'desc')", name="tri_sens"),
        Index(None, "demarche_id"),
    )

    instructeur_id: Mapped[int] = mapped_column(
        ForeignKey(Instructeur.id, ondelete="CASCADE"), primary_key=True
    )
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )
    colonnes: Mapped[list[Any]]
    tri_colonne: Mapped[str]
    tri_sens: Mapped[str]
    filtres: Mapped[dict[str, Any]]
    filtres_deplies: Mapped[bool] = mapped_column(server_default=text("true"))
    modifiee_le: Mapped[datetime] = mapped_column(server_default=func.now())
