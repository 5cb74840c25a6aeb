"""The processes beside the web. All check what they need, say so, and end on SIGTERM or SIGINT."""

import signal
from collections.abc import Callable
from threading import Event

import dramatiq
import psycopg

from adapters.antivirus import Clamd
from adapters.base_de_donnees import base_synchrone
from adapters.courrier import CourrierSmtp
from adapters.serveur_smtp import UrlSmtpInvalide
from jobs.broker import FILE, declarer, make_broker
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.exports.atelier import Atelier
from jobs.exports.boucle import boucler as boucler_sur_les_exports
from jobs.horaires import declencher, reglees
from jobs.mailer import Facteur
from jobs.tous import TRAVAUX
from jobs.webhooks import boucler
from server.documents.imprimerie import Imprimerie
from server.logs import logger
from server.probes import postgres_answers, valkey_answers
from server.refus import Refus
from server.relais import relayer_sans_fin
from server.resources import CONNECTION, WORKING, known, open_storage
from server.settings import Settings
from server.sortant import client_sortant

WORKER_THREADS = 4
TOUR = 20.0  # seconds between two looks at what is due
DRAIN = 20  # seconds left to the tasks under way when told to stop


def run_worker(settings: Settings) -> None:
    """Execute tasks from the queue until told to stop; those under way are finished first."""
    stop = _stop_signal()
    _check(settings)
    broker = make_broker(settings.require("redis_url"))
    contexte = _contexte(settings)
    declarer(lambda numero: _faire(contexte, numero))
    worker = dramatiq.Worker(broker, worker_threads=WORKER_THREADS)
    worker.start()
    logger("worker").info("prêt", fils=WORKER_THREADS, travaux=len(TRAVAUX))
    stop.wait()
    worker.stop(timeout=DRAIN * 1000)
    broker.close()
    contexte.base.fermer()


def _contexte(settings: Settings) -> Contexte:
    base = base_synchrone(settings.require("database_url"), WORKING, known(settings))
    antivirus = Clamd(settings.clamd_url) if settings.clamd_url else None
    return Contexte(base, open_storage(settings), settings.url, antivirus)


def _faire(contexte: Contexte, numero: int) -> None:
    """It never raises: what could not be done is rung for again, or put aside with its error."""
    try:
        tenter(contexte, numero, _signaler)
    except psycopg.OperationalError as error:
        logger("worker").warning("postgresql indisponible", erreur=type(error).__name__)


def _signaler(numero: int, nom: str, error: BaseException) -> None:
    logger("worker").error("travail manqué", travail=numero, nom=nom, exc_info=error)


def run_scheduler(settings: Settings) -> None:
    """Put down the work that is due, until told to stop. Several may run: each moment is seen once."""
    stop = _stop_signal()
    _check(settings)
    base = base_synchrone(settings.require("database_url"), CONNECTION)
    horaires = reglees(settings.daily_summary)
    log = logger("scheduler")
    log.info("prêt")
    while not stop.is_set():
        try:
            for nom in base.transaction(lambda tx: declencher(tx, horaires)):
                log.info("échéance", travail=nom)
        except psycopg.OperationalError as error:
            log.warning("en attente", erreur=type(error).__name__)
        stop.wait(TOUR)
    base.fermer()


def run_webhooks(settings: Settings) -> None:
    """Deliver what web hooks are told, in order, until told to stop."""
    stop = _stop_signal()
    _check(settings)
    base = base_synchrone(settings.require("database_url"), CONNECTION)
    logger("webhooks").info("prêt")
    boucler(base, client_sortant(settings), racine=settings.require("secret"), stop=stop)
    base.fermer()


def run_exports(settings: Settings) -> None:
    """Make exports, one at a time, until told to stop. One that is under way is begun again by whoever
    starts next."""
    stop = _stop_signal()
    _check(settings)
    contexte = _contexte(settings)
    imprimerie = Imprimerie(settings.require("database_url"))
    atelier = Atelier(
        contexte.base, contexte.storage, imprimerie, bool(settings.clamd_url), stop.is_set
    )
    log = logger("exports")
    log.info("prêt")
    boucler_sur_les_exports(
        atelier,
        signaler=lambda numero, error: log.error("export manqué", export=numero, exc_info=error),
        stop=stop,
    )
    contexte.base.fermer()


def run_relay(settings: Settings) -> None:
    """Turn what happened into work, and ring for it, until told to stop."""
    stop = _stop_signal()
    _check(settings)
    url = settings.require("database_url")
    base = base_synchrone(url, CONNECTION)
    broker = make_broker(settings.require("redis_url"))
    broker.declare_queue(FILE)
    logger("relay").info("prêt")
    relayer_sans_fin(url, base, broker, stop)
    broker.close()
    base.fermer()


def run_mailer(settings: Settings) -> None:
    """Send the mails that are due until told to stop; the one under way is finished first. Without a
    server to give them to, they wait."""
    stop = _stop_signal()
    if not postgres_answers(settings):
        raise Refus("PostgreSQL ne répond pas à l’adresse de DATABASE_URL.")
    log = logger("mailer")
    if settings.smtp_url is None:
        log.warning("SMTP_URL absente : les courriels attendent")
        stop.wait()
        return
    try:
        courrier = CourrierSmtp(settings.smtp_url)
    except UrlSmtpInvalide as error:
        raise Refus(f"Réglage refusé : {error}.", code=2) from None
    base = base_synchrone(settings.require("database_url"), CONNECTION)
    log.info("prêt")
    Facteur(base, courrier, dire=log.warning).distribuer(stop)
    base.fermer()


ROLES: dict[str, Callable[[Settings], None]] = {
    "worker": run_worker,
    "relay": run_relay,
    "mailer": run_mailer,
    "scheduler": run_scheduler,
    "webhooks": run_webhooks,
    "exports": run_exports,
}


def _stop_signal() -> Event:
    stop = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    return stop


def _check(settings: Settings) -> None:
    """Raises Refus when PostgreSQL or Valkey is away: whoever supervises us starts us again."""
    if not postgres_answers(settings):
        raise Refus("PostgreSQL ne répond pas à l’adresse de DATABASE_URL.")
    if not valkey_answers(settings):
        raise Refus("Valkey ne répond pas à l’adresse de REDIS_URL.")
