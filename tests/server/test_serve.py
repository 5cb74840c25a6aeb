"""`guichet serve`: it starts, survives its parts, stops clean, and loses nothing when killed."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.settings import Settings
from tests.conftest import data_folder
from tests.databases import fresh_database
from tests.server.commands import Supervised, all_gone_at_the_end, family, guichet, supervised

PARTS = ("postgres", "valkey-server", "weed")
ROLES = ("web", "worker", "relay", "mailer", "scheduler", "webhooks", "exports")


@pytest.fixture(scope="module")
def running() -> Iterator[Supervised]:
    """One supervisor for the tests that leave it as they found it."""
    with data_folder() as folder, supervised(folder) as running:
        yield running


def test_it_says_where_it_is(running: Supervised) -> None:
    assert running.output == [f"Guichet est prêt : {running.url}", "Ctrl-C pour arrêter."]
    assert httpx.get(f"{running.url}/readyz").status_code == 200


def test_only_its_owner_may_read_its_secrets(running: Supervised) -> None:
    modes = {x.name: x.stat().st_mode & 0o777 for x in running.folder.iterdir() if x.is_file()}

    assert modes == {"verrou": 0o600, "secrets.json": 0o600, "pile.json": 0o600}
    commands = " ".join(family(running.process.pid).values())
    assert not any(secret in commands for secret in _secrets(running.folder))


def test_a_request_is_logged_without_what_it_said(running: Supervised) -> None:
    answer = httpx.post(
        f"{running.url}/inconnu?token=dans-l-adresse",
        headers={"Authorization": "Bearer dans-l-en-tete", "X-Request-Id": "essai-0001"},
        content="dans-le-corps",
    )

    line = json.loads(running.wait_for_log('"requete":"essai-0001"'))
    assert answer.headers["x-request-id"] == "essai-0001"
    assert line.pop("duree_ms") >= 0
    del line["timestamp"]
    assert line == {
        "event": "requête",
        "level": "info",
        "logger": "requetes",
        "processus": "web",
        "requete": "essai-0001",
        "methode": "POST",
        "chemin": "/inconnu",
        "statut": 404,
    }


def test_another_shell_finds_it(running: Supervised) -> None:
    outcome = guichet("etat", folder=running.folder, COLUMNS="120")

    assert outcome.code == 0
    assert outcome.output.splitlines()[:3] == [
        f"Guichet : {running.url}",
        f"Données : {running.folder}",
        "« guichet serve » : en marche",
    ]
    assert ", à jour" in outcome.output
    assert "  dossiers : 0" in outcome.output.splitlines()
    assert not any(secret in outcome.output for secret in _secrets(running.folder))


def test_a_second_one_on_the_same_folder_is_refused(running: Supervised) -> None:
    outcome = guichet("serve", folder=running.folder)

    assert outcome.errors == (
        f"Guichet tourne déjà sur {running.folder} (processus {running.process.pid}) : "
        "arrêtez-le, ou choisissez un autre dossier par GUICHET_DONNEES.\n"
    )
    assert outcome.code == 1
    assert httpx.get(f"{running.url}/livez").status_code == 200


def test_a_busy_port_is_refused_and_nothing_is_made(running: Supervised) -> None:
    with data_folder() as folder:
        outcome = guichet("serve", folder=folder, GUICHET_PORT=str(running.port))

        assert outcome.errors == (
            f"Impossible d’écouter sur le port {running.port} de 127.0.0.1 : il est déjà pris par "
            "un autre programme. Choisissez-en un autre par GUICHET_PORT ou GUICHET_HOTE.\n"
        )
        assert outcome.code == 1
        assert [path.name for path in folder.iterdir()] == ["verrou"]


def test_a_killed_web_is_replaced_and_nobody_is_refused(running: Supervised) -> None:
    _kill(running, "server web ")

    assert httpx.get(f"{running.url}/readyz", timeout=20).status_code == 200


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("postgres -D", "PostgreSQL"),
        ("valkey-server", "Valkey"),
        ("weed", "SeaweedFS"),
        ("server.embedded.boite", "Boîte d’essai"),
    ],
)
def test_a_killed_part_is_named_and_started_again(
    running: Supervised, program: str, name: str
) -> None:
    _kill(running, program)

    running.wait_for_log(f'"partie": "{name}", "event": "partie embarquée relancée"')
    assert httpx.get(f"{running.url}/readyz").status_code == 200


def test_killed_or_stopped_it_leaves_no_process_and_loses_nothing() -> None:
    with data_folder() as folder:
        with supervised(folder) as first:
            rows = _remember(first)
            children = family(first.process.pid)
            assert all(any(part in line for line in children.values()) for part in PARTS)
            with all_gone_at_the_end(children):
                first.finish(signal.SIGKILL)

        with supervised(folder) as second:
            with second.connect() as database:
                assert database.execute("SELECT * FROM temoin ORDER BY 1").fetchall() == rows
            assert httpx.get(f"{second.url}/readyz").status_code == 200
            with all_gone_at_the_end(family(second.process.pid)):
                assert second.finish(signal.SIGTERM) == 0

        assert second.output[-1] == "Guichet est arrêté."
        assert guichet("etat", folder=folder).errors == (
            f"Aucun Guichet ne tourne sur {folder} : lancez « guichet serve », "
            "ou donnez DATABASE_URL, REDIS_URL, S3_ENDPOINT_URL et GUICHET_SECRET.\n"
        )


def test_the_environment_replaces_each_embedded_part(stack: Settings) -> None:
    with (
        data_folder() as folder,
        fresh_database(stack) as url,
        supervised(folder, **_outside(stack, url)) as running,
    ):
        children = family(running.process.pid)

        roles = [line.rpartition("-m server ")[2].split()[0] for line in children.values()]
        assert sorted(roles) == sorted(ROLES)
        assert httpx.get(f"{running.url}/readyz").status_code == 200
        assert not (folder / "postgres").exists()
        with all_gone_at_the_end(children):
            assert running.finish(signal.SIGINT) == 0


def _outside(stack: Settings, database_url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": stack.require("redis_url"),
        "S3_ENDPOINT_URL": stack.require("s3_endpoint_url"),
        "S3_ACCESS_KEY_ID": stack.require("s3_access_key_id"),
        "S3_SECRET_ACCESS_KEY": stack.require("s3_secret_access_key"),
        "SMTP_URL": stack.require("smtp_url"),
    }


def _remember(running: Supervised) -> list[tuple[int, str]]:
    """Write rows that a later start must give back."""
    rows = [(number, f"ligne n° {number}") for number in range(1, 101)]
    with running.connect() as database:
        database.execute("CREATE TABLE temoin (numero int PRIMARY KEY, texte text)")
        with database.cursor() as cursor:
            cursor.executemany("INSERT INTO temoin VALUES (%s, %s)", rows)
    return rows


def _kill(running: Supervised, program: str) -> None:
    (pid,) = [pid for pid, line in family(running.process.pid).items() if program in line]
    with all_gone_at_the_end([pid]):
        os.kill(pid, signal.SIGKILL)


def _secrets(folder: Path) -> list[str]:
    return list(json.loads((folder / "secrets.json").read_text()).values())
