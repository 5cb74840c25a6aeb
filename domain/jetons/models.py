from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, CIDR, INET
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.comptes.models import Administrateur


class Jeton(Model):
    """An API token. `demarches` is null for « toutes »: those of its owner at each request (api 3.3)."""

    __tablename__ = "jetons"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    administrateur_id: Mapped[int] = mapped_column(ForeignKey(Administrateur.id), index=True)
    nom: Mapped[str]
    secret_hash: Mapped[bytes]
    ecriture: Mapped[bool] = mapped_column(server_default=text("true"))
    demarches: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    reseaux: Mapped[list[str]] = mapped_column(ARRAY(CIDR), server_default=text("'{}'"))
    expire_le: Mapped[date | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    revoque_le: Mapped[datetime | None]
    derniere_utilisation_le: Mapped[datetime | None]
    adresses_vues: Mapped[list[str]] = mapped_column(ARRAY(INET), server_default=text("'{}'"))
    prefixe: Mapped[str] = mapped_column(Text)
