from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Expert, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier


class ExpertDemarche(Model):
    """An expert's place on a démarche: what the administrateur lets him know, and what he himself wants
    to be told (rules 1.12.2, 6.14). Off the list, `revoque_le`, he is asked nothing more."""

    __tablename__ = "experts_demarches"

    expert_id: Mapped[int] = mapped_column(ForeignKey(Expert.id), primary_key=True)
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )
    acces_decision: Mapped[bool] = mapped_column(server_default=text("false"))
    avertir_des_avis: Mapped[bool] = mapped_column(server_default=text("true"))
    avertir_des_messages: Mapped[bool] = mapped_column(server_default=text("false"))
    revoque_le: Mapped[datetime | None]


class Avis(Model):
    """An opinion asked of an expert, by an instructeur or by another expert who forwards it."""

    __tablename__ = "avis"
    __table_args__ = (
        Index("avis_dossier_idx", "dossier_id", "cree_le", "id"),
        Index("avis_expert_idx", "expert_id", "dossier_id"),
        CheckConstraint("num_nonnulls(instructeur_id, expert_demandeur_id) = 1", name="demandeur"),
        CheckConstraint("reponse IS NULL OR repondu_le IS NOT NULL", name="repondu"),
        CheckConstraint("question_reponse IS NULL OR question IS NOT NULL", name="question"),
    )

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    expert_id: Mapped[int] = mapped_column(ForeignKey(Expert.id))
    instructeur_id: Mapped[int | None] = mapped_column(ForeignKey(Instructeur.id))
    expert_demandeur_id: Mapped[int | None] = mapped_column(ForeignKey(Expert.id))
    introduction: Mapped[str] = mapped_column(server_default="")
    question: Mapped[str | None]
    question_reponse: Mapped[bool | None]
    reponse: Mapped[str | None]
    confidentiel: Mapped[bool] = mapped_column(server_default=text("false"))
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    repondu_le: Mapped[datetime | None]
    revoque_le: Mapped[datetime | None]
    relance_le: Mapped[datetime | None]
