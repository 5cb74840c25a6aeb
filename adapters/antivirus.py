"""The antivirus: ClamAV's daemon, over TCP or a socket of this machine.

Calls block, as long as the daemon takes to read and think.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

PORT = 3310
PATIENCE = 120.0  # seconds; the daemon's own time limit for one file
ANSWER = 4096  # bytes; an answer is a short line


class AntivirusIndisponible(Exception):
    """Nobody answers, or answers that it could not scan: nothing is known of the file."""


@dataclass(frozen=True)
class Verdict:
    """`menace` is the antivirus's name for what it found; None for a clean file."""

    menace: str | None


class Antivirus(Protocol):
    def analyser(self, octets: Iterable[bytes]) -> Verdict:
        """Scan these bytes. Raises AntivirusIndisponible."""


class Clamd:
    """`url`: tcp://host:port or unix:///path."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def analyser(self, octets: Iterable[bytes]) -> Verdict:
        """By INSTREAM: each piece after its length, then a length of zero."""
        try:
            with self._joindre() as lien:
                reponse = _envoyer(lien, octets)
        except OSError as error:
            raise AntivirusIndisponible(type(error).__name__) from error
        return _lire(reponse)

    def _joindre(self) -> socket.socket:
        if self._url.scheme == "tcp":
            adresse = (self._url.hostname or "127.0.0.1", self._url.port or PORT)
            return socket.create_connection(adresse, timeout=PATIENCE)
        lien = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        lien.settimeout(PATIENCE)
        try:
            lien.connect(self._url.path)
        except OSError:
            lien.close()
            raise
        return lien


def _envoyer(lien: socket.socket, octets: Iterable[bytes]) -> str:
    """The daemon's answer. One that hangs up while we send has said why: a file over its limit."""
    try:
        lien.sendall(b"zINSTREAM\0")
        for morceau in filter(None, octets):
            lien.sendall(struct.pack("!L", len(morceau)) + morceau)
        lien.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass
    reponse = b""
    while len(reponse) < ANSWER and (morceau := lien.recv(ANSWER)):
        reponse += morceau
    return reponse.rstrip(b"\0\n").decode(errors="replace")


def _lire(reponse: str) -> Verdict:
    """`stream: OK`, `stream: Eicar-Test FOUND`, or an error."""
    verdict = reponse.removeprefix("stream: ")
    if verdict == "OK":
        return Verdict(None)
    if verdict.endswith(" FOUND"):
        return Verdict(verdict.removesuffix(" FOUND"))
    raise AntivirusIndisponible(reponse or "sans réponse")
