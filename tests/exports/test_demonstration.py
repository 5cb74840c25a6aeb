"""Golden files: the exports of the demonstration’s démarches, cell by cell with their types (rules 8.2 to 8.8)."""

import io
import re
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import pytest

from domain.calendrier import PARIS
from server.settings import Settings
from tests.exports.demonstration import DEMARCHES, Demonstration, exporter
from tests.exports.dores import Dore, Lignes
from tests.exports.lecture import lire_csv, lire_ods, lire_xlsx


@pytest.fixture(scope="module")
def demonstration(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return exporter(stack, tmp_path_factory.mktemp("demonstration"))


def types(lignes: Lignes) -> list[list[tuple[Any, type]]]:
    return [[(valeur, type(valeur)) for valeur in ligne] for ligne in lignes]


@pytest.mark.parametrize("format_", ["xlsx", "ods"])
@pytest.mark.parametrize("demarche", DEMARCHES)
def test_each_sheet_has_its_cells_and_their_types(
    demonstration: Demonstration, demarche: int, format_: str
) -> None:
    lues = {"xlsx": lire_xlsx, "ods": lire_ods}[format_](demonstration.contenus[demarche, format_])
    dorees = Dore(demarche, demonstration.dossiers).feuilles()

    assert list(lues) == list(dorees)
    for nom, lignes in dorees.items():
        assert types(lues[nom]) == types(lignes), nom


def en_csv(valeur: Any) -> str:
    """Rules 8.2.2: ISO instants with their offset, `true` and `false`, and nothing that begins a formula."""
    match valeur:
        case None:
            return ""
        case bool():
            return "true" if valeur else "false"
        case datetime():
            return str(valeur.replace(tzinfo=PARIS))
        case str() if valeur[:1] in ("=", "+", "-", "@"):
            return f"'{valeur}"
    return str(valeur)


@pytest.mark.parametrize("demarche", DEMARCHES)
def test_the_csv_is_the_sheet_of_dossiers(demonstration: Demonstration, demarche: int) -> None:
    lignes = Dore(demarche, demonstration.dossiers).csv()

    lues = lire_csv(demonstration.contenus[demarche, "csv"])
    assert lues == [[en_csv(valeur) for valeur in ligne] for ligne in lignes]


@pytest.mark.parametrize("demarche", DEMARCHES)
def test_the_zip_has_the_tree_of_rules_8_8(demonstration: Demonstration, demarche: int) -> None:
    with ZipFile(io.BytesIO(demonstration.contenus[demarche, "zip"])) as archive:
        noms = archive.namelist()
    arbre = Dore(demarche, demonstration.dossiers).arbre()

    assert len(noms) == len(arbre)
    for nom, motif in zip(noms, arbre, strict=True):
        assert re.fullmatch(motif, nom), (nom, motif)
