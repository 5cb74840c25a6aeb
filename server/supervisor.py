"""`guichet serve`: the embedded parts, then the processes, kept alive until told to stop."""

import http.client
import shutil
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from adapters.storage import StorageUnavailable
from server.children import Child, inherited_environment
from server.embedded.data_folder import hold
from server.embedded.part import Part
from server.embedded.running import published
from server.embedded.stack import EmbeddedStack
from server.listening import reserve_socket
from server.logs import configure_logs, logger
from server.probes import postgres_answers, valkey_answers
from server.refus import Refus
from server.resources import open_storage
from server.roles import ROLES
from server.settings import Settings, load_settings
from server.wakeups import StopRequested, Wakeups, wakeups

READY_WITHIN = 60.0  # seconds for the web to answer
REVIVALS = 3  # times an embedded part is started again within REVIVAL_WINDOW
REVIVAL_WINDOW = 600.0  # seconds

log = logger("superviseur")


def serve(settings: Settings, *, demo: bool) -> None:
    """Run everything until SIGINT, SIGTERM or SIGHUP. Raises Refus, with nothing left running."""
    configure_logs(settings.log_format, process="serve")
    with wakeups() as waker:
        try:
            with hold(settings.data_folder), reserve_socket(settings.host, settings.port) as web:
                _serve(settings, web, waker, demo=demo)
        except StopRequested:
            _say("Guichet est arrêté.")


def _serve(settings: Settings, web: socket.socket, waker: Wakeups, *, demo: bool) -> None:
    with _started(EmbeddedStack(settings)) as stack:
        from server.migrate import migrate  # slow to import: after what may be refused at once

        addresses = {**stack.addresses, **settings.as_environment()}
        connected = load_settings(**addresses)
        _check_outside(connected)
        migrate(connected.require("database_url"))
        shown = _demonstration(connected) if demo else None
        environment = inherited_environment(addresses)
        measuring = _measuring_together(environment, settings)
        # On one socket: the kernel gives each connection to whichever of them takes it first.
        webs = [
            Child("web", measuring, descriptor=web.fileno()) for _ in range(settings.web_processes)
        ]
        others = [Child(role, environment) for role in ROLES]
        children = [*webs, *others]
        with published(settings.data_folder, addresses), _stopped_in_order(webs, others):
            webs[0].start()
            _wait_for_web(webs[0], web)
            for child in children[1:]:
                child.start()
            _say(f"Guichet est prêt : {connected.url}")
            if shown:
                _say(shown)
            _say("Ctrl-C pour arrêter.")
            _watch(stack, children, waker)


@contextmanager
def _started(stack: EmbeddedStack) -> Iterator[EmbeddedStack]:
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


def _measuring_together(environment: dict[str, str], settings: Settings) -> dict[str, str]:
    """With a folder where web processes add up their measures: whichever is asked tells for all."""
    if settings.web_processes == 1:
        return environment
    folder = settings.data_folder / "mesures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return {**environment, "PROMETHEUS_MULTIPROC_DIR": str(folder)}


@contextmanager
def _stopped_in_order(webs: list[Child], others: list[Child]) -> Iterator[None]:
    """The web goes first and alone: its last requests may still need the others."""
    try:
        yield
    finally:
        for children in (webs, others):
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()


def _check_outside(settings: Settings) -> None:
    """What the environment points to must answer before anything relies on it."""
    if not postgres_answers(settings):
        raise Refus("PostgreSQL ne répond pas à l’adresse de DATABASE_URL.")
    if not valkey_answers(settings):
        raise Refus("Valkey ne répond pas à l’adresse de REDIS_URL.")
    try:
        open_storage(settings).ensure_bucket()
    except StorageUnavailable as error:
        raise Refus(
            f"Le stockage ne répond pas à l’adresse de S3_ENDPOINT_URL, "
            f"ou refuse nos clés ({error})."
        ) from None


def _demonstration(settings: Settings) -> str | None:
    if settings.environment == "production":
        return None
    from server.demo import seed  # slow to import, and often not wanted

    return seed(settings)


def _wait_for_web(child: Child, listening: socket.socket) -> None:
    """Raises Refus when the web dies or stays silent: nobody should be told that it is ready."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(host, port):
        assert child.process is not None
        if child.process.poll() is not None:
            raise Refus(f"Le processus web n’a pas démarré (code {child.process.returncode}).")
        if time.monotonic() > deadline:
            raise Refus(f"Le processus web ne répond pas au bout de {READY_WITHIN:.0f} s.")


def _answers(host: str, port: int) -> bool:
    """Our socket already listens, so the request waits in line until the web takes it."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(stack: EmbeddedStack, children: list[Child], waker: Wakeups) -> None:
    """Start again whoever dies. Ends by StopRequested, or Refus when it makes no sense to go on."""
    revivals: dict[str, list[float]] = defaultdict(list)
    while True:
        for part in stack.parts:
            if part.process is not None and part.process.poll() is not None:
                _revive(part, revivals[part.name])
        for child in children:
            child.tend()
        planned = [child.start_at for child in children if child.start_at is not None]
        waker.wait(max(0.0, min(planned) - time.monotonic()) if planned else None)


def _revive(part: Part, past: list[float]) -> None:
    assert part.process is not None
    now = time.monotonic()
    past[:] = [moment for moment in past if moment > now - REVIVAL_WINDOW]
    if len(past) >= REVIVALS:
        raise Refus(
            f"{part.name} embarqué s’est arrêté {REVIVALS + 1} fois en "
            f"{REVIVAL_WINDOW / 60:.0f} minutes, Guichet s’arrête : {part.last_words()}."
        )
    past.append(now)
    log.error(
        "partie embarquée arrêtée, on la relance", partie=part.name, code=part.process.returncode
    )
    part.restart()
    log.info("partie embarquée relancée", partie=part.name)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
