"""One process listens to PostgreSQL once, for all those who listen to it (ADR 0030)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
from psycopg import AsyncConnection

from domain.signaux import CANAL, Quoi, relu
from resolvers.sessions import ConnecteRow
from resolvers.snapshot import Snapshot
from server.flux.abonne import Abonne
from server.flux.anneau import Anneau, Entendu
from server.logs import logger
from server.resources import CONNECTION, Resources

# Told apart from the connections of requests, for whoever looks at what PostgreSQL does.
ECOUTE = {**CONNECTION, "application_name": "guichet flux"}
RETRAIT = 1.0  # seconds before trying again when PostgreSQL is away

SESSION_FINIE = "session"
ARRET = "arret"

log = logger("flux")


class Complet(Exception):
    """This account listens enough already."""


class Diffusion:
    """Everybody who listens in this process. Signals are heard one after the other, so that a right that was
    lost is lost for all that comes after."""

    def __init__(self) -> None:
        self.abonnes: set[Abonne] = set()
        self.anneau = Anneau()
        self.fermee = False
        self.changements = 0
        """How many times somebody's rights changed: who reads his meanwhile reads them again."""

    def abonner(self, abonne: Abonne, *, depuis: str | None, limite: int) -> str:
        """The name of this moment. Raises Complet. Nothing is missed nor said twice: there is no waiting
        in here."""
        if sum(present.compte_id == abonne.compte_id for present in self.abonnes) >= limite:
            raise Complet
        self.abonnes.add(abonne)
        if depuis is not None:
            self._reprendre(abonne, depuis)
        return self.anneau.dernier

    def _reprendre(self, abonne: Abonne, depuis: str) -> None:
        manques = self.anneau.depuis(depuis)
        if manques is None:
            abonne.rattraper(self.anneau.dernier)
        for manque in manques or ():
            abonne.entendre(manque)

    def quitter(self, abonne: Abonne) -> None:
        self.abonnes.discard(abonne)

    def fermer(self) -> None:
        """The process is told to stop: a stream never ends by itself."""
        self.fermee = True
        for abonne in list(self.abonnes):
            abonne.finir(ARRET)

    @asynccontextmanager
    async def ecoutant(self, resources: Resources) -> AsyncIterator[None]:
        ecoute = asyncio.ensure_future(self._ecouter_sans_fin(resources))
        try:
            yield
        finally:
            ecoute.cancel()
            with suppress(asyncio.CancelledError):
                await ecoute

    async def _ecouter_sans_fin(self, resources: Resources) -> None:
        while True:
            try:
                await self._ecouter(resources)
            except psycopg.Error as error:
                log.warning("en attente", erreur=type(error).__name__)
            await asyncio.sleep(RETRAIT)

    async def _ecouter(self, resources: Resources) -> None:
        """Until the connection is lost. What was said meanwhile is not known: everybody loads again."""
        adresse, battement = (
            resources.settings.require("database_url"),
            resources.settings.stream_beat,
        )
        connexion = await AsyncConnection.connect(adresse, autocommit=True, **ECOUTE)
        async with connexion:
            await connexion.execute(f"LISTEN {CANAL}")
            self.anneau = Anneau()
            await self._relire_les_droits(resources)
            for abonne in list(self.abonnes):
                abonne.rattraper(self.anneau.dernier)
            while True:
                async for notification in connexion.notifies(timeout=battement):
                    await self._entendre(notification.payload, resources)
                await connexion.execute("SELECT 1")  # a server that went silent is found out here
                await self._relire_les_droits(resources)

    async def _entendre(self, texte: str, resources: Resources) -> None:
        id, _, ecrit = texte.partition(" ")
        try:
            entendu = Entendu(id, relu(ecrit))
        except (ValueError, TypeError):
            log.warning(
                "signal inconnu"
            )  # of another version of this code, while one replaces the other
            return
        if entendu.signal.quoi is Quoi.droits:
            self.changements += 1
            if any(abonne.change_de_droits(entendu.signal) for abonne in self.abonnes):
                await self._relire_les_droits(resources)
            return
        self.anneau.retenir(entendu)
        for abonne in list(self.abonnes):
            abonne.entendre(entendu)

    async def _relire_les_droits(self, resources: Resources) -> None:
        """Of everybody, in one trip; whose session is over hears nothing more."""
        presents = list(self.abonnes)
        if not presents:
            return
        async with Snapshot(resources.primary) as snapshot:
            lus = await snapshot.together([abonne.question for abonne in presents])
        for abonne, connectes in zip(presents, lus, strict=True):
            connecte: ConnecteRow | None = connectes[0] if connectes else None
            if connecte is None or connecte.instructeur_id is None:
                abonne.finir(SESSION_FINIE)
            else:
                abonne.accorder(connecte)
