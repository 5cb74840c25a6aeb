"""The addresses that a démarche gives to its usagers, and those that lead nowhere any more (rules 1.2.5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.base import Model
from domain.demarches.models import Demarche, Etat
from domain.transactions import Transaction

# Columns of a démarche; an address of mail is not looked at.
VERIFIES = ("lien_notice", "lien_dpo")
ERREUR_MAX = 200  # characters


class LienMort(Model):
    """An address of a démarche that did not answer well, the last time that it was called."""

    __tablename__ = "liens_morts"
    __table_args__ = (CheckConstraint("lien IN ('lien_notice', 'lien_dpo')", name="lien"),)

    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )
    lien: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    erreur: Mapped[str]
    constate_le: Mapped[datetime]


class Lien(NamedTuple):
    demarche_id: int
    lien: str
    url: str


def a_verifier(session: Session, *, apres: int, limite: int) -> Sequence[Lien]:
    """Those of the next démarches that people may still come to, by number."""
    colonnes: list[Any] = [getattr(Demarche, nom) for nom in VERIFIES]
    lus = session.execute(
        select(Demarche.id, *colonnes)
        .where(
            Demarche.id > apres,
            Demarche.etat != Etat.brouillon,
            Demarche.supprimee_le.is_(None),
            or_(*(colonne.like("http%") for colonne in colonnes)),
        )
        .order_by(Demarche.id)
        .limit(limite)
    )
    return [
        Lien(numero, nom, url)
        for numero, *urls in lus
        for nom, url in zip(VERIFIES, urls, strict=True)
        if url is not None and url.startswith("http")
    ]


def noter(tx: Transaction, lien: Lien, *, erreur: str | None, at: datetime) -> None:
    """What became of it; nothing of an address that was changed since it was read."""
    meme = select(Demarche.id).where(
        Demarche.id == lien.demarche_id, getattr(Demarche, lien.lien) == lien.url
    )
    if tx.session.scalar(meme.with_for_update(read=True, key_share=True)) is None:
        return
    cle = (LienMort.demarche_id == lien.demarche_id, LienMort.lien == lien.lien)
    tx.session.execute(delete(LienMort).where(*cle).execution_options(synchronize_session=False))
    if erreur is not None:
        valeurs = {**lien._asdict(), "erreur": erreur[:ERREUR_MAX], "constate_le": at}
        tx.session.execute(insert(LienMort).values(valeurs).on_conflict_do_nothing())
