"""Checking bytes against what was announced of them, while they pass."""

import hashlib
from base64 import b64encode

from domain.fichiers.refus import HashInvalide, LongueurInvalide, TypeInvraisemblable
from domain.fichiers.vraisemblance import DEBUT, vraisemblable


class Controle:
    """Fed with each piece in order, then asked to conclude. It keeps the first bytes only."""

    def __init__(self, *, taille: int, md5: str, type_mime: str) -> None:
        self._taille = taille
        self._md5 = md5
        self._type_mime = type_mime
        self._recus = 0
        self._debut = b""
        self._empreinte = hashlib.md5(usedforsecurity=False)

    def passer(self, morceau: bytes) -> None:
        """Raises LongueurInvalide as soon as more came than was announced."""
        self._recus += len(morceau)
        if self._recus > self._taille:
            raise LongueurInvalide(self._taille)
        if len(self._debut) < DEBUT:
            self._debut += morceau[: DEBUT - len(self._debut)]
        self._empreinte.update(morceau)

    def conclure(self) -> None:
        """Raises LongueurInvalide, HashInvalide, TypeInvraisemblable."""
        if self._recus != self._taille:
            raise LongueurInvalide(self._taille)
        if b64encode(self._empreinte.digest()).decode() != self._md5:
            raise HashInvalide
        if not vraisemblable(self._type_mime, self._debut):
            raise TypeInvraisemblable(self._type_mime)
