"""Letting somebody into one's dossier, and out of it (rules 3.12)."""

from datetime import datetime

from sqlalchemy import select

from domain.actes.droits import PasLUsager, exiger_l_usager
from domain.actes.suites import annoncer_l_invitation
from domain.auteurs import Auteur
from domain.comptes.adresses import adresse
from domain.comptes.models import Compte
from domain.dossiers import invitations
from domain.dossiers.events import InvitationEnvoyee
from domain.dossiers.invitations import Invitation
from domain.dossiers.models import Dossier
from domain.transactions import Transaction


def inviter(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, email: str,
    message: str | None = None, at: datetime,
) -> Invitation:  # fmt: skip
    """Raises PasLUsager, AdresseInvalide, InviteSoiMeme, DejaInvite."""
    exiger_l_usager(dossier, usager)
    email = adresse(email)
    deja = tx.session.scalars(select(Invitation).where(Invitation.dossier_id == dossier.id))
    invitation = invitations.inviter(
        tx, dossier, usager=usager, email=email, message=message, invitations=deja.all(),
        compte=tx.session.scalar(select(Compte).where(Compte.email == email)), at=at,
    )  # fmt: skip
    annoncer_l_invitation(
        tx, dossier, numero=invitation.id, de=usager.email, a=invitation.email, at=at
    )
    tx.publish(
        InvitationEnvoyee(
            invitation_id=invitation.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id
        )
    )
    return invitation


def retirer_l_invitation(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, invitation: Invitation,
    at: datetime,
) -> None:  # fmt: skip
    """By who invited, or by the guest himself. Raises PasLUsager."""
    if dossier.usager_id != usager.id and invitation.email != usager.email:
        raise PasLUsager
    tx.delete(invitation)
