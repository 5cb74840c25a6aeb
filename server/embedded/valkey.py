"""Valkey: the bell that wakes workers. PostgreSQL holds the truth, so losing it loses seconds."""

import signal
import subprocess
from pathlib import Path
from typing import ClassVar

import redis

from server.embedded.binaries import valkey_server
from server.embedded.part import NotReady, Part
from server.embedded.process import end_leftovers, spawn


class EmbeddedValkey(Part):
    name: ClassVar[str] = "Valkey"
    stop_signals = ((signal.SIGTERM, 10.0),)

    def __init__(self, folder: Path, secrets: dict[str, str], *, durable: bool = True) -> None:
        super().__init__(folder, durable=durable)
        self.password = secrets["valkey"]
        self.program = valkey_server()

    def prepare(self) -> None:
        end_leftovers(self.folder, "valkey-server", signal.SIGTERM)

    def launch(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = spawn(
                [self.program, "-"],
                death_signal=signal.SIGTERM,
                folder=self.folder,
                output=log,
                stdin=subprocess.PIPE,
            )
        assert process.stdin is not None
        with process.stdin as configuration:
            configuration.write(self._configuration().encode())
        return process

    def _configuration(self) -> str:
        """Given on its standard input: a password on the command line shows in `ps`."""
        folder = str(self.folder).replace("\\", "\\\\").replace('"', '\\"')
        return (
            f"port {self.ports[0]}\n"
            "bind 127.0.0.1\n"
            f'dir "{folder}"\n'
            f"requirepass {self.password}\n"
            f"appendonly {'yes' if self.durable else 'no'}\n"
            'save ""\n'
            "maxmemory-policy noeviction\n"  # a full queue must refuse, not forget
        )

    def probe(self) -> None:
        try:
            with redis.Redis.from_url(
                self.addresses()["REDIS_URL"], socket_timeout=2, socket_connect_timeout=2
            ) as client:
                client.ping()
        except redis.RedisError as error:
            raise NotReady from error

    def addresses(self) -> dict[str, str]:
        return {"REDIS_URL": f"redis://:{self.password}@127.0.0.1:{self.ports[0]}/0"}
