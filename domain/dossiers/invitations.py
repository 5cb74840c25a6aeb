"""Those whom an usager lets into his dossier (rules 3.12)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Compte
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.textes import propre
from domain.transactions import Transaction


class Invitation(Model):
    """`compte_id` is known once somebody with this address has an account."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("dossier_id", "email"),)

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(CITEXT, index=True)
    compte_id: Mapped[int | None] = mapped_column(
        ForeignKey(Compte.id, ondelete="SET NULL"), index=True
    )
    message: Mapped[str | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())


class DejaInvite(DomainError):
    code = "deja_invite"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} est déjà invité sur ce dossier")


class InviteSoiMeme(DomainError):
    code = "invite_soi_meme"

    def __init__(self) -> None:
        super().__init__("Vous ne pouvez pas vous inviter sur votre propre dossier")


def inviter(
    tx: Transaction,
    dossier: Dossier,
    *,
    usager: Compte,
    email: str,
    compte: Compte | None,
    message: str | None,
    invitations: Iterable[Invitation],
    at: datetime,
) -> Invitation:
    """`email` is normalised, `compte` the account that bears it, `invitations` the dossier's.

    Raises InviteSoiMeme, DejaInvite.
    """
    if email == usager.email:
        raise InviteSoiMeme
    if any(invitation.email == email for invitation in invitations):
        raise DejaInvite(email)
    invitation = Invitation(
        dossier_id=dossier.id, email=email, compte_id=compte.id if compte else None,
        message=propre(message or "").strip() or None, cree_le=at,
    )  # fmt: skip
    tx.add(invitation)
    tx.flush()
    return invitation
