"""Exports, one after another, by a process of their own: one may take hours, where a piece of work of the
queue has ten minutes and holds a thread that mails and scans wait for (ADR 0034)."""

from collections.abc import Callable
from threading import Event

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage import StorageUnavailable
from domain.exports.refus import Abandon, Arrete, Depasse
from domain.exports.vie import Essai, commencer, prendre, rater, rendre
from domain.transactions import Transaction
from exports.archive.flux import EntreeTropGrande
from jobs.exports.atelier import Atelier
from jobs.exports.fabrication import fabriquer

PAUSE = 1.0  # seconds between two looks at what is due
PANNE = 5.0  # the same, when the database is away

Signaler = Callable[[int, BaseException], None]

# What is told to whoever asked; the rest is the operator's.
STOCKAGE = "Le stockage des fichiers n’a pas répondu"
BASE = "La base de données n’a pas répondu"
DISQUE = "Le serveur manque de place pour préparer ce fichier"
TROP_GRAND = "Ce tableur dépasse 2 Gio : demandez moins de dossiers, ou le format csv"
INATTENDU = "L’export n’a pas pu être fait ; l’erreur a été notée"


def boucler(atelier: Atelier, *, signaler: Signaler, stop: Event) -> None:
    """Until told to stop; the export under way is given back, and begun again by whoever starts next."""
    while not stop.is_set():
        try:
            if not faire_le_suivant(atelier, signaler):
                stop.wait(PAUSE)
        except psycopg.OperationalError:
            stop.wait(PANNE)


def faire_tous(atelier: Atelier, signaler: Signaler) -> int:
    """Make every export that is due; how many tries that took."""
    nombre = 0
    while faire_le_suivant(atelier, signaler):
        nombre += 1
    return nombre


def faire_le_suivant(atelier: Atelier, signaler: Signaler) -> bool:
    """One try at the export that waits for longest; False when there is none. The transaction that holds
    its lock does nothing else: a process killed gives the lock back at once, and no snapshot is kept."""

    def tenir(tx: Transaction) -> bool:
        numero = prendre(tx)
        if numero is None:
            return False
        essai = atelier.base.transaction(lambda autre: commencer(autre, numero))
        if essai is not None:
            _essayer(atelier, essai, signaler)
        return True

    return atelier.base.transaction(tenir)


def _essayer(atelier: Atelier, essai: Essai, signaler: Signaler) -> None:
    try:
        fabriquer(atelier, essai)
    except Depasse:
        return  # another try goes on, or nobody wants the file: its parts are given up
    except Arrete:
        atelier.base.transaction(lambda tx: rendre(tx, essai))
    except Abandon as raison:
        _rater(atelier, essai, raison, str(raison), definitif=True)
    except EntreeTropGrande as error:
        _rater(atelier, essai, error, TROP_GRAND, definitif=True)
    except Exception as error:
        _rater(atelier, essai, error, _en_clair(error), definitif=False)
        signaler(essai.export.id, error)


def _rater(
    atelier: Atelier, essai: Essai, error: Exception, erreur: str, *, definitif: bool
) -> None:
    detail = f"{type(error).__name__}: {error}"
    atelier.base.transaction(
        lambda tx: rater(tx, essai, erreur=erreur, detail=detail, definitif=definitif)
    )


def _en_clair(error: Exception) -> str:
    if isinstance(error, StorageUnavailable):
        return STOCKAGE
    if isinstance(error, psycopg.Error | SQLAlchemyError):
        return BASE
    return DISQUE if isinstance(error, OSError) else INATTENDU
