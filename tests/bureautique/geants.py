"""Zips that need zip64: more files than 65,535, and one of more than 4 GiB."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from exports.archive.flux import Flux
from tests.bureautique.archives import _lancer

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
MORCEAU = bytes(1 << 20)
GROS = (1 << 32) + (1 << 20)  # bytes
NOMBREUX = 70_000


def ecarts(dossier: Path) -> Iterator[str]:
    """Each program tests the CRC of every entry; none is extracted, which would take as much again."""
    for nom, octets in (("nombreux.zip", nombreux()), ("gros.zip", gros())):
        archive = dossier / nom
        with archive.open("wb") as sortie:
            sortie.writelines(octets)
        for commande in (["unzip", "-tq"], ["7z", "t", "-bd"], ["bsdtar", "-tf"]):
            if shutil.which(commande[0]):
                try:
                    _lancer(*commande, archive)
                except OSError as error:
                    yield f"{nom}, {commande[0]} : {error}"
        os.unlink(archive)


def nombreux() -> Iterator[bytes]:
    flux = Flux(AT)
    for n in range(NOMBREUX):
        contenu = str(n).encode()
        yield from flux.connue(
            f"export/{n}.txt", [contenu], taille=len(contenu), crc=crc32(contenu)
        )
    yield from flux.fin()


def gros() -> Iterator[bytes]:
    flux, crc = Flux(AT), 0
    for _ in range(GROS // len(MORCEAU)):
        crc = crc32(MORCEAU, crc)
    morceaux = (MORCEAU for _ in range(GROS // len(MORCEAU)))
    yield from flux.connue("export/gros.bin", morceaux, taille=GROS, crc=crc)
    yield from flux.fin()
