"""What every process beside the web does before anything else."""

import signal
from threading import Event

from server.probes import postgres_answers, valkey_answers
from server.refus import Refus
from server.settings import Settings


def stop_signal() -> Event:
    stop = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    return stop


def check(settings: Settings) -> None:
    """Raises Refus when PostgreSQL or Valkey is away: whoever supervises us starts us again."""
    if not postgres_answers(settings):
        raise Refus("PostgreSQL ne répond pas à l’adresse de DATABASE_URL.")
    if not valkey_answers(settings):
        raise Refus("Valkey ne répond pas à l’adresse de REDIS_URL.")
