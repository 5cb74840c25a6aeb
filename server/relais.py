"""The relay's process: it is woken by PostgreSQL, and looks by itself each second anyway."""

from threading import Event
from time import monotonic

import psycopg
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import ConnectionClosed
from redis.exceptions import RedisError

from adapters.base_de_donnees import BaseSynchrone
from domain.transactions import CANAL
from jobs.broker import sonner
from jobs.relais import relayer
from server.logs import logger

VEILLE = 1.0  # seconds without a notification before looking
RETRAIT = 1.0  # seconds before trying again when something is away

log = logger("relay")


def relayer_sans_fin(url: str, base: BaseSynchrone, broker: RedisBroker, stop: Event) -> None:
    """Until told to stop. What is away is waited for: nothing is lost meanwhile."""
    while not stop.is_set():
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=3) as ecoute:
                ecoute.execute(f"LISTEN {CANAL}")
                while not stop.is_set():
                    if relayer(base, lambda numero: sonner(broker, numero)) == 0:
                        _attendre(ecoute, stop)
        except (psycopg.OperationalError, ConnectionClosed, RedisError) as error:
            log.warning("en attente", erreur=type(error).__name__)
            stop.wait(RETRAIT)


def _attendre(ecoute: psycopg.Connection, stop: Event) -> None:
    """By short waits: a signal to stop does not wake a thread that waits for PostgreSQL."""
    fin = monotonic() + VEILLE
    while not stop.is_set() and monotonic() < fin:
        if list(ecoute.notifies(timeout=0.1, stop_after=1)):
            return
