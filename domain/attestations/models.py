"""What a démarche certifies of its decisions, in words and images of its own (rules 1.14)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.demarches.models import Demarche
from domain.fichiers.models import Fichier


class Nature(StrEnum):
    """The decision that it certifies. A classement sans suite never is."""

    acceptation = "acceptation"
    refus = "refus"


class EtatDeModele(StrEnum):
    brouillon = "brouillon"
    publie = "publie"


class ModeleDAttestation(Model):
    """A template. Version 1 is a title and a plain text (`titre`, `corps`), version 2 a rich document
    (`document`). Of one nature there is at most one published, and one draft."""

    __tablename__ = "modeles_d_attestation"
    __table_args__ = (
        Index("modeles_d_attestation_un_par_etat_key", "demarche_id", "nature", "etat", unique=True),
        CheckConstraint("version IN (1, 2)", name="version"),
        CheckConstraint("version = 2 OR etat = 'publie'", name="v1_publie"),
        CheckConstraint("(version = 2) = (document IS NOT NULL)", name="document"),
        CheckConstraint("char_length(pied) <= 190", name="pied"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    nature: Mapped[Nature]
    version: Mapped[int]
    etat: Mapped[EtatDeModele]
    active: Mapped[bool] = mapped_column(server_default=text("false"))
    titre: Mapped[str] = mapped_column(server_default="")
    corps: Mapped[str] = mapped_column(server_default="")
    document: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    pied: Mapped[str] = mapped_column(server_default="")
    officielle: Mapped[bool] = mapped_column(server_default=text("true"))
    """Version 2: laid out as administrations lay out their letters."""
    libelle_logo: Mapped[str] = mapped_column(server_default="")
    libelle_direction: Mapped[str] = mapped_column(server_default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey(Fichier.id, ondelete="SET NULL"))
    signature_id: Mapped[int | None] = mapped_column(ForeignKey(Fichier.id, ondelete="SET NULL"))
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())
