"""Waiting for whichever comes first: a child's death, a moment, or the order to stop."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Someone asked us to stop. Not an Exception: nothing on the way may take it for an error."""


class Wakeups:
    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def wait(self, seconds: float | None) -> None:
        """Return when a child changed, or after this long; StopRequested passes through."""
        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        if ready:
            os.read(self.descriptor, 4096)


@contextmanager
def wakeups() -> Iterator[Wakeups]:
    """Take the signals in hand. Once asked to stop, further requests change nothing."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.set_blocking(write, False)

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOP:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested

    before = {each: signal.signal(each, stop) for each in STOP}
    before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    try:
        yield Wakeups(read)
    finally:
        signal.set_wakeup_fd(-1)
        for each, handler in before.items():
            signal.signal(each, handler)
        os.close(read)
        os.close(write)
