"""Throwing away a dossier and taking it back, each side for itself; its end (rules 3.16)."""

from datetime import datetime

from sqlalchemy import delete, update

from domain.actes.droits import exiger_l_usager, exiger_un_instructeur
from domain.actes.lectures import demarche_de
from domain.actes.suites import (
    annoncer_la_suppression,
    badger,
    retirer_les_fichiers_du_dossier,
)
from domain.actes.trace import consigner
from domain.auteurs import SYSTEME, Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Compte, Instructeur
from domain.dossiers import suppression
from domain.dossiers.events import DossierMasque, DossierRestaure
from domain.dossiers.models import Dossier, DossierSupprime, RaisonSuppression
from domain.dossiers.states import State
from domain.dossiers.suppression import Cote, exiger_restaurable, exiger_supprimable, masquer
from domain.dossiers.transfert import Transfert
from domain.journal.models import Ligne, Operation
from domain.transactions import Transaction


def supprimer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    raison: RaisonSuppression | None = None, at: datetime,
) -> None:  # fmt: skip
    """On the administration's side. Only a démarche that is removed takes its dossiers with it
    without an instructeur (rules 3.16.2).

    Raises SuppressionInterdite, DejaSupprime, AccesRefuse.
    """
    exiger_supprimable(dossier, cote=Cote.administration, raison=raison)
    if raison is not RaisonSuppression.procedure_removed:
        exiger_un_instructeur(tx, dossier, instructeur)
    _masquer(tx, dossier, Cote.administration, auteur=auteur, raison=raison, at=at)


def supprimer_par_l_usager(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, at: datetime
) -> None:
    """What he offered to somebody is his no more to offer (rules 3.13.1).

    Raises SuppressionInterdite, DejaSupprime, PasLUsager.
    """
    exiger_supprimable(dossier, cote=Cote.usager)
    exiger_l_usager(dossier, usager)
    tx.session.execute(delete(Transfert).where(Transfert.dossier_id == dossier.id))
    _masquer(tx, dossier, Cote.usager, auteur=auteur, at=at)
    if dossier.state is State.en_construction:
        annoncer_la_suppression(tx, dossier, at=at)


def supprimer_par_expiration(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """Raises SuppressionInterdite, DejaSupprime."""
    exiger_supprimable(dossier, cote=Cote.expiration)
    _masquer(tx, dossier, Cote.expiration, auteur=SYSTEME, at=at)


def restaurer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    at: datetime,
) -> None:  # fmt: skip
    """What the administration threw away. Raises NonSupprime, DossierExpire, AccesRefuse."""
    exiger_restaurable(dossier, cote=Cote.administration)
    exiger_un_instructeur(tx, dossier, instructeur)
    _restaurer(tx, dossier, Cote.administration, auteur=auteur, at=at)


def restaurer_par_l_usager(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur, at: datetime
) -> None:
    """Raises NonSupprime, DossierExpire, PasLUsager."""
    exiger_restaurable(dossier, cote=Cote.usager)
    exiger_l_usager(dossier, usager)
    _restaurer(tx, dossier, Cote.usager, auteur=auteur, at=at)


def purger(
    tx: Transaction, dossier: Dossier, *, auteur: Auteur = SYSTEME, at: datetime
) -> DossierSupprime | None:
    """The end: the row, its files and all that hangs on it. The journal keeps that it was, and
    forgets what it said (rules 3.16.9). Returns what is left of it, nothing for a draft."""
    demarche = demarche_de(tx, dossier)
    retirer_les_fichiers_du_dossier(tx, dossier, at=at)
    tx.session.execute(
        update(Ligne)
        .where(Ligne.dossier_id == dossier.id, Ligne.contenu.is_not(None))
        .values(contenu=None)
        .execution_options(synchronize_session=False)
    )
    consigner(
        tx, Operation.purger, dossier, demarche=demarche, auteur=auteur,
        sujet={"raison": dossier.cache_raison}, at=at,
    )  # fmt: skip
    return suppression.purger(tx, dossier, at=at)


def _masquer(
    tx: Transaction, dossier: Dossier, cote: Cote, *, auteur: Auteur,
    raison: RaisonSuppression | None = None, at: datetime,
) -> None:  # fmt: skip
    masquer(dossier, cote=cote, raison=raison, at=at)
    deux_cotes = None not in (dossier.cache_par_usager_le, dossier.cache_par_administration_le)
    if cote is Cote.expiration:
        badger(tx, dossier, Fait.expire, at=at)
    elif deux_cotes:
        badger(tx, dossier, Fait.jete_des_deux_cotes, at=at)
    _consigner(tx, dossier, Operation.supprimer, auteur=auteur, at=at)
    tx.publish(
        DossierMasque(
            dossier_id=dossier.id, demarche_id=dossier.demarche_id, cote=cote,
            raison=str(dossier.cache_raison), state=dossier.state, le=at,
            des_deux_cotes=deux_cotes,
        )
    )  # fmt: skip


def _restaurer(
    tx: Transaction, dossier: Dossier, cote: Cote, *, auteur: Auteur, at: datetime
) -> None:
    suppression.restaurer(dossier, cote=cote, at=at)
    if dossier.cache_par_expiration_le is None:
        badger(tx, dossier, Fait.restaure, at=at)
    _consigner(tx, dossier, Operation.restaurer, auteur=auteur, at=at)
    tx.publish(
        DossierRestaure(dossier_id=dossier.id, demarche_id=dossier.demarche_id, cote=cote, le=at)
    )


def _consigner(
    tx: Transaction, dossier: Dossier, operation: Operation, *, auteur: Auteur, at: datetime
) -> None:
    """Three dates, and nothing that a purge would have to take back (rules 3.19)."""
    dates = {
        nom: valeur.isoformat() if valeur else None
        for nom, valeur in (
            ("depose_le", dossier.depose_le),
            ("en_instruction_le", dossier.en_instruction_le),
            ("traite_le", dossier.traite_le),
        )
    }
    demarche = demarche_de(tx, dossier)
    consigner(tx, operation, dossier, demarche=demarche, auteur=auteur, sujet=dates, at=at)
