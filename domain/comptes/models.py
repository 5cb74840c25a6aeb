"""One account per e-mail address; roles are profiles that hang on it (rules 0.1.1)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Model, identity


class Compte(Model):
    __tablename__ = "comptes"
    __table_args__ = (CheckConstraint("email = lower(btrim(email::text))", name="email_normalise"),)

    id: Mapped[int] = identity()
    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    mot_de_passe_hash: Mapped[str | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())


class IdentiteFranceConnect(Model):
    """A person known by FranceConnect; an account with exactly one is shown as such (api 7.3). What it
    said of him the last time that he came: a dossier’s first page begins with it (rules 11.5)."""

    __tablename__ = "identites_france_connect"

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id, ondelete="CASCADE"), index=True)
    sujet: Mapped[str] = mapped_column(unique=True)
    genre: Mapped[str | None]
    nom: Mapped[str | None]
    prenoms: Mapped[str | None]
    date_naissance: Mapped[date | None]


class Profil:
    """What the three profiles share: a number of their own, and the account they belong to."""

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id), unique=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())


class Instructeur(Profil, Model):
    __tablename__ = "instructeurs"
    compte: Mapped[Compte] = relationship(lazy="raise")


class Administrateur(Profil, Model):
    __tablename__ = "administrateurs"
    compte: Mapped[Compte] = relationship(lazy="raise")


class Expert(Profil, Model):
    __tablename__ = "experts"
    compte: Mapped[Compte] = relationship(lazy="raise")
