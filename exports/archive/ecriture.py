"""A zip of documents: what is read whole goes in, the rest is told in a list (rules 8.8.5)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import md5
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple
from zlib import crc32

from exports.archive.arborescence import ERREURS, RACINE
from exports.archive.flux import MORCEAU, Flux

# A file waits here until it is known to be whole: in memory, then on disk.
EN_MEMOIRE = 8 << 20
ESSAIS = 2


class Illisible(Exception):
    """The file is not there, or came cut or changed. The others still come."""


class Entree(NamedTuple):
    """`ouvrir` gives the bytes from the first, each time it is called; raises Illisible."""

    chemin: str
    ouvrir: Callable[[], Iterable[bytes]]
    taille: int | None = None
    md5: bytes | None = None
    """What it must weigh and what its bytes must give, when these are known."""


class EnErreur(NamedTuple):
    chemin: str
    raison: str


def ecrire(
    entrees: Iterable[Entree], *, at: datetime, en_erreur: Callable[[EnErreur], None] | None = None
) -> Iterator[bytes]:
    """The bytes of the zip, by morsels. Files are stored: most are compressed already."""
    flux = Flux(at)
    manques: list[EnErreur] = []
    for entree in entrees:
        with SpooledTemporaryFile(EN_MEMOIRE) as attente:
            try:
                recu = _recevoir(entree, attente)
            except Illisible as raison:
                manques.append(EnErreur(entree.chemin, str(raison)))
                if en_erreur:
                    en_erreur(manques[-1])
                continue
            morceaux = iter(lambda lu=attente: lu.read(MORCEAU), b"")  # type: ignore[misc]
            yield from flux.connue(entree.chemin, morceaux, taille=recu.taille, crc=recu.crc)
    if manques:
        yield from flux.entree(f"{RACINE}/{ERREURS}", [_liste(manques)])
    yield from flux.fin()


class _Recu(NamedTuple):
    taille: int
    crc: int


def _recevoir(entree: Entree, attente: IO[bytes]) -> _Recu:
    """Puts the whole file in `attente`. One failure is forgiven."""
    for essai in range(1, ESSAIS + 1):
        attente.seek(0)
        attente.truncate()
        try:
            recu = _copier(entree, attente)
        except Illisible:
            if essai == ESSAIS:
                raise
        else:
            break
    attente.seek(0)
    return recu


def _copier(entree: Entree, attente: IO[bytes]) -> _Recu:
    somme, taille, crc = md5(usedforsecurity=False), 0, 0
    for octets in entree.ouvrir():
        somme.update(octets)
        crc = crc32(octets, crc)
        taille += attente.write(octets)
    if entree.taille is not None and taille != entree.taille:
        raise Illisible(f"{taille} octets reçus au lieu de {entree.taille}")
    if entree.md5 is not None and somme.digest() != entree.md5:
        raise Illisible("contenu altéré")
    return _Recu(taille, crc)


def _liste(manques: Iterable[EnErreur]) -> bytes:
    lignes = [f"{chemin} : {raison}" for chemin, raison in manques]
    return "\n".join(
        ["Ces fichiers n’ont pas pu être ajoutés à l’archive :", "", *lignes, ""]
    ).encode()
