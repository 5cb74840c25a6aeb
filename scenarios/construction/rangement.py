"""Files on their way to the store: rows now, objects just before the commit."""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from hashlib import md5
from typing import Any

from adapters.storage import Storage, StorageUnavailable
from domain.calendrier import PARIS
from domain.fichiers.models import Fichier, Role
from domain.transactions import Transaction
from scenarios.format.fichiers import Fichier as Forme

ENVOIS_A_LA_FOIS = 8


class Rangement:
    """What is to be stored, and what to be forgotten, if the world is accepted."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._a_ranger: dict[str, tuple[bytes, str]] = {}
        self._rangees: list[str] = []
        self._a_oublier: list[str] = []

    def ajouter(
        self, tx: Transaction, forme: Forme, *, at: datetime, role: Role = Role.piece,
        **proprietaire: Any,
    ) -> None:  # fmt: skip
        """A file and its owner (`champ_id=…`, `message_id=…`)."""
        cle = cle_aleatoire(at)
        self._a_ranger[cle] = forme.contenu, forme.type_mime
        empreinte = md5(forme.contenu, usedforsecurity=False).digest()
        tx.add(
            Fichier(
                cle=cle,
                nom=forme.nom,
                type_mime=forme.type_mime,
                taille=forme.octets,
                md5=b64encode(empreinte).decode(),
                analyse=forme.analyse,
                role=role,
                cree_le=at,
                **proprietaire,
            )
        )

    def oublier(self, cles: Iterable[str]) -> None:
        """Files whose rows have gone: of this world, never sent; of the former one, deleted later."""
        for cle in cles:
            if self._a_ranger.pop(cle, None) is None:
                self._a_oublier.append(cle)

    def envoyer(self) -> None:
        """Put every object. Raises StorageUnavailable."""
        self._rangees = list(self._a_ranger)
        with ThreadPoolExecutor(ENVOIS_A_LA_FOIS) as fils:
            envois = [
                fils.submit(self._storage.put, cle, octets, content_type=type_mime)
                for cle, (octets, type_mime) in self._a_ranger.items()
            ]
        for envoi in envois:
            envoi.result()

    def reprendre(self) -> None:
        """Take back what was put: the world was refused. A dead store cannot be cleaned."""
        if self._rangees:
            with suppress(StorageUnavailable):
                self._storage.delete(self._rangees)

    def faire_place(self) -> None:
        """After the commit: nothing names these objects any more. Left behind, they harm nobody."""
        if self._a_oublier:
            with suppress(StorageUnavailable):
                self._storage.delete(self._a_oublier)


def cle_aleatoire(at: datetime) -> str:
    """`AAAA/MM/JJ/xx/<token>`: spread over folders, and not to be guessed (rules 10.10)."""
    jeton = secrets.token_hex(16)
    return f"{at.astimezone(PARIS):%Y/%m/%d}/{jeton[:2]}/{jeton}"
