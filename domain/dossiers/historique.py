"""What happened to a dossier, and who follows it: rows that are added, never rewritten."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.formulaires.models import Revision


class Navigateur(NamedTuple):
    """What the person, or the program, acted through (rules 3.8)."""

    nom: str
    version: int


API = Navigateur("api", 2)


class Traitement(Model):
    """A change of state or a new deposit. `instructeur_email` is null for the usager and for what
    happened by itself; the event's name is derived from the row before (rules 3.8)."""

    __tablename__ = "traitements"
    __table_args__ = (Index("traitements_dossier_idx", "dossier_id", "traite_le", "id"),)

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id, ondelete="SET NULL"))
    state: Mapped[State]
    traite_le: Mapped[datetime]
    instructeur_email: Mapped[str | None]
    motivation: Mapped[str | None]
    navigateur: Mapped[str | None]
    navigateur_version: Mapped[int | None]


class Suivi(Model):
    """An instructeur follows a dossier, until `fin_le`. At most one open row for each pair."""

    __tablename__ = "suivis"
    __table_args__ = (
        Index(
            "suivis_en_cours_key",
            "dossier_id",
            "instructeur_id",
            unique=True,
            postgresql_where=text("fin_le IS NULL"),
        ),
        Index(
            "suivis_miens_idx",
            "instructeur_id",
            "dossier_id",
            postgresql_where=text("fin_le IS NULL"),
        ),
        Index("suivis_instructeur_idx", "instructeur_id", "dossier_id"),
        Index("suivis_dossier_idx", "dossier_id"),
    )

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id))
    debut_le: Mapped[datetime] = mapped_column(server_default=func.now())
    fin_le: Mapped[datetime | None]


class ModeAffectation(StrEnum):
    auto = "auto"
    manual = "manual"
    tech = "tech"
    bulk_routing = "bulk_routing"


class Reaffectation(Model):
    """A dossier's passage from groupe to groupe; labels are copied so that it outlives the groupes."""

    __tablename__ = "reaffectations"

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"), index=True)
    mode: Mapped[ModeAffectation]
    le: Mapped[datetime] = mapped_column(server_default=func.now())
    par: Mapped[str | None]
    groupe_id: Mapped[int]
    groupe_label: Mapped[str]
    groupe_precedent_id: Mapped[int | None]
    groupe_precedent_label: Mapped[str | None]
