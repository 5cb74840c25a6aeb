"""What lets people in, and what keeps others out. Of every secret only a digest is kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, func, text
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Compte


class SessionDeCompte(Model):
    """Somebody signed in on one browser. The row goes when it ends: a cookie without a row is nobody's."""

    __tablename__ = "sessions"
    __table_args__ = (CheckConstraint("octet_length(empreinte) = 32", name="empreinte"),)

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id, ondelete="CASCADE"), index=True)
    empreinte: Mapped[bytes] = mapped_column(unique=True)
    souvenir: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it outlives an idle hour: its owner asked to be remembered."""
    navigateur: Mapped[str] = mapped_column(server_default="")
    adresse: Mapped[str] = mapped_column(INET)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    vue_le: Mapped[datetime] = mapped_column(server_default=func.now())


class Usage(StrEnum):
    """What a link sent by mail is for."""

    activation = "activation"
    mot_de_passe = "mot_de_passe"
    deblocage = "deblocage"
    appareil = "appareil"


class LienDeCompte(Model):
    """A link sent by mail: good once, until its date. Opening it does nothing, as mail scanners open it."""

    __tablename__ = "liens_de_compte"
    __table_args__ = (CheckConstraint("octet_length(empreinte) = 32", name="empreinte"),)

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id, ondelete="CASCADE"), index=True)
    usage: Mapped[Usage]
    empreinte: Mapped[bytes] = mapped_column(unique=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    expire_le: Mapped[datetime]
    utilise_le: Mapped[datetime | None]


class Tentative(Model):
    """Tries to sign in with one address that have not succeeded, be there an account or not: what is
    counted alike is answered alike. The address itself is not kept: people type passwords there."""

    __tablename__ = "tentatives_de_connexion"

    adresse: Mapped[bytes] = mapped_column(primary_key=True)
    nombre: Mapped[int]
    derniere_le: Mapped[datetime] = mapped_column(server_default=func.now())


class Passage(Model):
    """How many went through a door since an instant, counted here while Valkey is away."""

    __tablename__ = "passages"

    cle: Mapped[str] = mapped_column(primary_key=True)
    nombre: Mapped[int]
    depuis_le: Mapped[datetime] = mapped_column(server_default=func.now())
