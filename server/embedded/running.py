"""The addresses of the stack that runs on a data folder, for the commands of another shell."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from server.embedded.data_folder import is_held, unusable
from server.embedded.kept_secrets import write_privately
from server.refus import Refus
from server.settings import Settings, load_settings, variable

FILE = "pile.json"
NEEDED = ("database_url", "redis_url", "s3_endpoint_url", "secret")


@contextmanager
def published(folder: Path, addresses: Mapping[str, str]) -> Iterator[None]:
    """Let this account's commands find the stack, as long as it runs."""
    path = folder / FILE
    try:
        write_privately(path, json.dumps(dict(addresses), indent=2))
    except OSError as error:
        raise unusable(folder, error) from None
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def running_addresses(folder: Path) -> dict[str, str]:
    """What the running stack published; nothing when it does not run, or is another account's."""
    if not is_held(folder):  # a file left by a supervisor that was killed says nothing
        return {}
    try:
        return {str(k): str(v) for k, v in json.loads((folder / FILE).read_text()).items()}
    except (OSError, ValueError):
        return {}


def connected_settings(needed: tuple[str, ...] = NEEDED) -> Settings:
    """Settings that lead to a database, a queue and a store: the environment's, else the stack's.

    Raises Refus when neither gives them.
    """
    settings = load_settings()
    if _lacks(settings, needed):
        found = running_addresses(settings.data_folder)
        # The environment wins, setting by setting, as it does for the stack itself.
        settings = load_settings(**{**found, **_given(settings)})
    if _lacks(settings, needed):
        *first, last = (variable(name) for name in needed)
        variables = f"{', '.join(first)} et {last}" if first else last
        raise Refus(
            f"Aucun Guichet ne tourne sur {settings.data_folder} : "
            f"lancez « guichet serve », ou donnez {variables}."
        )
    return settings


def database_settings() -> Settings:
    """The same for a command that only needs the database."""
    return connected_settings(("database_url",))


def _lacks(settings: Settings, needed: tuple[str, ...]) -> bool:
    return any(getattr(settings, name) is None for name in needed)


def _given(settings: Settings) -> dict[str, object]:
    fields = Settings.model_fields
    return {
        str(fields[name].validation_alias): getattr(settings, name)
        for name in settings.model_fields_set
    }
