"""The real components, for themselves alone, and the world that the benchmarks measure."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import scenarios
from server.embedded.data_folder import hold
from server.embedded.stack import EmbeddedStack
from server.migrate import migrate
from server.resources import open_storage
from server.settings import Settings, load_settings

MONDE = Path(__file__).parent / "monde.yaml"


@dataclass(frozen=True)
class World:
    settings: Settings
    jeton: str
    generation_s: float
    """How long the scenario took to load, in seconds."""


@contextmanager
def open_world() -> Iterator[World]:
    folder = Path(tempfile.mkdtemp(prefix="guichet-bench-"))
    folder.chmod(0o711)
    try:
        with hold(folder):
            stack = EmbeddedStack(load_settings(data_folder=folder))
            stack.start()
            try:
                yield _load(load_settings(data_folder=folder, **stack.addresses))
            finally:
                stack.stop()
    finally:
        shutil.rmtree(folder)


def _load(settings: Settings) -> World:
    database_url = settings.require("database_url")
    migrate(database_url)
    begun = time.perf_counter()
    made = scenarios.charger(MONDE, database_url=database_url, storage=open_storage(settings))
    return World(settings, made.jetons["mesure"], time.perf_counter() - begun)
