from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.demarches.models import Demarche
from domain.formulaires.types_de_champ import TypeChamp


class Revision(Model):
    """A form as it was at a time. The one without a publication date is the draft (rules 1.3.1)."""

    __tablename__ = "revisions"
    __table_args__ = (
        Index(
            "revisions_un_brouillon_key",
            "demarche_id",
            unique=True,
            postgresql_where=text("publiee_le IS NULL"),
        ),
        UniqueConstraint("id", "demarche_id"),  # so that a dossier cannot point at another's form
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), index=True
    )
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    publiee_le: Mapped[datetime | None]
    publiee_par: Mapped[str | None]
    """The address of the administrateur who published it, when it is known."""


class TypeDeChamp(Model):
    """One field of one revision. `stable_id` is what survives from revision to revision (rules 1.3.2).

    `parent_id` is the stable id of the repetition that holds it; `condition` is a tree of
    `domain.formulaires.conditions`; `options` depends on the type.
    """

    __tablename__ = "types_de_champ"
    __table_args__ = (
        ForeignKeyConstraint(
            ["revision_id", "parent_id"],
            ["types_de_champ.revision_id", "types_de_champ.stable_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("parent_id <> stable_id", name="parent"),
        CheckConstraint(
            "prive OR type_champ <> 'engagement_juridique'", name="engagement_juridique_prive"
        ),
        CheckConstraint(
            "NOT (obligatoire AND type_champ IN ('header_section', 'explication'))",
            name="non_remplissable_facultatif",
        ),
        Index(None, "revision_id", "parent_id", "prive", "position"),
    )

    revision_id: Mapped[int] = mapped_column(
        ForeignKey(Revision.id, ondelete="CASCADE"), primary_key=True
    )
    stable_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parent_id: Mapped[int | None]
    position: Mapped[int]
    prive: Mapped[bool] = mapped_column(server_default=text("false"))
    type_champ: Mapped[TypeChamp]
    libelle: Mapped[str]
    description: Mapped[str | None]
    obligatoire: Mapped[bool] = mapped_column(server_default=text("true"))
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    options: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
