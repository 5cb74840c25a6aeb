"""A stream of bytes into one object of the store, by parts: nothing is seen of it before its end."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from typing import NamedTuple

from adapters.storage import PART, Parts, Storage

# A store takes ten thousand parts: later ones are larger, so that 400 GB hold in them.
PARTS_D_UNE_TAILLE = 1_000


class Depose(NamedTuple):
    taille: int
    md5: str


def deposer(storage: Storage, cle: str, morceaux: Iterable[bytes], *, content_type: str) -> Depose:
    """Store what comes, whole or not at all. Raises StorageUnavailable, and what reading raises; parts
    that were sent are then given up."""
    parts = storage.begin(cle, content_type=content_type)
    try:
        depose = _envoyer(parts, morceaux)
        parts.complete()
    except BaseException:
        parts.abort()
        raise
    return depose


def _envoyer(parts: Parts, morceaux: Iterable[bytes]) -> Depose:
    somme, taille, nombre = hashlib.md5(usedforsecurity=False), 0, 0
    part = bytearray()
    for morceau in morceaux:
        part += morceau
        somme.update(morceau)
        taille += len(morceau)
        if len(part) >= PART * (1 + nombre // PARTS_D_UNE_TAILLE):
            parts.add(bytes(part))
            nombre += 1
            part.clear()
    if part or not nombre:
        parts.add(bytes(part))
    return Depose(taille, b64encode(somme.digest()).decode())


def oublier_les_anciens(storage: Storage, prefixe: str, cles: Iterable[str]) -> None:
    """What former tries left: an object that nobody was told of, parts without an end."""
    for commence in storage.begun(prefixe):
        storage.give_up(commence)
    storage.delete(cles)
