"""A mail box for trying things out: an SMTP server that keeps all it is given, and delivers nothing.

Run as a program by `EmbeddedBoite`, in a process of its own like the other embedded parts.
"""

import asyncio
import hashlib
import os
import signal
import smtplib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from server.embedded.part import NotReady, Part
from server.embedded.process import spawn

ROOT = Path(__file__).resolve().parents[2]
GARDES = 1_000  # mails; the oldest go
TAILLE_MAX = 2 * 1024 * 1024  # bytes of one mail: ours have no attachment


class EmbeddedBoite(Part):
    name: ClassVar[str] = "Boîte d’essai"
    stop_signals = ((signal.SIGTERM, 5.0),)

    def prepare(self) -> None:
        """A killed predecessor left at most a file half written, which nobody reads."""
        for reste in self.folder.glob("*.tmp"):
            reste.unlink(missing_ok=True)

    def launch(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return spawn(
                [sys.executable, "-m", "server.embedded.boite", str(self.ports[0]), str(self.folder)],
                death_signal=signal.SIGTERM, folder=ROOT, output=log,
            )  # fmt: skip

    def probe(self) -> None:
        try:
            with smtplib.SMTP("127.0.0.1", self.ports[0], timeout=2) as client:
                client.noop()
        except (OSError, smtplib.SMTPException) as error:
            raise NotReady from error

    def addresses(self) -> dict[str, str]:
        return {"SMTP_URL": f"smtp://127.0.0.1:{self.ports[0]}"}


def ranger(folder: Path, octets: bytes, *, at: datetime) -> Path:
    """Keep a mail under a name that says when it came; one given twice the same instant is kept once."""
    nom = f"{at:%Y%m%dT%H%M%S.%f}-{hashlib.sha256(octets).hexdigest()[:12]}.eml"
    ecrit = folder / f"{nom}.tmp"
    ecrit.write_bytes(octets)
    ecrit.chmod(0o600)
    os.replace(ecrit, folder / nom)
    for ancien in sorted(folder.glob("*.eml"))[:-GARDES]:
        ancien.unlink(missing_ok=True)
    return folder / nom


async def _recevoir(port: int, folder: Path) -> None:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    class Rangement:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
            assert isinstance(envelope.content, bytes)
            ranger(folder, envelope.content, at=datetime.now(UTC))
            return "250 OK"

    def protocole() -> SMTP:
        return SMTP(
            Rangement(), data_size_limit=TAILLE_MAX, enable_SMTPUTF8=True, hostname="guichet"
        )

    arret = asyncio.Event()
    boucle = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        boucle.add_signal_handler(each, arret.set)
    serveur = await boucle.create_server(protocole, "127.0.0.1", port)
    async with serveur:
        await arret.wait()


if __name__ == "__main__":
    asyncio.run(_recevoir(int(sys.argv[1]), Path(sys.argv[2])))
