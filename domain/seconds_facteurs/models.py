"""What somebody has besides a password: a program that makes codes, and codes on paper in case it is lost."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Compte


class SecondFacteur(Model):
    """Asked for once its owner has shown a first code. The secret must be read again to check codes: it
    is kept encrypted, unlike all others, which are digests."""

    __tablename__ = "seconds_facteurs"

    compte_id: Mapped[int] = mapped_column(
        ForeignKey(Compte.id, ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[bytes]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    confirme_le: Mapped[datetime | None]
    dernier_pas: Mapped[int | None]
    """The half minute of the last code taken: that code and older ones are worth nothing any more."""


class CodeDeSecours(Model):
    """Good once, in the place of a code."""

    __tablename__ = "codes_de_secours"
    __table_args__ = (CheckConstraint("octet_length(empreinte) = 32", name="empreinte"),)

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id, ondelete="CASCADE"), index=True)
    empreinte: Mapped[bytes]
    utilise_le: Mapped[datetime | None]
