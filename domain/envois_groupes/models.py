from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.messagerie.models import Message


class EnvoiAuxBrouillons(Model):
    """A message for all the drafts that there were when it was written. `termine_le`: each has had it, or
    could not; both are counted from the recipients."""

    __tablename__ = "envois_aux_brouillons"
    __table_args__ = (
        Index("envois_aux_brouillons_demarche_idx", "demarche_id", "id"),
        CheckConstraint("btrim(corps) <> ''", name="corps"),
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id))
    email: Mapped[str]
    """The author’s address at that time."""
    corps: Mapped[str]
    envoye_le: Mapped[datetime] = mapped_column(server_default=func.now())
    termine_le: Mapped[datetime | None]


class DestinataireDEnvoi(Model):
    """A draft that an envoi is for, chosen once: whoever does it twice sends nothing twice."""

    __tablename__ = "destinataires_d_envoi"
    __table_args__ = (
        CheckConstraint("echec IS NULL OR message_id IS NULL", name="echec_ou_message"),
        CheckConstraint("fait_le IS NOT NULL OR (echec IS NULL AND message_id IS NULL)", name="fait"),
        Index("destinataires_d_envoi_a_faire_idx", "envoi_id", "dossier_id", postgresql_where=text("fait_le IS NULL")),
        Index(None, "dossier_id"),
        Index(None, "message_id"),
    )  # fmt: skip

    envoi_id: Mapped[int] = mapped_column(
        ForeignKey(EnvoiAuxBrouillons.id, ondelete="CASCADE"), primary_key=True
    )
    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    fait_le: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey(Message.id, ondelete="SET NULL"))
    echec: Mapped[str | None]
