"""The processes beside the web. All check what they need, say so, and end on SIGTERM or SIGINT."""

import signal
from collections.abc import Callable
from threading import Event

import dramatiq

from jobs.broker import make_broker
from server.logs import logger
from server.probes import postgres_answers, valkey_answers
from server.refus import Refus
from server.settings import Settings

WORKER_THREADS = 4
DRAIN = 20  # seconds left to the tasks under way when told to stop


def run_worker(settings: Settings) -> None:
    """Execute tasks from the queue until told to stop; those under way are finished first."""
    stop = _stop_signal()
    _check(settings)
    broker = make_broker(settings.require("redis_url"))
    worker = dramatiq.Worker(broker, worker_threads=WORKER_THREADS)
    worker.start()
    logger("worker").info("prêt", fils=WORKER_THREADS)
    stop.wait()
    worker.stop(timeout=DRAIN * 1000)
    broker.close()


def idle(name: str) -> Callable[[Settings], None]:
    """A process whose work comes with a later capability: it is there, checked, and waits."""

    def run(settings: Settings) -> None:
        stop = _stop_signal()
        _check(settings)
        logger(name).info("prêt")
        stop.wait()

    return run


ROLES: dict[str, Callable[[Settings], None]] = {
    "worker": run_worker,
    "relay": idle("relay"),
    "mailer": idle("mailer"),
    "scheduler": idle("scheduler"),
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
