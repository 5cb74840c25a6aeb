from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche


class GroupeInstructeur(Model):
    """Who processes which dossiers. `regle` is a condition on the public champs (rules 1.11.2)."""

    __tablename__ = "groupes_instructeurs"
    __table_args__ = (
        UniqueConstraint("demarche_id", "label"),
        UniqueConstraint("id", "demarche_id"),
        Index(
            "groupes_instructeurs_un_defaut_key",
            "demarche_id",
            unique=True,
            postgresql_where=text("defaut"),
        ),
        CheckConstraint("NOT (defaut AND ferme)", name="defaut_ouvert"),
        CheckConstraint("label = btrim(label) AND label <> ''", name="label"),
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    label: Mapped[str]
    ferme: Mapped[bool] = mapped_column(server_default=text("false"))
    defaut: Mapped[bool] = mapped_column(server_default=text("false"))
    regle: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())


class Affectation(Model):
    """An instructeur's membership of a groupe."""

    __tablename__ = "affectations"
    __table_args__ = (Index(None, "instructeur_id"),)

    groupe_instructeur_id: Mapped[int] = mapped_column(
        ForeignKey(GroupeInstructeur.id, ondelete="CASCADE"), primary_key=True
    )
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id), primary_key=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
