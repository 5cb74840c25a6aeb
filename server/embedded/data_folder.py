"""The folder where the embedded parts keep everything, and the lock that makes it one Guichet's."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.refus import Refus

ROOM_NEEDED = 200 * 1024 * 1024  # bytes: an empty cluster and its journal, an empty store, logs
LOCK = "verrou"
REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "le quota de disque est atteint",
    errno.EFBIG: "la taille de fichier permise est atteinte",
    errno.ENOTDIR: "un fichier est sur le chemin",
    errno.EEXIST: "un fichier porte ce nom",
}


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep this data folder to ourselves. Raises Refus if it cannot be used, or is in use.

    The kernel lets the lock go when we die, however that happens.
    """
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            # Others may pass, not look: PostgreSQL may run under another account than ours.
            folder.chmod(0o711)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unusable(folder, error) from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(lock, 20, 0).decode() or "inconnu"
            raise Refus(
                f"Guichet tourne déjà sur {folder} (processus {holder}) : arrêtez-le, "
                "ou choisissez un autre dossier par GUICHET_DONNEES."
            ) from None
        check_room(folder)
        try:
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
        except OSError as error:
            raise unusable(folder, error) from None
        yield
    finally:
        os.close(lock)


def is_held(folder: Path) -> bool:
    """Whether a Guichet runs on this folder now."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(lock)


def unusable(folder: Path, error: OSError) -> Refus:
    reason = REASONS.get(error.errno or 0, error.strerror)
    return Refus(
        f"Le dossier de données {folder} n’est pas utilisable ({reason}) : "
        "corrigez-le, ou choisissez-en un autre par GUICHET_DONNEES."
    )


def check_room(folder: Path) -> None:
    """Raises Refus early, rather than stop halfway through the making of a database."""
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        raise Refus(
            f"Il reste {free // 2**20} Mo sur le disque de {folder} et il en faut "
            f"{ROOM_NEEDED // 2**20} : libérez de la place, "
            "ou choisissez un autre dossier par GUICHET_DONNEES."
        )
