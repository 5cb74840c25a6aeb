from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.formulaires.models import Revision


class PlaceDeDemarche(Model):
    """Without a row, or without a position, a démarche is newly met: it is on top (rules 4.2.2). Without
    `revision_vue_id` its form has been seen as it was when the instructeur came (rules 1.3.7)."""

    __tablename__ = "places_de_demarche"
    __table_args__ = (Index(None, "demarche_id"),)

    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id), primary_key=True)
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int | None]
    """The highest is on top."""
    revision_vue_id: Mapped[int | None] = mapped_column(
        ForeignKey(Revision.id, ondelete="SET NULL")
    )
