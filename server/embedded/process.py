"""Child processes that never outlive us, and finding those that somehow did."""

import ctypes
import os
import signal
import subprocess
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


@dataclass(frozen=True)
class Account:
    """The account a child runs under when we are root and it must not be."""

    name: str
    uid: int
    gid: int


def dies_with_us(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child does before exec: ask Linux for this signal when its parent dies, even by -9.

    The parent is the *thread* that forks: start children from the main thread only.
    Elsewhere than on Linux there is no such thing, and the next start finds what was left.
    """
    prctl, parent = _prctl, os.getpid()
    if prctl is None:
        return None

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return ask


def spawn(
    command: list[str | Path],
    *,
    death_signal: signal.Signals,
    folder: Path,
    output: IO[bytes] | None = None,
    stdin: int | None = subprocess.DEVNULL,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in its own session, so that Ctrl-C reaches us first and we stop it in order."""
    with warnings.catch_warnings():
        # Python 3.12 warns of forking beside threads; `ask` above takes no lock after the fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            cwd=folder,
            env=environment,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=dies_with_us(death_signal),
        )


def end(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, giving the process that many seconds to go; then kill it.

    Nothing happens to one that already ended.
    """
    for step, seconds in steps:
        if process.poll() is not None:
            return
        process.send_signal(step)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if process.poll() is None:
        process.kill()
        process.wait()


def processes_in(folder: Path, program: str) -> list[int]:
    """Who runs this program with this working folder or one below: ours from another life.

    By /proc, and by the program too: an operator's shell may well stand in that folder.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it just ended, or belongs to another account
            where, what = (Path(os.readlink(entry / link)) for link in ("cwd", "exe"))
            if what.name.startswith(program) and where.is_relative_to(folder):
                found.append(int(entry.name))
    return found


def end_leftovers(
    folder: Path, program: str, step: signal.Signals, *, patience: float = 30.0
) -> None:
    """Wait for what a killed supervisor left in this folder to end, asking once, killing at last.

    Usually it is already stopping: the kernel told it when its parent died. `patience` in seconds.
    """
    folder = folder.resolve()
    deadline = time.monotonic() + patience
    asked: set[int] = set()
    while left := processes_in(folder, program):
        late = time.monotonic() > deadline
        for pid in left:
            if late or pid not in asked:
                asked.add(pid)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if late else step)
        time.sleep(0.05)
