from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity, members
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier


class Lieu(StrEnum):
    """How people meet."""

    sur_place = "sur_place"
    telephone = "telephone"
    visioconference = "visioconference"


class Statut(StrEnum):
    """`en_attente` until a date is booked: the date, if there is one, is only a proposal."""

    en_attente = "en_attente"
    reserve = "reserve"
    annule = "annule"


def _lieu() -> Mapped[Lieu]:
    return mapped_column(
        Enum(
            Lieu, name="lieu", native_enum=False, create_constraint=True, length=40,
            values_callable=members,
        )
    )  # fmt: skip


def _statut() -> Mapped[Statut]:
    return mapped_column(
        Enum(
            Statut, name="statut", native_enum=False, create_constraint=True, length=40,
            values_callable=members,
        )
    )  # fmt: skip


class RendezVous(Model):
    """A meeting with the usager of a dossier (rules 4.15). At most one awaits its date.

    `reference` is what the agenda calls it, `lien` where it is booked there: null until the agenda has
    been told.
    """

    __tablename__ = "rendez_vous"
    __table_args__ = (
        CheckConstraint("statut <> 'reserve' OR debut_le IS NOT NULL", name="reserve"),
        Index("rendez_vous_dossier_idx", "dossier_id", "cree_le", "id"),
        Index(
            "rendez_vous_un_en_attente_key",
            "dossier_id",
            unique=True,
            postgresql_where=text("statut = 'en_attente'"),
        ),
    )

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id))
    statut: Mapped[Statut] = _statut()
    debut_le: Mapped[datetime | None]
    lieu: Mapped[Lieu] = _lieu()
    precisions: Mapped[str]
    reference: Mapped[str | None]
    lien: Mapped[str | None]
    cree_le: Mapped[datetime]
    modifie_le: Mapped[datetime]


class EtapeDeRendezVous(Model):
    """What a meeting was at `le`, and who made it so; nobody (`par` null) is the agenda itself. Rows are
    added, never rewritten."""

    __tablename__ = "etapes_de_rendez_vous"

    id: Mapped[int] = identity()
    rendez_vous_id: Mapped[int] = mapped_column(
        ForeignKey(RendezVous.id, ondelete="CASCADE"), index=True
    )
    le: Mapped[datetime]
    par: Mapped[str | None]
    statut: Mapped[Statut] = _statut()
    debut_le: Mapped[datetime | None]
    lieu: Mapped[Lieu] = _lieu()
    precisions: Mapped[str]
