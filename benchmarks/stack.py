"""The real components, for themselves alone, and the two démarches that the benchmarks measure."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import scenarios
from server.embedded.data_folder import hold
from server.embedded.stack import EmbeddedStack
from server.migrate import migrate
from server.resources import open_storage
from server.settings import Settings, load_settings

ICI = Path(__file__).parent
DOSSIERS = max(int(os.environ.get("GUICHET_BENCH_DOSSIERS", "200000")), 10_000)
"""Of the long démarche: enough for a page of each state. The wide one has a tenth of that."""
LARGES = DOSSIERS // 10


@dataclass(frozen=True)
class World:
    settings: Settings
    addresses: dict[str, str]
    """The environment that leads to the components."""
    jetons: dict[str, str]
    """`large` and `longue`, by the démarche that each sees."""
    durees: dict[str, float]
    """How long each scenario took to load, in seconds."""


@contextmanager
def open_world() -> Iterator[World]:
    folder = Path(tempfile.mkdtemp(prefix="guichet-bench-"))
    folder.chmod(0o711)
    try:
        with hold(folder):
            stack = EmbeddedStack(load_settings(data_folder=folder))
            stack.start()
            try:
                yield _load(folder, stack.addresses)
            finally:
                stack.stop()
    finally:
        shutil.rmtree(folder)


def _load(folder: Path, addresses: dict[str, str]) -> World:
    settings = load_settings(data_folder=folder, **addresses)
    migrate(settings.require("database_url"))
    jetons: dict[str, str] = {}
    durees: dict[str, float] = {}
    for nom, dossiers in (("large", LARGES), ("longue", DOSSIERS)):
        begun = time.perf_counter()
        jetons |= _charger(settings, folder, nom, dossiers)
        durees[nom] = time.perf_counter() - begun
    environment = {"GUICHET_DONNEES": str(folder), **addresses}
    return World(settings, environment, jetons, durees)


def _charger(settings: Settings, folder: Path, nom: str, dossiers: int) -> dict[str, str]:
    monde: dict[str, Any] = yaml.safe_load((ICI / f"{nom}.yaml").read_text())
    monde["demarches"][0]["generer"]["dossiers"] = dossiers
    fichier = folder / f"{nom}.yaml"
    fichier.write_text(yaml.safe_dump(monde, allow_unicode=True))
    fait = scenarios.charger(
        fichier, database_url=settings.require("database_url"), storage=open_storage(settings)
    )
    return fait.jetons
