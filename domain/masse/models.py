"""An act on many dossiers: what was asked once, and what became of each of them (rules 5)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.jetons.models import Jeton


class ActeDeMasse(StrEnum):
    """What can be done to many dossiers at once (rules 5.1)."""

    suivre = "suivre"
    ne_plus_suivre = "ne_plus_suivre"
    passer_en_instruction = "passer_en_instruction"
    repasser_en_construction = "repasser_en_construction"
    accepter = "accepter"
    refuser = "refuser"
    classer_sans_suite = "classer_sans_suite"
    archiver = "archiver"
    desarchiver = "desarchiver"
    supprimer = "supprimer"
    restaurer = "restaurer"
    prolonger = "prolonger"
    demander_avis = "demander_avis"
    envoyer_message = "envoyer_message"


class Issue(StrEnum):
    """What became of one dossier. `ecarte`: it did not lend itself to the act any more when its turn
    came; `echoue`: the act was refused."""

    en_attente = "en_attente"
    reussi = "reussi"
    ecarte = "ecarte"
    echoue = "echoue"
    annule = "annule"


class OperationDeMasse(Model):
    """`demande` is what the act is given, the same for all. `passage` counts the times that it was asked
    to go on: mails that tell of several dossiers at once are of one passage."""

    __tablename__ = "operations_de_masse"
    __table_args__ = (
        Index("operations_de_masse_demarche_idx", "demarche_id", "id"),
        Index("operations_de_masse_instructeur_idx", "instructeur_id"),
        Index("operations_de_masse_jeton_idx", "jeton_id"),
        CheckConstraint("passage > 0", name="passage"),
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    acte: Mapped[ActeDeMasse]
    demande: Mapped[dict[str, Any]]
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id, ondelete="CASCADE"))
    """In whose name; his rights are read again for each dossier."""
    jeton_id: Mapped[UUID | None] = mapped_column(ForeignKey(Jeton.id, ondelete="CASCADE"))
    passage: Mapped[int] = mapped_column(server_default=text("1"))
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    commence_le: Mapped[datetime | None]
    avance_le: Mapped[datetime] = mapped_column(server_default=func.now())
    annule_le: Mapped[datetime | None]
    fini_le: Mapped[datetime | None]
    vu_le: Mapped[datetime | None]


class ElementDeMasse(Model):
    """One dossier of an operation. A dossier waits in one operation at most: the partial index sees to
    it. `dossier_id` is without a foreign key: what became of a dossier is told even when it is gone."""

    __tablename__ = "elements_de_masse"
    __table_args__ = (
        Index(
            "elements_de_masse_un_a_la_fois_key",
            "dossier_id",
            unique=True,
            postgresql_where=text("issue = 'en_attente'"),
        ),
        Index("elements_de_masse_dossier_idx", "dossier_id"),
        CheckConstraint("(issue = 'en_attente') = (le IS NULL)", name="le"),
    )

    operation_id: Mapped[int] = mapped_column(
        ForeignKey(OperationDeMasse.id, ondelete="CASCADE"), primary_key=True
    )
    dossier_id: Mapped[int] = mapped_column(primary_key=True)
    passage: Mapped[int] = mapped_column(server_default=text("1"))
    issue: Mapped[Issue] = mapped_column(server_default=Issue.en_attente)
    raison: Mapped[str | None]
    """Why not, in words for whoever asked."""
    code: Mapped[str | None]
    le: Mapped[datetime | None]
