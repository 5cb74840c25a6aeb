"""Three hundred hostile values and more, from PostgreSQL to what people open: every format tells them, none
runs them, and no file is written outside of where it is unzipped (`make bureautique` opens them elsewhere)."""

import io
import json
import re
from collections.abc import Callable
from zipfile import ZipFile

import pytest

from exports.tableur.cellules import assainir
from server.settings import Settings
from tests.exports.lecture import Feuilles, lire_csv, lire_ods, lire_xlsx
from tests.exports.monde_hostile import (
    ENFANT,
    LARGEUR,
    NOMS,
    NOMS_PAR_DOSSIER,
    REPETITION,
    TEXTES,
    VALEURS,
    Hostiles,
    exporter,
    titres,
)
from tests.exports.noms import verifier

IDENTITE = slice(4, 6)  # « Nom », « Prénom »
FIXES = 19


@pytest.fixture(scope="module")
def hostile(stack: Settings) -> Hostiles:
    assert len(TEXTES) >= 300
    return exporter(stack)


def attendu(texte: str) -> str | None:
    """Blank answers leave their cells empty, as those that were not given."""
    return assainir(texte) if texte.strip() else None


def identites() -> list[tuple[str, str]]:
    return [(TEXTES[n], TEXTES[-n - 1]) for n, _ in enumerate(VALEURS)]


@pytest.mark.parametrize(("format_", "lire"), [("xlsx", lire_xlsx), ("ods", lire_ods)])
def test_spreadsheets_hold_texts_only(
    hostile: Hostiles, format_: str, lire: Callable[[bytes], Feuilles]
) -> None:
    lues = lire(hostile.contenus[format_])  # fails on a formula
    libelles = {numero: texte for texte, numero in titres().items()}
    entete, *lignes = lues["Dossiers"]

    voulus = [attendu(libelles.get(n, f"Champ {n}")) for n in range(1, LARGEUR + 1)]
    assert entete[FIXES : FIXES + LARGEUR] == voulus
    for ligne, valeurs, noms in zip(lignes, VALEURS, NOMS_PAR_DOSSIER, strict=True):
        lus = ligne[FIXES : FIXES + len(valeurs)]
        assert lus == [attendu(valeur) for valeur in valeurs]
        assert ligne[FIXES + LARGEUR] == (assainir(", ".join(noms)) or None)
    assert [tuple(ligne[IDENTITE]) for ligne in lignes] == [
        (assainir(nom) or None, assainir(prenom) or None) for nom, prenom in identites()
    ]
    *_, rangees = lues
    assert rangees.startswith(f"({REPETITION})")
    assert lues[rangees][0][2] == attendu(libelles[ENFANT])
    assert [ligne[2] for ligne in lues[rangees][1:]] == [attendu(t) for t in TEXTES[: len(lignes)]]


def test_the_csv_begins_no_formula(hostile: Hostiles) -> None:
    _, *lignes = lus = lire_csv(hostile.contenus["csv"])

    for ligne, valeurs in zip(lignes, VALEURS, strict=True):
        for lu, valeur in zip(ligne[FIXES:], valeurs, strict=False):
            assert lu.removeprefix("'") == (attendu(valeur) or "").removeprefix("'")
    for cellule in (cellule for ligne in lus for cellule in ligne):
        assert not re.match(r"[\s\u200b\ufeff]*[=+@\-＝＋＠－]|[\t\r\n]", cellule), cellule


@pytest.mark.parametrize("format_", ["zip", "zip_nomme"])
def test_zips_write_nowhere_else_and_lose_nothing(hostile: Hostiles, format_: str) -> None:
    with ZipFile(io.BytesIO(hostile.contenus[format_])) as archive:
        assert archive.testzip() is None
        fichiers = {nom: archive.read(nom) for nom in archive.namelist()}
        assert len(fichiers) == len(archive.namelist())

    assert len({nom.casefold() for nom in fichiers}) == len(fichiers)
    for chemin in fichiers:
        racine, *noms = chemin.split("/")
        assert racine == "export"
        for nom in noms:
            verifier(nom)
    pdf = [chemin for chemin, contenu in fichiers.items() if contenu.startswith(b"%PDF-")]
    assert len(pdf) == len(VALEURS) - 1
    attendus = {f"{d}/{n}" for d, noms in enumerate(NOMS_PAR_DOSSIER) for n, _ in enumerate(noms)}
    assert {fichiers[chemin].decode() for chemin in fichiers if chemin not in pdf} == attendus


def test_the_geojson_tells_them_as_they_are(hostile: Hostiles) -> None:
    lu = json.loads(hostile.contenus["json"])
    assert [f["properties"]["description"] for f in lu["features"]] == NOMS
