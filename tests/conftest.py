"""Real PostgreSQL, Valkey and S3, started once per pytest process; a database per test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis

from server.embedded.data_folder import hold
from server.embedded.stack import EmbeddedStack
from server.settings import Settings, load_settings
from tests.databases import fresh_database, make_model
from tests.journal import Journal, ecouter
from tests.serving import Serveur, serving

ecouter()

# `make test` draws the same examples each time: a red run says something of the change that it runs
# on. `make fuzz` draws others, and more of them.
hypothesis.register_profile("chaque_fois", derandomize=True, database=None)
hypothesis.register_profile("au_hasard", derandomize=False)
hypothesis.load_profile("au_hasard" if os.environ.get("GUICHET_FUZZ") else "chaque_fois")

# Nothing here speaks TLS to anybody: each client would read all the authorities of the machine, which
# costs more than most tests.
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = os.devnull

# A developer's own settings must not turn the tests against their data.
for name in Settings.model_fields.values():
    os.environ.pop(str(name.validation_alias), None)


JOURNAL = pytest.StashKey[Journal]()

# A database a test is a thousand files, twice: in memory they cost a quarter of what they do on a disk.
MEMOIRE = Path("/dev/shm")
ASSEZ = 4 * 1024**3


def _ou() -> Path | None:
    """Where there is memory enough; None for the ordinary place."""
    la = MEMOIRE.is_dir() and os.access(MEMOIRE, os.W_OK | os.X_OK)
    return MEMOIRE if la and shutil.disk_usage(MEMOIRE).free > ASSEZ else None


@contextmanager
def data_folder() -> Iterator[Path]:
    """An empty folder through which PostgreSQL may pass when it runs under another account."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-test-", dir=_ou()))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def composants() -> Iterator[Settings]:
    """Settings that lead to the real components, with the model database made."""
    with data_folder() as folder, hold(folder):
        embedded = EmbeddedStack(load_settings(data_folder=folder), durable=False)
        embedded.start()
        try:
            settings = load_settings(data_folder=folder, **embedded.addresses)
            make_model(settings)
            yield settings
        finally:
            embedded.stop()


@pytest.fixture(scope="session")
def stack() -> Iterator[Settings]:
    with composants() as settings:
        yield settings


@pytest.fixture
def database_url(stack: Settings) -> Iterator[str]:
    """A migrated, empty database for one test."""
    with fresh_database(stack) as url:
        yield url


@pytest.fixture(scope="session")
def nouveau_serveur(stack: Settings) -> Callable[[], AbstractContextManager[Serveur]]:
    """Makes servers on a database of their own; for a module of tests that only read, one is enough.

    Use: `with nouveau_serveur() as serveur:` in a module-scoped fixture.
    """

    @contextmanager
    def serve() -> Iterator[Serveur]:
        with (
            fresh_database(stack) as url,
            serving(stack.model_copy(update={"database_url": url})) as serveur,
        ):
            yield serveur

    return serve


@pytest.fixture
def serveur(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Serveur]:
    """A Guichet on an empty database, for one test."""
    with nouveau_serveur() as serveur:
        yield serveur


@pytest.fixture
def journal() -> Journal:
    """What the servers of this process say during the test."""
    return Journal()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    item.stash[JOURNAL] = Journal()
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Shown with what failed."""
    if call.excinfo is not None:
        item.add_report_section(call.when, "journal", item.stash[JOURNAL].texte())
