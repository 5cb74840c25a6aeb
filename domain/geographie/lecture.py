"""Reading the tables of `donnees/`, which `donnees/fabriquer.py` wrote."""

import gzip
from pathlib import Path

DONNEES = Path(__file__).parent / "donnees"


def lignes(table: str) -> list[str]:
    """The lines of a table in the order of its file, which is the order people expect to read."""
    return gzip.decompress((DONNEES / f"{table}.tsv.gz").read_bytes()).decode().splitlines()


def colonnes(table: str) -> list[list[str]]:
    """The same, cut into columns: for the small tables only."""
    return [ligne.split("\t") for ligne in lignes(table)]
