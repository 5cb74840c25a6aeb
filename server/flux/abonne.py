"""Somebody signed in who listens, and what waits to be sent to him."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.identifiants import identifiant
from domain.signaux import Quoi, Signal
from resolvers.sessions import ConnecteRow
from resolvers.statements import Asked
from server.flux.anneau import Entendu

# How much may wait for a reader who does not read: beyond, he is told to load everything again.
EN_ATTENTE_MAX = 100


class Evenement(NamedTuple):
    """As text/event-stream has it; without an `id`, who comes back goes on from the one before."""

    nom: str
    donnees: Mapping[str, Any]
    id: str | None = None

    def ecrit(self) -> bytes:
        id = f"id: {self.id}\n" if self.id else ""
        corps = json.dumps(self.donnees, ensure_ascii=False, separators=(",", ":"))
        return f"{id}event: {self.nom}\ndata: {corps}\n\n".encode()


class Abonne:
    """`question` reads again whose session this is; `droits` is what it said last. Everything here runs in
    the one thread of the event loop."""

    def __init__(self, question: Asked, droits: ConnecteRow) -> None:
        self.question, self.compte_id = question, droits.compte_id
        self.session_id = droits.session_id
        self.finir_pour: str | None = None
        self._file: deque[Evenement] = deque()
        self._sonne = asyncio.Event()
        self.accorder(droits)

    def accorder(self, droits: ConnecteRow) -> None:
        self.instructeur_id = droits.instructeur_id
        self.groupes = frozenset(droits.groupes or ())

    def change_de_droits(self, signal: Signal) -> bool:
        return signal.session_id == self.session_id or signal.instructeur_id == self.instructeur_id

    def concerne(self, entendu: Entendu) -> bool:
        """Its own, or of a groupe of his: nothing else is said, not even that it happened."""
        signal = entendu.signal
        if signal.quoi is Quoi.droits:
            return False
        if signal.instructeur_id is not None:
            return signal.instructeur_id == self.instructeur_id
        return signal.groupe_id in self.groupes

    def entendre(self, entendu: Entendu) -> None:
        if self.concerne(entendu):
            self._mettre(_evenement(entendu))

    def rattraper(self, id: str) -> None:
        """Something may have been missed: all that he shows is to be loaded again."""
        self._file.clear()
        self._mettre(Evenement("rattrapage", {}, id))

    def finir(self, raison: str) -> None:
        """What waits is not said: his rights on it may be what ended."""
        if self.finir_pour is None:
            self._file.clear()
            self.finir_pour = raison
            self._sonne.set()

    def _mettre(self, evenement: Evenement) -> None:
        if self.finir_pour is not None:
            return
        if len(self._file) >= EN_ATTENTE_MAX:
            self._file.clear()
            evenement = Evenement("rattrapage", {}, evenement.id)
        self._file.append(evenement)
        self._sonne.set()

    async def attendre(self, patience: float) -> list[Evenement]:
        """What there is to say; nothing when `patience` seconds went by, or when it is over."""
        try:
            async with asyncio.timeout(patience):
                await self._sonne.wait()
        except TimeoutError:
            return []
        self._sonne.clear()
        dits = list(self._file)
        self._file.clear()
        return dits


def _evenement(entendu: Entendu) -> Evenement:
    """Identifiers as GraphQL has them, for what is loaded again there."""
    signal = entendu.signal
    donnees: dict[str, Any] = {}
    if signal.demarche_id is not None:
        donnees["demarche"] = signal.demarche_id
    if signal.quoi is Quoi.operation and signal.operation_id is not None:
        donnees["operation"] = identifiant("OperationDeMasse", signal.operation_id)
    if signal.quoi is not Quoi.operation:
        donnees["dossier"] = signal.dossier_id
    return Evenement(str(signal.quoi), donnees, entendu.id)
