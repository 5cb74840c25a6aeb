"""The journal: what was done to each dossier and by whom, in an order that nobody can rewrite."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model


class Operation(StrEnum):
    """rules 3.19, and what Guichet keeps beside."""

    accepter = "accepter"
    archiver = "archiver"
    changer_groupe_instructeur = "changer_groupe_instructeur"
    classer_sans_suite = "classer_sans_suite"
    demander_a_completer = "demander_a_completer"
    demander_un_avis = "demander_un_avis"
    demander_une_correction = "demander_une_correction"
    deposer = "deposer"
    desarchiver = "desarchiver"
    modifier_annotation = "modifier_annotation"
    passer_en_instruction = "passer_en_instruction"
    prolonger = "prolonger"
    purger = "purger"
    refuser = "refuser"
    repasser_en_construction = "repasser_en_construction"
    repasser_en_instruction = "repasser_en_instruction"
    restaurer = "restaurer"
    supprimer = "supprimer"
    transferer = "transferer"


class Fil(Model):
    """The end of a démarche's thread: whoever writes holds this row until it commits, so that the
    order of the journal, of `modifie_le` and of the commits is one and the same.

    `rang` and `empreinte` are those of the last row of the journal, `dernier_le` the last instant
    given to a change: a dossier never gets one that a reader has gone past already.
    """

    __tablename__ = "fils"

    demarche_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rang: Mapped[int]
    empreinte: Mapped[bytes]
    dernier_le: Mapped[datetime]


class Ligne(Model):
    """One act. Never updated nor deleted, which a trigger sees to; only its `contenu` goes, when the
    dossier is purged (rules 3.16.9): the chain holds the digest of the content, not the content."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_dossier_idx", "dossier_id", "rang"),
        CheckConstraint("rang > 0", name="rang"),
        CheckConstraint("octet_length(empreinte) = 32", name="empreinte"),
    )

    demarche_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rang: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dossier_id: Mapped[int]
    operation: Mapped[Operation]
    automatique: Mapped[bool]
    le: Mapped[datetime]
    contenu: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    empreinte_contenu: Mapped[bytes]
    precedente: Mapped[bytes]
    empreinte: Mapped[bytes]
