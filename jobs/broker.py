"""The queue: Dramatiq over Redis. A doorbell only, whose loss loses no work."""

from collections.abc import Callable

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import default_middleware

# Milliseconds. With both, a task whose worker was killed is taken again in 6 s instead of 278.
HEARTBEAT_TIMEOUT = 5_000
MAINTENANCE_CHANCE = 1_000_000  # out of a million: look for dead workers at each turn


# The only actor. Its messages are the numbers of rows of `travaux`: PostgreSQL counts the tries, where
# the queue forgets them when a worker is killed.
ACTEUR, FILE = "faire", "defaut"
DUREE_MAX = 600_000  # milliseconds that a piece of work may take


def make_broker(redis_url: str) -> RedisBroker:
    """The broker of this process, set before any actor is imported.

    The default middleware has no Prometheus, which would open a port of its own.
    """
    broker: RedisBroker = RedisBroker(  # type: ignore[no-untyped-call]  # dramatiq leaves it bare
        url=redis_url,
        middleware=[each() for each in default_middleware],
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        maintenance_chance=MAINTENANCE_CHANCE,
    )
    dramatiq.set_broker(broker)
    return broker


def declarer(faire: Callable[[int], None]) -> None:
    """Make `faire` what the workers of this process do; after `make_broker`."""
    dramatiq.actor(actor_name=ACTEUR, queue_name=FILE, max_retries=0, time_limit=DUREE_MAX)(faire)


def sonner(broker: RedisBroker, numero: int) -> None:
    """Call a worker for this piece of work. Raises ConnectionClosed when the queue is away."""
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=FILE, actor_name=ACTEUR, args=(numero,), kwargs={}, options={}
    )
    broker.enqueue(message)
