"""`guichet` as its operator runs it: another process, its lines and its exit code."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread

import psycopg

from server.embedded.ports import free_ports
from server.embedded.running import running_addresses

ROOT = Path(__file__).resolve().parents[2]
GUICHET = [sys.executable, "-m", "server"]
READY = "Ctrl-C pour arrêter."
PATIENCE = 30  # seconds, never reached unless something is broken


@dataclass(frozen=True)
class Outcome:
    code: int
    output: str
    errors: str


def guichet(*arguments: str, folder: Path, **environment: str) -> Outcome:
    """Run a command to its end."""
    done = subprocess.run(
        [*GUICHET, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "GUICHET_DONNEES": str(folder), **environment},
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@dataclass
class Supervised:
    """A `guichet serve` under way."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    output: list[str] = field(default_factory=list)
    logs: "Queue[str]" = field(default_factory=Queue)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(running_addresses(self.folder)["DATABASE_URL"], autocommit=True)

    def wait_for_log(self, text: str) -> str:
        """The next log line that holds this text."""
        while text not in (line := self.logs.get(timeout=PATIENCE)):
            pass
        return line

    def finish(self, order: signal.Signals) -> int:
        self.process.send_signal(order)
        return self.process.wait(PATIENCE)


@contextmanager
def supervised(folder: Path, **environment: str) -> Iterator[Supervised]:
    """`guichet serve` on this data folder and a free port, once it says that it is ready."""
    port = free_ports(1)[0]
    given = {
        "GUICHET_DONNEES": str(folder),
        "GUICHET_PORT": str(port),
        "GUICHET_PROCESSUS_WEB": "1",
        **environment,
    }
    with subprocess.Popen(
        [*GUICHET, "serve", "--no-demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **given},
    ) as process:
        assert process.stdout is not None
        running = Supervised(process, folder, port)
        listener = Thread(target=_listen, args=[running])
        listener.start()
        try:
            running.output += _until_ready(process.stdout)
            yield running
            # What is still to be read would otherwise hold its writers back.
            process.send_signal(signal.SIGTERM)
            running.output += [line.rstrip("\n") for line in process.stdout]
        finally:
            process.kill()
            process.wait()
            listener.join()


def _until_ready(lines: Iterator[str]) -> list[str]:
    found = []
    for line in lines:
        found.append(line.rstrip("\n"))
        if found[-1] == READY:
            return found
    raise AssertionError(f"never ready: {found}")


def _listen(running: Supervised) -> None:
    assert running.process.stderr is not None
    for line in running.process.stderr:
        running.logs.put(line)


def family(root: int) -> dict[int, str]:
    """The descendants of a process, with the command line of each."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            number, _, rest = stat.read_text().partition(" ")
            parents[int(number)] = int(rest.rpartition(") ")[2].split()[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    commands = {}
    for pid in found - {root}:
        with suppress(OSError):
            commands[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    return commands


@contextmanager
def all_gone_at_the_end(pids: Iterable[int]) -> Iterator[None]:
    """Assert that each of these processes ends; the kernel tells, so nobody sleeps and looks."""
    watched = [os.pidfd_open(pid) for pid in pids]
    try:
        yield
        for descriptor in watched:
            ended, _, _ = select.select([descriptor], [], [], PATIENCE)
            assert ended, "a process outlived its supervisor"
    finally:
        for descriptor in watched:
            os.close(descriptor)
