"""Files on their way in: where to send them, and whether what came may be attached (api 9.3, 10.19).

Storage is never read inside a transaction: a mutation that takes a file has it looked at before.
"""

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.base_de_donnees import Base
from adapters.signatures import Signataire, SignatureRefusee
from adapters.storage import ObjectMissing, Storage, StorageUnavailable
from domain.errors import DomainError
from domain.fichiers.annonce import VALIDITE
from domain.fichiers.attachement import FichierVerifie, connaitre, recu, relire
from domain.fichiers.controle import Controle
from domain.fichiers.models import Televersement
from domain.fichiers.reception import Attendu, commencer, retenir
from domain.fichiers.refus import (
    FichierAbsent,
    HashInvalide,
    IdentifiantInvalide,
    LongueurInvalide,
)
from domain.fichiers.types_mime import type_servi
from domain.transactions import Transaction

ENVOI = "televersement/envoi"
ATTACHEMENT = "televersement/attachement"

# The try of a client that writes to the store by itself: what it wrote is copied before it is checked.
ESSAI_DIRECT = 0


@dataclass(frozen=True)
class Adresse:
    """`headers` is JSON in a text, as the contract has it."""

    url: str
    headers: str
    signed_blob_id: str


@dataclass(frozen=True, slots=True)
class Televersements:
    """`direct`: clients write to the store by addresses that it signs, and not through us."""

    base: Base
    storage: Storage
    signataire: Signataire
    url_publique: str
    direct: bool

    def adresse(self, annonce: Televersement) -> Adresse:
        """Where its bytes go, and the text that attaches it, both for an hour."""
        url, entetes = self._envoi(annonce)
        return Adresse(url, json.dumps(entetes), self._signer(annonce, ATTACHEMENT))

    def lire_envoi(self, texte: str, *, at: datetime) -> int:
        """The number of the upload whose address ends so. Raises IdentifiantInvalide."""
        return self._lire(texte, ENVOI, at=at)

    async def verifier(self, signed_blob_id: str) -> FichierVerifie:
        """A file that is whole in the store, and that nothing holds yet. Raises IdentifiantInvalide,
        FichierAbsent, HashInvalide; StorageUnavailable and psycopg.OperationalError: nothing is known.
        """
        at = datetime.now(UTC)
        numero = self._lire(signed_blob_id, ATTACHEMENT, at=at)
        if self.direct:
            await self._prendre(numero, at=at)
        verifie = await self.base.transaction(lambda tx: recu(relire(tx, numero)))
        try:
            objet = await asyncio.to_thread(self.storage.head, verifie.cle)
        except ObjectMissing:
            raise FichierAbsent from None
        if objet.size != verifie.taille:
            raise FichierAbsent
        return verifie

    async def _prendre(self, numero: int, *, at: datetime) -> None:
        """Copy what a client wrote out of its reach, then check the copy: the address that it holds
        could still replace the original. Done once. Raises FichierAbsent, HashInvalide…"""
        attendu, origine = await self.base.transaction(lambda tx: self._origine(tx, numero))
        if attendu.essai is None:
            return
        try:
            await asyncio.to_thread(self._verifier_copie, origine, attendu)
            retenu = await self.base.transaction(lambda tx: retenir(tx, attendu, at=at))
        except ObjectMissing:
            raise FichierAbsent from None
        except DomainError:
            await self._oublier([attendu.cle])
            raise
        await self._oublier([origine] if retenu else [attendu.cle])

    def _origine(self, tx: Transaction, numero: int) -> tuple[Attendu, str]:
        attendu = commencer(tx, numero)
        return attendu, connaitre(tx, numero).cle_de(ESSAI_DIRECT)

    def _verifier_copie(self, origine: str, attendu: Attendu) -> None:
        if self.storage.head(origine).size != attendu.taille:
            raise HashInvalide
        self.storage.copy(origine, attendu.cle, content_type=type_servi(attendu.type_mime))
        controle = Controle(taille=attendu.taille, md5=attendu.md5, type_mime=attendu.type_mime)
        try:
            for morceau in self.storage.read(attendu.cle):
                controle.passer(morceau)
            controle.conclure()
        except LongueurInvalide:
            raise HashInvalide from None

    async def _oublier(self, cles: Iterable[str]) -> None:
        """What is left behind is swept with its announcement."""
        with suppress(StorageUnavailable):
            await asyncio.to_thread(self.storage.delete, cles)

    def _envoi(self, annonce: Televersement) -> tuple[str, dict[str, str]]:
        if not self.direct:
            entetes = {"Content-Type": annonce.type_mime, "Content-MD5": annonce.md5}
            return f"{self.url_publique}/televersements/{self._signer(annonce, ENVOI)}", entetes
        url, entetes = self.storage.signed_upload(
            annonce.cle_de(ESSAI_DIRECT),
            content_type=annonce.type_mime,
            size=annonce.taille,
            content_md5=annonce.md5,
            lasts=VALIDITE,
        )
        del entetes["Content-Length"]  # every client sends it by itself; some may not be told to
        return url, entetes

    def _signer(self, annonce: Televersement, objet: str) -> str:
        jusqu_a = annonce.annonce_le + VALIDITE
        return self.signataire.signer(annonce.id, objet=objet, jusqu_a=jusqu_a)

    def _lire(self, texte: str, objet: str, *, at: datetime) -> int:
        try:
            return int(self.signataire.lire(texte, objet=objet, at=at))
        except SignatureRefusee:
            raise IdentifiantInvalide from None
