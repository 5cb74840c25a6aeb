"""What a setting may be: addresses, places, networks; and how each is declared."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from jobs.horaires import lire_cadence


def address(*schemes: str) -> AfterValidator:
    """A URL of one of these schemes. Kept as text: each client library parses its own."""

    def check(value: str) -> str:
        scheme, separator, rest = value.partition("://")
        if scheme not in schemes or not separator or not rest or any(c.isspace() for c in value):
            raise PydanticCustomError("adresse", "adresse")
        return value

    return AfterValidator(check)


def absolute(value: Path) -> Path:
    if not value.is_absolute():
        raise PydanticCustomError("dossier", "dossier")
    return value


def networks(value: str) -> str:
    try:
        for each in filter(None, map(str.strip, value.split(","))):
            ip_network(each)
    except ValueError:
        raise PydanticCustomError("reseaux", "reseaux") from None
    return value


def cadence(value: str) -> str:
    try:
        lire_cadence(value)
    except ValueError:
        raise PydanticCustomError("cadence", "cadence") from None
    return value


PostgresUrl = Annotated[str, address("postgresql", "postgres")]
RedisUrl = Annotated[str, address("redis", "rediss", "unix")]
HttpUrl = Annotated[str, address("http", "https")]
SmtpUrl = Annotated[str, address("smtp", "smtps")]
EmailAddress = Annotated[str, Field(pattern=r"^[^\s@<>,;:\"]+@[A-Za-z0-9.-]+$")]
ClamdUrl = Annotated[str, address("tcp", "unix")]


def setting(name: str, default: Any, description: str, *, expected: str) -> Any:
    """A field named by its variable; `expected` ends the sentence said of a wrong value.

    Left out of repr: several addresses hold a password, and a repr ends up in a log one day.
    """
    return Field(
        default=default,
        repr=False,
        validation_alias=name,
        description=description,
        json_schema_extra={"attendu": expected},
    )


def default_data_folder() -> Path:
    """Where a machine keeps the state of a service: the system's place for root, else the user's."""
    if os.geteuid() == 0:
        return Path("/var/lib/guichet")
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if state.startswith("/") else Path.home() / ".local/state") / "guichet"


def default_web_processes() -> int:
    """One a core that we may use; over four, PostgreSQL on the same machine wants the rest."""
    return min(len(os.sched_getaffinity(0)), 4)
