"""The queue: Dramatiq over Redis. A doorbell only, whose loss loses no work."""

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import default_middleware

# Milliseconds. With both, a task whose worker was killed is taken again in 6 s instead of 278.
HEARTBEAT_TIMEOUT = 5_000
MAINTENANCE_CHANCE = 1_000_000  # out of a million: look for dead workers at each turn


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
