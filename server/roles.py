"""The processes beside the web. All check what they need, say so, and end on SIGTERM or SIGINT."""

from collections.abc import Callable

import dramatiq
import psycopg

from adapters.annuaire import AnnuaireLocal
from adapters.antivirus import Clamd
from adapters.base_de_donnees import base_synchrone
from adapters.courrier import CourrierSmtp
from adapters.serveur_smtp import UrlSmtpInvalide
from jobs.broker import FILE, declarer, make_broker
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.horaires import declencher, reglees
from jobs.mailer import Facteur
from jobs.tous import TRAVAUX
from jobs.webhooks import boucler
from server.demarrage import check, stop_signal
from server.fabrique import run_exports
from server.logs import logger
from server.probes import postgres_answers
from server.refus import Refus
from server.relais import relayer_sans_fin
from server.resources import CONNECTION, WORKING, known, open_storage
from server.settings import Settings
from server.sortant import client_des_liens, client_sortant

WORKER_THREADS = 4
TOUR = 20.0  # seconds between two looks at what is due
DRAIN = 20  # seconds left to the tasks under way when told to stop


def run_worker(settings: Settings) -> None:
    """Execute tasks from the queue until told to stop; those under way are finished first."""
    stop = stop_signal()
    check(settings)
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
    return Contexte(
        base, open_storage(settings), settings.url, antivirus,
        annuaire=AnnuaireLocal(settings.establishments), sortant=client_des_liens(settings),
    )  # fmt: skip


def _faire(contexte: Contexte, numero: int) -> None:
    """It never raises: what could not be done is rung for again, or put aside with its error."""
    try:
        tenter(contexte, numero, dire_le_travail_manque)
    except psycopg.OperationalError as error:
        logger("worker").warning("postgresql indisponible", erreur=type(error).__name__)


def dire_le_travail_manque(numero: int, nom: str, error: BaseException) -> None:
    logger("worker").error("travail manqué", travail=numero, nom=nom, exc_info=error)


def run_scheduler(settings: Settings) -> None:
    """Put down the work that is due, until told to stop. Several may run: each moment is seen once."""
    stop = stop_signal()
    check(settings)
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
    stop = stop_signal()
    check(settings)
    base = base_synchrone(settings.require("database_url"), CONNECTION)
    logger("webhooks").info("prêt")
    boucler(base, client_sortant(settings), racine=settings.require("secret"), stop=stop)
    base.fermer()


def run_relay(settings: Settings) -> None:
    """Turn what happened into work, and ring for it, until told to stop."""
    stop = stop_signal()
    check(settings)
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
    stop = stop_signal()
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
