"""The passwords made at the first start, kept beside the data they open."""

import json
import os
import secrets
from pathlib import Path

from server.refus import Refus

NAMES = ("postgres_admin", "postgres", "valkey", "s3", "s3_interne", "guichet")


def kept_secrets(folder: Path) -> dict[str, str]:
    """Every secret of this data folder by name; those that are missing are made and written.

    The file is replaced whole, so that a full disk leaves the old one rather than half of one.
    """
    path = folder / "secrets.json"
    known = _read(path)
    missing = [name for name in NAMES if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(32) for name in missing}
        write_privately(path, json.dumps(known, indent=2))
    return known


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        return {str(name): str(value) for name, value in json.loads(path.read_text()).items()}
    except (ValueError, AttributeError):
        raise Refus(f"{path} est illisible : remettez-le d’une sauvegarde.") from None


def write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner may read, all of it or nothing, on disk on return."""
    draft = path.with_name(path.name + ".nouveau")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
