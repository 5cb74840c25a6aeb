"""S3 storage: SeaweedFS in one process (`weed mini`)."""

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from adapters.s3 import S3Storage
from adapters.storage import StorageUnavailable
from server.embedded.binaries import weed
from server.embedded.kept_secrets import write_privately
from server.embedded.part import NotReady, Part
from server.embedded.process import end_leftovers, spawn

PORTS = [
    "s3.port",
    "s3.port.grpc",
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "admin.port",
    "admin.port.grpc",
]
# Its inner HTTP ports answer anybody on the machine unless tokens signed by these are asked for.
INNER_KEYS = (
    "WEED_JWT_SIGNING_KEY",
    "WEED_JWT_SIGNING_READ_KEY",
    "WEED_JWT_FILER_SIGNING_KEY",
    "WEED_JWT_FILER_SIGNING_READ_KEY",
)
ACCESS_KEY = "guichet"
COLLECTOR_LIMIT = "1GiB"
"""Its buffers, most of which no memory stands behind, count as 240 to 460 MB to Go's collector: with a
limit near that it collects without end, and takes a whole core from everybody else."""


class EmbeddedS3(Part):
    name: ClassVar[str] = "SeaweedFS"
    stop_signals = ((signal.SIGTERM, 20.0),)
    ports_needed: ClassVar[int] = len(PORTS)

    def __init__(
        self,
        folder: Path,
        secrets: dict[str, str],
        *,
        bucket: str,
        region: str,
        durable: bool = True,
    ) -> None:
        super().__init__(folder, durable=durable)
        self.secrets = secrets
        self.bucket = bucket
        self.region = region
        self.options = folder / "options"
        self.program = weed()
        self.storage: S3Storage | None = None

    def prepare(self) -> None:
        end_leftovers(self.folder, "weed", signal.SIGTERM)
        self.clean()
        (self.folder / "objets").mkdir(exist_ok=True)
        identities = self.folder / "identites.json"
        write_privately(identities, json.dumps(self._identities()))
        write_privately(self.options, self._options(identities))
        self.storage = S3Storage(
            endpoint_url=self.addresses()["S3_ENDPOINT_URL"],
            access_key_id=ACCESS_KEY,
            secret_access_key=self.secrets["s3"],
            bucket=self.bucket,
            region=self.region,
        )

    def _identities(self) -> dict[str, object]:
        credentials = [{"accessKey": ACCESS_KEY, "secretKey": self.secrets["s3"]}]
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        return {
            "identities": [{"name": ACCESS_KEY, "credentials": credentials, "actions": actions}]
        }

    def _options(self, identities: Path) -> str:
        """In a private file: the administration password would show in `ps`."""
        options = dict(zip(PORTS, map(str, self.ports), strict=True)) | {
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "dir": str(self.folder / "objets"),
            "s3.config": str(identities),
            "s3.port.iceberg": "0",  # else it dies when the default ports are taken
            "s3.port.lance": "0",
            "webdav": "false",
            "admin.ui": "false",
            "admin.password": self.secrets["s3_interne"],
            "volume.max": "0",  # as many as the disk takes; they grow, none is made in advance
            "volume.preStopSeconds": "0",
            "master.volumeSizeLimitMB": "64",
            "master.telemetry": "false",  # true by default: it would tell its makers about us
        }
        return "".join(f"{name}={value}\n" for name, value in options.items())

    def launch(self) -> subprocess.Popen[bytes]:
        inner = dict.fromkeys(INNER_KEYS, self.secrets["s3_interne"])
        with self.log.open("ab") as log:
            return spawn(
                [self.program, "-logtostderr", "mini", f"-options={self.options}"],
                death_signal=signal.SIGTERM,
                folder=self.folder,
                output=log,
                environment={**os.environ, **inner, "GOMEMLIMIT": COLLECTOR_LIMIT},
            )

    def probe(self) -> None:
        """A real object: its port opens long before it can store anything."""
        assert self.storage is not None
        try:
            self.storage.ensure_bucket()
            self.storage.put(".pret", b"pret", content_type="text/plain")
        except StorageUnavailable as error:
            raise NotReady from error

    def addresses(self) -> dict[str, str]:
        return {
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{self.ports[0]}",
            "S3_ACCESS_KEY_ID": ACCESS_KEY,
            "S3_SECRET_ACCESS_KEY": self.secrets["s3"],
        }

    def clean(self) -> None:
        """It leaves sockets named after its ports in /tmp, whatever TMPDIR says."""
        with suppress(FileNotFoundError):
            options = dict(x.split("=", 1) for x in self.options.read_text().splitlines())
            for port in (options[name] for name in PORTS):
                for socket in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                    socket.unlink(missing_ok=True)
