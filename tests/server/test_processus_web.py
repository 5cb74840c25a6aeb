"""The web processes: several on one socket, and each ends what it has begun before it stops."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import psycopg
import pytest

import scenarios
from server.embedded.ports import free_ports
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.conftest import data_folder
from tests.databases import fresh_database
from tests.server.commands import (
    GUICHET,
    PATIENCE,
    ROOT,
    Supervised,
    all_gone_at_the_end,
    family,
    supervised,
)

LISTE = Path(__file__).parents[1] / "api" / "mondes" / "liste.yaml"
PARTS = ("DATABASE_", "REDIS_", "S3_")


def outside(stack: Settings, database_url: str) -> dict[str, str]:
    """The stack of the tests, as another program’s environment."""
    settings = stack.model_copy(update={"database_url": database_url})
    named = settings.as_environment().items()
    return {name: value for name, value in named if name.startswith(PARTS)}


# --- several -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three(stack: Settings) -> Iterator[Supervised]:
    with (
        data_folder() as folder,
        fresh_database(stack) as url,
        supervised(folder, GUICHET_PROCESSUS_WEB="3", **outside(stack, url)) as running,
    ):
        yield running


def listening_webs(running: Supervised) -> list[int]:
    lines = family(running.process.pid).items()
    return [pid for pid, line in lines if "server web --descripteur" in line]


def test_as_many_serve_as_asked_and_their_measures_add_up(three: Supervised) -> None:
    assert len(listening_webs(three)) == 3
    for _ in range(30):
        assert httpx.get(f"{three.url}/inconnu").status_code == 404

    line = 'guichet_http_requests_total{method="GET",route="inconnue",status="404"} 30.0'
    for _ in range(10):
        assert line in httpx.get(f"{three.url}/metrics").text.splitlines()


def test_one_killed_is_not_noticed(three: Supervised) -> None:
    killed = listening_webs(three)[0]
    with all_gone_at_the_end([killed]):
        os.kill(killed, signal.SIGKILL)

    assert {httpx.get(f"{three.url}/readyz", timeout=20).status_code for _ in range(10)} == {200}
    three.wait_for_log('"event": "processus arrêté"')


# --- one that stops ------------------------------------------------------------------------------


@contextmanager
def web(environment: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """`guichet web`, once it listens, and its port."""
    port = free_ports(1)[0]
    with subprocess.Popen(
        [*GUICHET, "web"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment, "GUICHET_PORT": str(port)},
    ) as process:
        assert process.stderr is not None
        assert any("web prêt" in line for line in process.stderr)
        reader = Thread(target=process.stderr.read)  # or it would block once the pipe is full
        reader.start()
        try:
            yield process, port
        finally:
            process.kill()
            reader.join()


def test_told_to_stop_it_ends_what_it_has_begun_and_takes_nothing_more(stack: Settings) -> None:
    with fresh_database(stack) as url, data_folder() as folder:
        monde = scenarios.charger(LISTE, database_url=url, storage=open_storage(stack))
        environment = {**outside(stack, url), "GUICHET_SECRET": "s" * 32}
        environment["GUICHET_DONNEES"] = str(folder)
        with (
            web(environment) as (process, port),
            ThreadPoolExecutor(1) as thread,
            psycopg.connect(url, autocommit=True) as observer,
        ):
            client = Client(f"http://127.0.0.1:{port}", monde.jetons["lecture"])
            assert client.lire("{ __typename }") == {"__typename": "Query"}
            with psycopg.connect(url) as lock:
                lock.execute("LOCK TABLE dossiers IN ACCESS EXCLUSIVE MODE")
                begun = thread.submit(client.lire, "{ dossier(number: 8001) { number } }")
                _until_it_waits_for_the_lock(observer)
                process.send_signal(signal.SIGTERM)
                _until_nobody_listens(port)
                assert not begun.done()

            assert begun.result() == {"dossier": {"number": 8001}}
            assert process.wait(PATIENCE) == 0


def _until_it_waits_for_the_lock(observer: psycopg.Connection) -> None:
    waiting = """SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'"""
    while observer.execute(waiting).fetchone() is None:
        pass


def _until_nobody_listens(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionResetError:
            continue  # it was in the queue when the door closed
        except ConnectionRefusedError:
            return
