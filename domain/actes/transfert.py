"""Offering a dossier, accepting it, and changing one's mind (rules 3.13)."""

from datetime import datetime

from sqlalchemy import delete, select

from domain.actes.droits import exiger_l_usager
from domain.actes.lectures import demarche_de
from domain.actes.suites import annoncer_le_transfert
from domain.actes.trace import consigner, photographie
from domain.auteurs import Auteur
from domain.comptes.adresses import adresse
from domain.comptes.models import Compte
from domain.dossiers import transfert as transferts
from domain.dossiers.events import TransfertAccepte, TransfertPropose
from domain.dossiers.invitations import Invitation
from domain.dossiers.models import Dossier
from domain.dossiers.transfert import VALIDITE, Transfert, exiger_une_offre
from domain.errors import Introuvable
from domain.journal.models import Operation
from domain.transactions import Transaction


def proposer(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, email: str, at: datetime
) -> Transfert:
    """Raises PasLUsager, AdresseInvalide, TransfertCirculaire, TransfertEnCours."""
    exiger_l_usager(dossier, usager)
    transfert = transferts.proposer(
        tx, dossier, usager=usager, email=adresse(email), en_cours=_offre(tx, dossier), at=at
    )
    annoncer_le_transfert(
        tx, dossier, numero=transfert.id, de=usager.email, a=transfert.email, at=at
    )
    tx.publish(
        TransfertPropose(
            transfert_id=transfert.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id
        )
    )
    return transfert


def accepter(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, at: datetime
) -> None:
    """`usager` is who receives; an invitation that he had is of no more use. Raises Introuvable."""
    transfert = exiger_une_offre(_offre(tx, dossier), usager=usager, at=at)
    de = tx.session.scalar(select(Compte.email).where(Compte.id == dossier.usager_id)) or ""
    transferts.accepter(tx, dossier, transfert=transfert, usager=usager, at=at)
    tx.session.execute(
        delete(Invitation).where(
            Invitation.dossier_id == dossier.id, Invitation.email == usager.email
        )
    )
    consigner(
        tx, Operation.transferer, dossier, demarche=demarche_de(tx, dossier), auteur=auteur, at=at,
        sujet={**photographie(dossier), "de": de, "vers": usager.email},
    )  # fmt: skip
    tx.publish(
        TransfertAccepte(
            dossier_id=dossier.id, demarche_id=dossier.demarche_id, de=de, vers=usager.email, le=at
        )
    )


def annuler(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, at: datetime
) -> None:
    """By either side. Raises Introuvable."""
    transfert = _offre(tx, dossier)
    if transfert is None or (dossier.usager_id != usager.id and transfert.email != usager.email):
        raise Introuvable("Ce transfert n’existe pas ou n’est plus valable")
    tx.delete(transfert)


def oublier_les_perimes(tx: Transaction, *, at: datetime) -> int:
    """Every night (rules 3.13.1); how many there were."""
    perimes = delete(Transfert).where(Transfert.cree_le <= at - VALIDITE).returning(Transfert.id)
    return len(tx.session.scalars(perimes).all())


def _offre(tx: Transaction, dossier: Dossier) -> Transfert | None:
    return tx.session.scalar(select(Transfert).where(Transfert.dossier_id == dossier.id))
