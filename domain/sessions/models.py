"""What lets people in, and what keeps others out. Of every secret only a digest is kept."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import CITEXT, INET, JSONB
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


class AConfirmer(StrEnum):
    """Why somebody must show that an address is his."""

    inscription = "inscription"
    changement = "changement"
    rattachement = "rattachement"


class AdresseAConfirmer(Model):
    """An address that somebody says is his, until he follows the link sent to it: for an account that
    does not exist yet, for the account that will take this address (`compte_id`), or for whoever
    FranceConnect or ProConnect let in (`identite`: what it said of him)."""

    __tablename__ = "adresses_a_confirmer"
    __table_args__ = (
        CheckConstraint("octet_length(empreinte) = 32", name="empreinte"),
        CheckConstraint("(usage = 'changement') = (compte_id IS NOT NULL)", name="compte"),
        CheckConstraint("(usage = 'rattachement') = (identite IS NOT NULL)", name="identite"),
    )

    id: Mapped[int] = identity()
    usage: Mapped[AConfirmer]
    email: Mapped[str] = mapped_column(CITEXT, index=True)
    compte_id: Mapped[int | None] = mapped_column(
        ForeignKey(Compte.id, ondelete="CASCADE"), index=True
    )
    identite: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    empreinte: Mapped[bytes] = mapped_column(unique=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    expire_le: Mapped[datetime]
    utilise_le: Mapped[datetime | None]


class Moyen(StrEnum):
    """How somebody showed who he is."""

    mot_de_passe = "mot_de_passe"
    lien = "lien"
    pro_connect = "pro_connect"
    france_connect = "france_connect"


class Connexion(Model):
    """Somebody signed in: told to the account’s owner, who knows whether it was he. The last of each
    account stays: it says since when nobody comes (rules 9.6)."""

    __tablename__ = "connexions"
    __table_args__ = (Index("connexions_compte_idx", "compte_id", text("id DESC")),)

    id: Mapped[int] = identity()
    compte_id: Mapped[int] = mapped_column(ForeignKey(Compte.id, ondelete="CASCADE"))
    moyen: Mapped[Moyen]
    second_facteur: Mapped[bool]
    navigateur: Mapped[str] = mapped_column(server_default="")
    adresse: Mapped[str] = mapped_column(INET)
    le: Mapped[datetime] = mapped_column(server_default=func.now())


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
