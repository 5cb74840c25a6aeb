"""Keys by which a client asks the same thing twice, and gets it once (api 14.12)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model

CONSERVATION = timedelta(days=30)


class Demande(Model):
    """A keyed request: `porteur` is the token or account that sent it, `empreinte` digests what it
    asked. `resultats` holds, for each of its mutation fields already done, what to answer with: it is
    written in the transaction of that field, so that both happen or neither. `corps` is the answer, once
    somebody made it; everybody gets that one."""

    __tablename__ = "demandes_idempotentes"
    __table_args__ = (CheckConstraint("octet_length(empreinte) = 32", name="empreinte"),)

    porteur: Mapped[str] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(primary_key=True)
    empreinte: Mapped[bytes]
    resultats: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    corps: Mapped[bytes | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
