"""An antivirus for the tests: ClamAV's own daemon where it is installed, with the one signature that
they need; elsewhere a listener that speaks as it does, and knows that signature too."""

import shutil
import socketserver
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

# In two parts, or a scanner would find this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
LIMITE = 4 * 1024**2  # bytes of a stream


@contextmanager
def clamd() -> Iterator[str]:
    """The address of a daemon that answers."""
    programme = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    with TemporaryDirectory(prefix="guichet-clamd-") as dossier:
        if programme:
            with _daemon(programme, Path(dossier)) as adresse:
                yield adresse
        else:
            with _imitation(Path(dossier)) as adresse:
                yield adresse


@contextmanager
def _daemon(programme: str, dossier: Path) -> Iterator[str]:
    prise = dossier / "clamd.sock"
    (dossier / "essai.ndb").write_text(f"Eicar-Test-Body:0:0:{EICAR.hex()}\n")
    (dossier / "clamd.conf").write_text(
        f"LocalSocket {prise}\nDatabaseDirectory {dossier}\nForeground yes\n"
        f"StreamMaxLength {LIMITE}\n"
    )
    with subprocess.Popen(
        [programme, "-c", dossier / "clamd.conf"], stdout=subprocess.PIPE, text=True
    ) as processus:
        assert processus.stdout is not None
        try:
            for ligne in processus.stdout:
                if "Self checking" in ligne:  # the last line before it listens
                    break
            yield f"unix://{prise}"
        finally:
            processus.terminate()


@contextmanager
def _imitation(dossier: Path) -> Iterator[str]:
    prise = dossier / "clamd.sock"
    with socketserver.ThreadingUnixStreamServer(str(prise), _Imitation) as serveur:
        Thread(target=serveur.serve_forever, daemon=True).start()
        try:
            yield f"unix://{prise}"
        finally:
            serveur.shutdown()


class _Imitation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        recus = b""
        while taille := struct.unpack("!L", self.rfile.read(4))[0]:
            recus += self.rfile.read(taille)
            if len(recus) > LIMITE:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        trouve = b"Eicar-Test-Body.UNOFFICIAL FOUND" if EICAR in recus else b"OK"
        self.wfile.write(b"stream: " + trouve + b"\0")
