from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier


class Visite(Model):
    """When an instructeur last opened each tab of a dossier: what came later is new to him (rules 4.4.4).

    A row of its own, and not the follow's: following again, or not following, forgets nothing.
    """

    __tablename__ = "visites"

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id), primary_key=True)
    demande_le: Mapped[datetime | None]
    annotations_le: Mapped[datetime | None]
    avis_le: Mapped[datetime | None]
    messagerie_le: Mapped[datetime | None]
