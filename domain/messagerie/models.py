from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Compte, Expert, Instructeur
from domain.dossiers.models import Dossier


class Message(Model):
    """A message of a dossier. Without an author it is the system's: the copy of an automatic mail.

    A discarded message keeps its place, without its text (`supprime_le`, api 10.12). `lu_le` is when the
    other side first opened the messagerie after it came (rules 7.6).
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_dossier_idx", "dossier_id", "cree_le", "id"),
        CheckConstraint("num_nonnulls(usager_id, instructeur_id, expert_id) <= 1", name="auteur"),
        CheckConstraint("supprime_le IS NULL OR corps = ''", name="supprime_vide"),
    )

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    usager_id: Mapped[int | None] = mapped_column(ForeignKey(Compte.id))
    instructeur_id: Mapped[int | None] = mapped_column(ForeignKey(Instructeur.id))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey(Expert.id))
    email: Mapped[str]
    corps: Mapped[str]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    supprime_le: Mapped[datetime | None]
    lu_le: Mapped[datetime | None]


class RaisonCorrection(StrEnum):
    incomplete = "incomplete"
    incorrect = "incorrect"
    outdated = "outdated"


class Correction(Model):
    """What a message asks the usager to correct; at most one is pending (rules 3.10.2)."""

    __tablename__ = "corrections"
    __table_args__ = (
        Index(
            "corrections_une_en_attente_key",
            "dossier_id",
            unique=True,
            postgresql_where=text("resolue_le IS NULL"),
        ),
    )

    id: Mapped[int] = identity()
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), unique=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"), index=True)
    raison: Mapped[RaisonCorrection] = mapped_column(server_default=RaisonCorrection.incorrect)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    resolue_le: Mapped[datetime | None]


class AttenteReponse(Model):
    """A message that awaits the usager's answer; at most one does (rules 3.11)."""

    __tablename__ = "attentes_reponse"
    __table_args__ = (
        Index(
            "attentes_reponse_une_en_cours_key",
            "dossier_id",
            unique=True,
            postgresql_where=text("resolue_le IS NULL"),
        ),
    )

    id: Mapped[int] = identity()
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id, ondelete="CASCADE"), unique=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"), index=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    resolue_le: Mapped[datetime | None]
