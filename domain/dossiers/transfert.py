"""Giving a dossier to somebody else, who must accept it (rules 3.13)."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, func
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Compte
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.errors import DomainError, Introuvable
from domain.transactions import Transaction

VALIDITE = timedelta(weeks=2)


class Transfert(Model):
    """A dossier offered to an address; one offer at a time."""

    __tablename__ = "transferts"

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"), unique=True)
    email: Mapped[str] = mapped_column(CITEXT, index=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())

    def valide(self, at: datetime) -> bool:
        return at < self.cree_le + VALIDITE


class TransfertCirculaire(DomainError):
    code = "transfert_circulaire"

    def __init__(self) -> None:
        super().__init__("Ce dossier est déjà à la personne à qui vous voulez le transférer")


class TransfertEnCours(DomainError):
    code = "transfert_en_cours"

    def __init__(self) -> None:
        super().__init__("Ce dossier est déjà proposé à quelqu’un : annulez d’abord ce transfert")


def proposer(
    tx: Transaction, dossier: Dossier, *, usager: Compte, email: str,
    en_cours: Transfert | None, at: datetime,
) -> Transfert:  # fmt: skip
    """`email` is normalised. An offer out of date gives way. Raises TransfertCirculaire,
    TransfertEnCours."""
    if email == usager.email:
        raise TransfertCirculaire
    if en_cours is not None and en_cours.valide(at):
        raise TransfertEnCours
    if en_cours is not None:
        tx.delete(en_cours)
        tx.flush()
    transfert = Transfert(dossier_id=dossier.id, email=email, cree_le=at)
    tx.add(transfert)
    tx.flush()
    return transfert


def exiger_une_offre(transfert: Transfert | None, *, usager: Compte, at: datetime) -> Transfert:
    """Raises Introuvable: none, out of date, or for somebody else; they are not told apart."""
    if transfert is None or transfert.email != usager.email or not transfert.valide(at):
        raise Introuvable("Ce transfert n’existe pas ou n’est plus valable")
    return transfert


def accepter(
    tx: Transaction, dossier: Dossier, *, transfert: Transfert, usager: Compte, at: datetime
) -> None:
    dossier.usager_id = usager.id
    toucher(dossier, at=at)
    tx.delete(transfert)
