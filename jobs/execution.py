"""A worker's side: it takes a row of `travaux` and does what it says, at most one at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from domain.suites.models import TENTATIVES_MAX, Travail
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import executer

# Seconds before the next try, after the first, the second…; the last is the one of all the others.
ATTENTES = (2, 10, 60, 300)
ERREUR_MAX = 2_000  # characters kept of an error

Signaler = Callable[[int, str, BaseException], None]


class Essai(NamedTuple):
    """A try of a piece of work, counted before it begins: one that kills its worker counts too."""

    numero: int
    rang: int
    nom: str
    arguments: dict[str, Any]


def tenter(contexte: Contexte, numero: int, signaler: Signaler) -> None:
    """Do a piece of work, if it is still to be done and nobody else is doing it."""
    essai = contexte.base.transaction(lambda tx: _commencer(tx, numero))
    if essai is None:
        return
    try:
        contexte.base.transaction(lambda tx: _faire(tx, contexte, essai))
    except Exception as error:
        manque = error
        contexte.base.transaction(lambda tx: _echouer(tx, essai, manque))
        signaler(numero, essai.nom, error)


def _libre(tx: Transaction, numero: int) -> Travail | None:
    return tx.session.scalars(
        select(Travail)
        .where(Travail.id == numero, Travail.fait_le.is_(None), Travail.ecarte_le.is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()


def _commencer(tx: Transaction, numero: int) -> Essai | None:
    ligne = _libre(tx, numero)
    if ligne is None:
        return None
    if ligne.tentatives >= TENTATIVES_MAX:  # each of its tries killed its worker
        ligne.ecarte_le = func.now()
        ligne.erreur = ligne.erreur or "chaque tentative a arrêté le processus qui la faisait"
        return None
    ligne.tentatives += 1
    ligne.sonne_le = func.now()
    return Essai(numero, ligne.tentatives, ligne.nom, ligne.arguments)


def _faire(tx: Transaction, contexte: Contexte, essai: Essai) -> None:
    """The row is held meanwhile, so that nobody else begins; another try begun since is the one that
    counts."""
    ligne = _libre(tx, essai.numero)
    if ligne is None or ligne.tentatives != essai.rang:
        return
    executer(contexte, essai.nom, essai.arguments)
    ligne.fait_le = func.clock_timestamp()
    ligne.erreur = None


def _echouer(tx: Transaction, essai: Essai, error: BaseException) -> None:
    ligne = _libre(tx, essai.numero)
    if ligne is None or ligne.tentatives != essai.rang:
        return
    ligne.erreur = f"{type(error).__name__}: {error}"[:ERREUR_MAX]
    if essai.rang >= TENTATIVES_MAX:
        ligne.ecarte_le = func.now()
        return
    attente = ATTENTES[min(essai.rang, len(ATTENTES)) - 1]
    ligne.pas_avant = func.now() + timedelta(seconds=attente)
    ligne.sonne_le = None
