"""A zip made as it is read: its bytes come out by morsels, and none of it is kept.

The standard library writes it, onto something that cannot go back. What a compressed entry weighs is
then said after it (a data descriptor), which every reader of today accepts.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from domain.calendrier import PARIS

MORCEAU = 1 << 18
NIVEAU = 1  # a third of the time of level 6, for files a third larger
LIMITE_SANS_ZIP64 = (1 << 31) - 1
REGULIER = 0o100644 << 16  # what unzippers of Unix would otherwise make unreadable
PREMIERE_ANNEE = 1980  # the format knows no date before


class EntreeTropGrande(Exception):
    """What was said to hold in 2 GiB does not: readers of spreadsheets know no larger part."""


class _Sortie:
    """What the standard library asks of a file that it can only write to."""

    def __init__(self) -> None:
        self._morceaux: list[bytes] = []
        self.taille = 0

    def write(self, octets: bytes) -> int:
        self._morceaux.append(bytes(octets))
        self.taille += len(octets)
        return len(octets)

    def flush(self) -> None:
        """What waits here waits for the reader."""

    def close(self) -> None:
        """What was written stays to be read."""

    def vider(self) -> bytes:
        octets = b"".join(self._morceaux)
        self._morceaux.clear()
        self.taille = 0
        return octets


class Flux:
    """`at` dates the entries, in the time of Paris: the same contents give the same bytes."""

    def __init__(self, at: datetime) -> None:
        local = at.astimezone(PARIS)
        annee = max(local.year, PREMIERE_ANNEE)
        self._date = (annee, local.month, local.day, local.hour, local.minute, local.second)
        self._sortie = _Sortie()
        self._zip = ZipFile(self._sortie, "w")

    def _info(self, nom: str) -> ZipInfo:
        info = ZipInfo(nom, self._date)
        info.external_attr = REGULIER
        return info

    def connue(
        self, nom: str, contenu: Iterable[bytes], *, taille: int, crc: int
    ) -> Iterator[bytes]:
        """Writes, as they are, bytes whose size and CRC-32 are known: these stand before them, since
        many readers take a stored entry no other way. The standard library has no door for it."""
        info = self._info(nom)
        info.CRC, info.file_size, info.compress_size = crc, taille, taille
        fichier: Any = self._zip.fp
        info.header_offset = fichier.tell()
        fichier.write(info.FileHeader(zip64=taille > LIMITE_SANS_ZIP64))
        for octets in contenu:
            fichier.write(octets)
            if self._sortie.taille >= MORCEAU:
                yield self._sortie.vider()
        self._zip.filelist.append(info)
        self._zip.NameToInfo[info.filename] = info
        self._zip.start_dir = fichier.tell()
        self._zip._didModify = True  # type: ignore[attr-defined]  # so that closing lists it

    def entree(self, nom: str, contenu: Iterable[bytes]) -> Iterator[bytes]:
        """Writes one compressed entry. Raises EntreeTropGrande beyond 2 GiB."""
        info = self._info(nom)
        info.compress_type = ZIP_DEFLATED
        info._compresslevel = NIVEAU  # type: ignore[attr-defined]  # public from Python 3.13 on
        ecrits = 0
        with self._zip.open(info, "w") as entree:
            for octets in contenu:
                ecrits += len(octets)
                if ecrits > LIMITE_SANS_ZIP64:
                    raise EntreeTropGrande(nom)
                entree.write(octets)
                if self._sortie.taille >= MORCEAU:
                    yield self._sortie.vider()

    def fin(self) -> Iterator[bytes]:
        self._zip.close()
        yield self._sortie.vider()
