"""People as others know them. What FranceConnect says is beside accounts, which are shown by it."""

from datetime import datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Compte
from domain.sessions.models import Moyen, SessionDeCompte


class IdentiteProConnect(Model):
    """An agent known by ProConnect: `sujet` is the number that it gave him, whatever his address."""

    __tablename__ = "identites_pro_connect"

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id, ondelete="CASCADE"), index=True)
    sujet: Mapped[str] = mapped_column(unique=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())


class SessionFederee(Model):
    """A session that was opened elsewhere, which is told when it ends. `preuve` is the token that says
    so there; it opens nothing."""

    __tablename__ = "sessions_federees"

    session_id: Mapped[int] = mapped_column(
        ForeignKey(SessionDeCompte.id, ondelete="CASCADE"), primary_key=True
    )
    fournisseur: Mapped[Moyen]
    preuve: Mapped[str]
