from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.demarches.models import Demarche
from domain.dossiers.states import State


class Forme(StrEnum):
    """`ds`: the unsigned form that démarches of DS send, to the address of their option
    `web_hook_url`, once (api 13). `signee`: ours, signed, ordered and tried again."""

    ds = "ds"
    signee = "signee"


class Webhook(Model):
    """Somebody to tell. One whose deliveries failed for a day is off until a person puts it on again.

    `dernier_rang` numbers the deliveries: whoever writes one holds this row, so that their order is
    that of their commits. `pris_jusqu_a`: somebody delivers until then, and nobody else does.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint("(forme = 'signee') = (sel IS NOT NULL)", name="sel"),
        CheckConstraint("(desactive_le IS NULL) = (motif IS NULL)", name="motif"),
        Index("webhooks_demarche_idx", "demarche_id"),
        Index("webhooks_ds_key", "demarche_id", unique=True, postgresql_where=text("forme = 'ds'")),
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    forme: Mapped[Forme]
    url: Mapped[str]
    libelle: Mapped[str | None]
    sel: Mapped[str | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    cree_par: Mapped[str | None]
    dernier_rang: Mapped[int] = mapped_column(server_default=text("0"))
    pris_jusqu_a: Mapped[datetime | None]
    desactive_le: Mapped[datetime | None]
    motif: Mapped[str | None]


class EtatLivraison(StrEnum):
    en_attente = "en_attente"
    livree = "livree"
    abandonnee = "abandonnee"


A_LIVRER = text("etat = 'en_attente'")


class Livraison(Model):
    """What one webhook is told of one event, and how that went. `corps` is the same at each try, and
    so is `evenement_id`, by which a receiver drops what it has had already."""

    __tablename__ = "livraisons"
    __table_args__ = (
        UniqueConstraint("evenement_id"),
        Index("livraisons_a_livrer_idx", "webhook_id", "rang", postgresql_where=A_LIVRER),
        Index("livraisons_cree_le_idx", "cree_le"),
    )

    webhook_id: Mapped[int] = mapped_column(
        ForeignKey(Webhook.id, ondelete="CASCADE"), primary_key=True
    )
    rang: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    evenement_id: Mapped[str]
    dossier_id: Mapped[int]
    state: Mapped[State]
    survenu_le: Mapped[datetime]
    corps: Mapped[str]
    etat: Mapped[EtatLivraison] = mapped_column(server_default=EtatLivraison.en_attente)
    essais: Mapped[int] = mapped_column(server_default=text("0"))
    prochain_essai_le: Mapped[datetime] = mapped_column(server_default=func.now())
    dernier_essai_le: Mapped[datetime | None]
    dernier_statut: Mapped[int | None]
    derniere_erreur: Mapped[str | None]
    livree_le: Mapped[datetime | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
