"""What time does to dossiers: declarative démarches, silence, the closing date (rules 1.6.4, 1.9, 1.10).

A sweep asks for numbers (`…_concernes`, in pages of `limite` after the number `apres`), then takes the
dossiers one by one, each in a transaction of its own. Whatever was true when the numbers were read is
looked at again once the dossier is held: an act may run twice, or too late, and does nothing then.
Each returns whether it moved the dossier.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from domain.actes.decisions import rendre
from domain.actes.instruction import prendre_en_main
from domain.actes.lectures import (
    correction_en_attente,
    corrections_de,
    demarche_de,
)
from domain.actes.suites import examiner_avant_decision
from domain.auteurs import SYSTEME
from domain.calendrier import jour
from domain.demarches.models import Declarative, Demarche, Etat
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.dossiers.states import TRANSITIONS, Action, State
from domain.dossiers.sva_svr import MOTIVATIONS, Silence, date_de_decision, silence
from domain.reponses.decision import Examen
from domain.transactions import Transaction

LIMITE = 500


def prendre(tx: Transaction, dossier_id: int) -> Dossier | None:
    """The dossier, held; None when it is gone, hidden, or in somebody else's hands: later, then."""
    libre = select(Dossier).where(Dossier.id == dossier_id, Dossier.visible_par_administration)
    return tx.session.scalar(libre.with_for_update(skip_locked=True))


# --- declarative démarches --------------------------------------------------------------------


def declaratifs_concernes(tx: Transaction, *, apres: int = 0, limite: int = LIMITE) -> list[int]:
    """Deposited, and not moved yet by their démarche: new, or held back by an establishment."""
    return _numeros(
        tx, Demarche.declarative.is_not(None), Dossier.declaratif_declenche_le.is_(None),
        Dossier.state == State.en_construction, apres=apres, limite=limite,
    )  # fmt: skip


def appliquer_le_declaratif(tx: Transaction, dossier: Dossier, *, at: datetime) -> bool:
    """Once in the life of a dossier (rules 1.9.2), and not before it could be decided (1.9.3)."""
    demarche = demarche_de(tx, dossier)
    if (
        demarche.declarative is None
        or dossier.declaratif_declenche_le is not None
        or not _passe_seul(dossier)
    ):
        return False
    examen = _examiner(tx, dossier, at=at)
    if examen.obstacles:
        return False
    if demarche.declarative is Declarative.accepte:
        _rendre_seul(tx, dossier, State.accepte, examen, demarche=demarche, motivation=None, at=at)
    else:
        _passer(tx, dossier, demarche=demarche, at=at)
    return True


# --- silence ----------------------------------------------------------------------------------


def silences_concernes(tx: Transaction, *, apres: int = 0, limite: int = LIMITE) -> list[int]:
    """Those whose silence is counted. Deposited before it was, a dossier has no date (rules 1.10.4)."""
    return _numeros(
        tx, Demarche.sva_svr.is_not(None), Dossier.decision_sva_svr_le.is_not(None),
        Dossier.decision_sva_svr_declenchee_le.is_(None),
        Dossier.state.in_((State.en_construction, State.en_instruction)),
        apres=apres, limite=limite,
    )  # fmt: skip


def appliquer_le_silence(tx: Transaction, dossier: Dossier, *, at: datetime) -> bool:
    """After each deposit, and every night: count again, take in hand what waits for nothing, decide
    what is due (rules 1.10.2)."""
    demarche = demarche_de(tx, dossier)
    sens = silence(demarche.sva_svr)
    if sens is None or dossier.decision_sva_svr_le is None or dossier.depose_le is None:
        return False
    if dossier.decision_sva_svr_declenchee_le is not None:
        return False
    corrections = corrections_de(tx, dossier)
    echeance = date_de_decision(
        demarche.sva_svr or {}, depose_le=dossier.depose_le, corrections=corrections, at=at
    )
    if dossier.decision_sva_svr_le != echeance:
        dossier.decision_sva_svr_le = echeance
        toucher(dossier, at=at)
    if any(correction.resolue_le is None for correction in corrections):
        return False
    passe = _passe_seul(dossier)
    if passe:
        _passer(tx, dossier, demarche=demarche, at=at)
    decide = echeance <= jour(at) and _decider_par_silence(tx, dossier, demarche, sens, at=at)
    return passe or decide


def _decider_par_silence(
    tx: Transaction, dossier: Dossier, demarche: Demarche, sens: Silence, *, at: datetime
) -> bool:
    action, decision = SILENCES[sens]
    if dossier.state not in TRANSITIONS[action].sources:
        return False
    examen = _examiner(tx, dossier, at=at)
    if examen.obstacles:
        return False
    _rendre_seul(
        tx, dossier, decision, examen, demarche=demarche, motivation=MOTIVATIONS[sens], at=at
    )
    return True


SILENCES = {
    Silence.sva: (Action.accepter_automatiquement, State.accepte),
    Silence.svr: (Action.refuser_automatiquement, State.refuse),
}


# --- the closing date -------------------------------------------------------------------------


def fermetures_concernees(
    tx: Transaction, demarche_id: int, *, apres: int = 0, limite: int = LIMITE
) -> list[int]:
    """What a démarche that has just closed still holds en construction."""
    return _numeros(
        tx, Demarche.id == demarche_id, Demarche.etat == Etat.close,
        Dossier.state == State.en_construction, Dossier.en_construction_le <= Demarche.fermee_le,
        apres=apres, limite=limite,
    )  # fmt: skip


def passer_a_la_fermeture(tx: Transaction, dossier: Dossier, *, at: datetime) -> bool:
    """Unless a correction is awaited. What came back en construction since the démarche closed is
    an instructeur's choice, and stays (rules 1.6.4)."""
    demarche = demarche_de(tx, dossier)
    en_construction_le, fermee_le = dossier.en_construction_le, demarche.fermee_le
    if demarche.etat is not Etat.close or fermee_le is None or en_construction_le is None:
        return False
    if en_construction_le > fermee_le or not _passe_seul(dossier):
        return False
    if correction_en_attente(tx, dossier) is not None:
        return False
    _passer(tx, dossier, demarche=demarche, at=at)
    return True


# --- common -----------------------------------------------------------------------------------


def _numeros(
    tx: Transaction, *conditions: ColumnElement[bool], apres: int, limite: int
) -> list[int]:
    concernes = (
        select(Dossier.id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .where(Dossier.id > apres, Dossier.visible_par_administration, *conditions)
        .order_by(Dossier.id)
        .limit(limite)
        .with_for_update(of=Dossier, skip_locked=True, key_share=True)
    )
    return list(tx.session.scalars(concernes))


def _passe_seul(dossier: Dossier) -> bool:
    return dossier.state in TRANSITIONS[Action.passer_automatiquement_en_instruction].sources


def _examiner(tx: Transaction, dossier: Dossier, *, at: datetime) -> Examen:
    return examiner_avant_decision(tx, [dossier], at=at)[dossier.id]


def _passer(tx: Transaction, dossier: Dossier, *, demarche: Demarche, at: datetime) -> None:
    prendre_en_main(
        tx, dossier, demarche=demarche, correction=None, instructeur=None, auteur=SYSTEME, at=at
    )


def _rendre_seul(
    tx: Transaction, dossier: Dossier, decision: State, examen: Examen, *, demarche: Demarche,
    motivation: str | None, at: datetime,
) -> None:  # fmt: skip
    rendre(
        tx, [dossier], decision, examens={dossier.id: examen}, demarche=demarche,
        instructeur=None, auteur=SYSTEME, motivation=motivation, at=at,
    )  # fmt: skip
