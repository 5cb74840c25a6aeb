"""Giving a dossier to another groupe, and whom it leaves behind (rules 1.11.13, 4.13, api 10.7)."""

from datetime import datetime

from sqlalchemy import select

from domain.actes.badges import badger_le_nouveau_groupe
from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de, suivis_de
from domain.actes.suites import annoncer_le_depart
from domain.actes.trace import consigner, photographie
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.dossiers import suivi
from domain.dossiers.affectation import affecter, exiger_un_autre_groupe
from domain.dossiers.events import DossierReaffecte, SuiviPerdu
from domain.dossiers.historique import ModeAffectation
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.journal.models import Operation
from domain.transactions import Transaction


def changer_groupe(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None = None, auteur: Auteur,
    groupe: GroupeInstructeur, at: datetime,
) -> None:  # fmt: skip
    """A person's choice, kept by the routings to come. By API it is the administrateur's, and no
    instructeur is named.

    Raises DejaAvecLeGroupe, GroupeDUneAutreDemarche, AccesRefuse.
    """
    exiger_un_autre_groupe(dossier, groupe)
    if instructeur is not None:
        exiger_un_instructeur(tx, dossier, instructeur)
    precedent = reaffecter(
        tx, dossier, groupe=groupe, mode=ModeAffectation.manual, par=auteur.email, at=at
    )
    consigner(
        tx, Operation.changer_groupe_instructeur, dossier,
        demarche=demarche_de(tx, dossier), auteur=auteur, at=at,
        sujet={
            **photographie(dossier),
            "groupe": groupe.label,
            "groupe_precedent": precedent.label if precedent else None,
        },
    )  # fmt: skip


def reaffecter(
    tx: Transaction, dossier: Dossier, *, groupe: GroupeInstructeur, mode: ModeAffectation,
    par: str | None = None, at: datetime,
) -> GroupeInstructeur | None:  # fmt: skip
    """Move it, by a person or by the routing; its followers who are not of the new groupe let it
    go and are told. Returns the groupe that it leaves."""
    ancien = dossier.groupe_instructeur_id
    precedent = tx.session.get(GroupeInstructeur, ancien) if ancien is not None else None
    if precedent is groupe:
        return precedent
    affecter(tx, dossier, groupe=groupe, precedent=precedent, mode=mode, par=par, at=at)
    laisser_les_suiveurs(tx, dossier, groupe=groupe, ancien=ancien, at=at)
    return precedent


def laisser_les_suiveurs(
    tx: Transaction, dossier: Dossier, *, groupe: GroupeInstructeur, ancien: int | None,
    at: datetime,
) -> None:  # fmt: skip
    """What follows an affectation: those who followed and are not of `groupe` are told, and follow no
    more. `ancien` is the number of the groupe that it left."""
    annoncer_le_depart(tx, dossier, groupe=groupe, at=at)
    suivis = suivis_de(tx, dossier)
    membres = _membres(tx, groupe) if suivis else frozenset()
    perdus = [s for s in suivis if s.instructeur_id not in membres]
    suivi.finir(perdus, suivis=suivis, at=at)
    badger_le_nouveau_groupe(tx, dossier, ancien=ancien, at=at)
    tx.publish(
        DossierReaffecte(
            dossier_id=dossier.id, demarche_id=dossier.demarche_id, groupe_id=groupe.id,
            precedent_id=ancien, le=at,
        )
    )  # fmt: skip
    for perdu in perdus:
        tx.publish(
            SuiviPerdu(
                dossier_id=dossier.id, demarche_id=dossier.demarche_id,
                instructeur_id=perdu.instructeur_id, groupe_id=groupe.id,
            )
        )  # fmt: skip


def _membres(tx: Transaction, groupe: GroupeInstructeur) -> frozenset[int]:
    ids = select(Affectation.instructeur_id).where(Affectation.groupe_instructeur_id == groupe.id)
    return frozenset(tx.session.scalars(ids))
