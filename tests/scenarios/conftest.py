"""`guichet scenario` and `guichet jeton`, run in this process on a real database and bucket."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import boto3
import psycopg
import pytest
from psycopg import sql

from server.cli import main
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

COMPLET = Path(__file__).parent / "exemple.yaml"
"""The example of the format's documentation, word for word."""
EXEMPLE = re.sub(r"(?m)^    generer: .*\n", "", COMPLET.read_text("utf-8"))
"""The same without its 20,000 dossiers drawn at random."""


@dataclass(frozen=True)
class Sortie:
    code: int
    texte: str
    erreur: str

    @property
    def json(self) -> Any:
        return json.loads(self.texte)


class Guichet:
    """The command line, and what it leaves behind."""

    def __init__(
        self,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        folder: Path,
    ) -> None:
        self.settings = settings
        self._monkeypatch, self._capsys, self._folder = monkeypatch, capsys, folder
        monkeypatch.setenv("GUICHET_DONNEES", str(folder))
        for nom, variable in {
            "database_url": "DATABASE_URL",
            "s3_endpoint_url": "S3_ENDPOINT_URL",
            "s3_access_key_id": "S3_ACCESS_KEY_ID",
            "s3_secret_access_key": "S3_SECRET_ACCESS_KEY",
            "s3_bucket": "S3_BUCKET",
        }.items():
            monkeypatch.setenv(variable, settings.require(nom))

    def __call__(self, *arguments: str) -> Sortie:
        self._monkeypatch.setattr(sys, "argv", ["guichet", *arguments])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as sortie:
            main()
        ecrit = self._capsys.readouterr()
        return Sortie(int(sortie.value.code or 0), ecrit.out, ecrit.err)

    def charger(self, scenario: Path | str, *options: str) -> Sortie:
        """Load a file, or a text written to one."""
        if isinstance(scenario, str):
            chemin = self._folder / "scenario.yaml"
            chemin.write_text(scenario, "utf-8")
            scenario = chemin
        return self("scenario", "charger", str(scenario), *options)

    def accepte(self, scenario: Path | str, *options: str) -> Any:
        """What `--json` says of a scenario that must load."""
        sortie = self.charger(scenario, "--json", *options)
        assert sortie.code == 0, sortie.erreur
        return sortie.json

    def lignes(self, requete: LiteralString, *parametres: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.settings.require("database_url")) as connexion:
            return connexion.execute(requete, parametres).fetchall()

    def valeur(self, requete: LiteralString, *parametres: object) -> Any:
        return self.lignes(requete, *parametres)[0][0]

    def executer(self, requete: LiteralString) -> None:
        with psycopg.connect(self.settings.require("database_url")) as connexion:
            connexion.execute(requete)

    def objets(self) -> dict[str, bytes]:
        """Every object of the bucket that a row names, with its bytes."""
        storage = open_storage(self.settings)
        cles = [cle for (cle,) in self.lignes("SELECT cle FROM fichiers")]
        return {cle: b"".join(storage.read(cle)) for cle in cles}

    def cles(self) -> set[str]:
        """Every key of the bucket, whether a row names it or not."""
        acces = ("s3_endpoint_url", "s3_access_key_id", "s3_secret_access_key")
        client = _client(*(self.settings.require(nom) for nom in acces))
        pages = client.get_paginator("list_objects_v2")
        return {
            objet["Key"]
            for page in pages.paginate(Bucket=self.settings.s3_bucket)
            for objet in page.get("Contents", [])
        }

    def empreinte(self) -> dict[str, str]:
        """A digest of every table: equal before and after means that nothing has changed."""
        tables = self.lignes("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        digestes = sql.SQL(" UNION ALL ").join(
            sql.SQL(
                "SELECT {}, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {} t"
            ).format(sql.Literal(table), sql.Identifier(table))
            for (table,) in tables
        )
        with psycopg.connect(self.settings.require("database_url")) as connexion:
            return dict(connexion.execute(digestes).fetchall())


@cache
def _client(adresse: str, cle: str, secret: str) -> "S3Client":
    """Making one is slower than all that it is asked here."""
    return boto3.client(
        "s3",
        endpoint_url=adresse,
        aws_access_key_id=cle,
        aws_secret_access_key=secret,
        region_name="us-east-1",
    )


@pytest.fixture
def guichet(
    stack: Settings,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Guichet:
    return Guichet(
        stack.model_copy(update={"database_url": database_url}), monkeypatch, capsys, tmp_path
    )


@pytest.fixture(scope="module")
def base_commune(stack: Settings) -> Iterator[str]:
    """One database for tests that are refused, hence leave it as it was."""
    with fresh_database(stack) as url:
        yield url


@pytest.fixture
def guichet_commun(
    stack: Settings,
    base_commune: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Guichet:
    settings = stack.model_copy(update={"database_url": base_commune})
    return Guichet(settings, monkeypatch, capsys, tmp_path)
