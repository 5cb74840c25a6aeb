"""One question to each component, from a process that waits for the answer (see health otherwise).

Each returns quickly, True if the component answers.
"""

import psycopg

from adapters.storage import ObjectMissing, StorageUnavailable
from server.composants import CONNECTION, open_storage
from server.settings import Settings


def postgres_answers(settings: Settings) -> bool:
    try:
        with psycopg.connect(settings.require("database_url"), **CONNECTION) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def valkey_answers(settings: Settings) -> bool:
    import redis  # not every process knows it

    try:
        with redis.Redis.from_url(
            settings.require("redis_url"), socket_timeout=2, socket_connect_timeout=2
        ) as client:
            client.ping()
    except redis.RedisError:
        return False
    return True


def s3_answers(settings: Settings) -> bool:
    try:
        open_storage(settings).ping()
    except (StorageUnavailable, ObjectMissing):
        return False
    return True
