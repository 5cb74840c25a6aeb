"""A stream of bytes into one object of the store, by parts: nothing is seen of it before its end."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from adapters.storage import Parts, Storage

# The least that S3 takes, since a part is held in memory. It takes ten thousand of them: later ones are
# larger, so that 400 GB hold in them.
PART = 5 * 1024**2
PARTS_D_UNE_TAILLE = 600


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
    """`getvalue` gives what was written without a copy of it: a part is held once."""
    somme, taille, nombre = hashlib.md5(usedforsecurity=False), 0, 0
    part = BytesIO()
    for morceau in morceaux:
        part.write(morceau)
        somme.update(morceau)
        taille += len(morceau)
        if part.tell() >= PART * (1 + nombre // PARTS_D_UNE_TAILLE):
            parts.add(part.getvalue())
            nombre += 1
            part = BytesIO()
    if part.tell() or not nombre:
        parts.add(part.getvalue())
    return Depose(taille, b64encode(somme.digest()).decode())


def oublier_les_anciens(storage: Storage, prefixe: str, cles: Iterable[str]) -> None:
    """What former tries left: an object that nobody was told of, parts without an end."""
    for commence in storage.begun(prefixe):
        storage.give_up(commence)
    storage.delete(cles)
