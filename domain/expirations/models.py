"""Who was told that a dossier is about to go, and how much each sweep has taken."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Compte
from domain.dossiers.models import Dossier


class Aupres(StrEnum):
    """On which side somebody was told."""

    usager = "usager"
    administration = "administration"


class AnnonceDExpiration(Model):
    """One person, told of the end of one dossier; `courriel` is the key of the mail, which tells whether
    it was delivered. Those of a former warning stay, with their own `le`."""

    __tablename__ = "annonces_d_expiration"

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    courriel: Mapped[str] = mapped_column(primary_key=True, index=True)
    destinataire: Mapped[str]
    aupres: Mapped[Aupres]
    le: Mapped[datetime]


class AnnonceDInactivite(Model):
    """An account told that it is about to be deleted, for want of anybody coming."""

    __tablename__ = "annonces_d_inactivite"

    compte_id: Mapped[int] = mapped_column(
        ForeignKey(Compte.id, ondelete="CASCADE"), primary_key=True
    )
    courriel: Mapped[str]
    le: Mapped[datetime]


class Balayage(Model):
    """What a sweep has taken in one day: the measure of what is usual."""

    __tablename__ = "balayages"
    __table_args__ = (CheckConstraint("nombre >= 0", name="nombre"),)

    nom: Mapped[str] = mapped_column(primary_key=True)
    jour: Mapped[date] = mapped_column(primary_key=True)
    nombre: Mapped[int]
