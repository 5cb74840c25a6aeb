from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Administrateur
from domain.services.models import Service


class Etat(StrEnum):
    """rules 1.1.1"""

    brouillon = "brouillon"
    publiee = "publiee"
    close = "close"
    depubliee = "depubliee"


class Declarative(StrEnum):
    """The state that a deposit reaches by itself on a declarative démarche (rules 1.9)."""

    en_instruction = "en_instruction"
    accepte = "accepte"


class Demarche(Model):
    __tablename__ = "demarches"
    __table_args__ = (
        CheckConstraint("etat = 'brouillon' OR publiee_le IS NOT NULL", name="publiee_datee"),
        CheckConstraint("etat <> 'close' OR fermee_le IS NOT NULL", name="close_datee"),
        CheckConstraint("etat <> 'depubliee' OR depubliee_le IS NOT NULL", name="depubliee_datee"),
        CheckConstraint("duree_conservation BETWEEN 1 AND 60", name="duree_conservation"),
        CheckConstraint("declarative IS NULL OR sva_svr IS NULL", name="declarative_ou_sva_svr"),
        CheckConstraint("btrim(libelle) <> ''", name="libelle"),
    )

    id: Mapped[int] = identity()
    libelle: Mapped[str]
    description: Mapped[str]
    etat: Mapped[Etat] = mapped_column(server_default=Etat.brouillon)
    pour_individu: Mapped[bool]
    opendata: Mapped[bool] = mapped_column(server_default=text("true"))
    declarative: Mapped[Declarative | None]
    sva_svr: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    duree_conservation: Mapped[int] = mapped_column(server_default=text("12"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey(Service.id), index=True)
    lien_site_web: Mapped[str | None]
    lien_notice: Mapped[str | None]
    lien_dpo: Mapped[str | None]
    cadre_juridique: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    chorus: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    options: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    attestations: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    modifiee_le: Mapped[datetime] = mapped_column(server_default=func.now())
    publiee_le: Mapped[datetime | None]
    fermee_le: Mapped[datetime | None]
    depubliee_le: Mapped[datetime | None]
    supprimee_le: Mapped[datetime | None]


class Chemin(Model):
    """Where the public finds a démarche: `commencer/<chemin>`. Former paths stay (rules 1.2.9)."""

    __tablename__ = "chemins"
    __table_args__ = (CheckConstraint("chemin = lower(btrim(chemin))", name="normalise"),)

    chemin: Mapped[str] = mapped_column(primary_key=True)
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), index=True
    )
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())


class DemarcheAdministrateur(Model):
    __tablename__ = "demarches_administrateurs"
    __table_args__ = (Index(None, "demarche_id"),)

    administrateur_id: Mapped[int] = mapped_column(ForeignKey(Administrateur.id), primary_key=True)
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )


class Zone(Model):
    """A ministry or territory that a démarche is filed under."""

    __tablename__ = "zones"

    id: Mapped[int] = identity()
    acronyme: Mapped[str] = mapped_column(unique=True)
    libelle: Mapped[str]


class DemarcheZone(Model):
    __tablename__ = "demarches_zones"

    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey(Zone.id), primary_key=True)
