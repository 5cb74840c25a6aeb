from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier


class BrouillonDeMessage(Model):
    """What an instructeur has begun to write on a dossier and not sent: his alone to read, one for each
    dossier, gone with the sending (rules 7.9 asks for nothing; leaving a page loses nothing here)."""

    __tablename__ = "brouillons_de_message"
    __table_args__ = (CheckConstraint("corps <> ''", name="corps"),)

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id), primary_key=True)
    corps: Mapped[str]
    modifie_le: Mapped[datetime]
