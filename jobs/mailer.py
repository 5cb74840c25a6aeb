"""The mailer: takes the mails that are due one by one, gives them to the server, notes what it said.

Killed at any instant, it loses none. The one that it held is sent again by another, under the same
Message-ID, and marked: nobody can tell any more whether it had left (reliability 2.2).
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from secrets import token_hex
from threading import Event
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from adapters.base_de_donnees import BaseSynchrone
from adapters.courrier import Courrier, IssueInconnue, Lettre, Refuse, Reporte, ServeurAbsent
from domain.courriels import distribution
from domain.courriels.distribution import Pli
from domain.transactions import Transaction

REPOS = 0.5  # seconds between two looks at an empty queue
RENOUVELLEMENT = 3.0  # seconds between two signs of life on the mail being sent
INSISTANCE = 15.0  # seconds during which an outcome is written again and again; less than a stop's
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds, when there is no server to talk to

Constat = Callable[[Transaction, Pli], None]


class Facteur:
    """One mailer. `dire` is told what happened, in words without anybody's address."""

    def __init__(
        self, base: BaseSynchrone, courrier: Courrier, *, dire: Callable[..., Any]
    ) -> None:
        self._base = base
        self._courrier = courrier
        self._dire = dire
        self._nom = token_hex(8)
        self._pannes = 0
        self._arret = Event()
        self._en_main: Pli | None = None

    def distribuer(self, arret: Event) -> None:
        """Until told to stop; the mail under way is finished first, and the next one given back."""
        self._arret = arret
        with asyncio.Runner() as boucle:
            while not arret.is_set():
                arret.wait(self.tour(boucle))
            boucle.run(self._courrier.fermer())
        if self._en_main is not None:
            rendre = partial(distribution.rendre, facteur=self._nom, erreur="arrêt")
            self._ecrire(self._en_main, rendre, encore=False)

    def tour(self, boucle: asyncio.Runner) -> float:
        """One mail, if one is due. Returns how many seconds to rest before the next look."""
        try:
            pli = self._en_main or self._base.transaction(self._prendre)
            self._en_main = None
            if pli is None:
                return REPOS
            return self._conclure(pli, boucle.run(self._remettre(pli)))
        except (psycopg.Error, SQLAlchemyError) as panne:
            self._dire("base indisponible", raison=type(panne).__name__)
            return self._pause()

    def _prendre(self, tx: Transaction) -> Pli | None:
        return distribution.prendre(tx, facteur=self._nom)

    async def _remettre(self, pli: Pli) -> Exception | None:
        """The outcome: nothing, or what prevented it. While it lasts, the mail stays ours."""
        signe = asyncio.create_task(self._rester(pli))
        try:
            await self._courrier.envoyer(_lettre(pli))
        except (Refuse, Reporte, ServeurAbsent, IssueInconnue) as empeche:
            return empeche
        finally:
            signe.cancel()
            with suppress(asyncio.CancelledError):
                await signe
        return None

    async def _rester(self, pli: Pli) -> None:
        while True:
            await asyncio.sleep(RENOUVELLEMENT)
            prolonger = partial(distribution.prolonger, pli=pli, facteur=self._nom)
            with suppress(psycopg.Error, SQLAlchemyError):  # the next one may come through
                await asyncio.to_thread(self._base.transaction, prolonger)

    def _conclure(self, pli: Pli, issue: Exception | None) -> float:
        """Write down the outcome and take the next mail, in one commit: nothing may be sent between the
        two. Returns the rest to take."""
        absent = isinstance(issue, ServeurAbsent)
        encore = not absent and not self._arret.is_set()
        self._en_main = self._ecrire(pli, self._constat(issue), encore=encore)
        if absent:
            self._dire("serveur de courriels absent", raison=str(issue))
            return self._pause()
        if issue is not None:
            self._dire("courriel non remis", courriel=pli.id, issue=type(issue).__name__)
        self._pannes = 0
        return 0.0

    def _constat(self, issue: Exception | None) -> Constat:
        match issue:
            case None:
                return distribution.noter_envoye
            case Refuse(adresse=adresse):
                return partial(distribution.noter_refuse, facteur=self._nom, erreur=str(issue), adresse=adresse)  # fmt: skip
            case Reporte():
                return partial(distribution.noter_reporte, facteur=self._nom, erreur=str(issue))
            case IssueInconnue():
                return partial(distribution.noter_ambigu, facteur=self._nom, erreur=str(issue))
        return partial(distribution.rendre, facteur=self._nom, erreur=str(issue))

    def _ecrire(self, pli: Pli, constat: Constat, *, encore: bool) -> Pli | None:
        """PostgreSQL may be away for a moment: giving up here would send a delivered mail again."""

        def ecrire(tx: Transaction) -> Pli | None:
            constat(tx, pli)
            return self._prendre(tx) if encore else None

        limite = monotonic() + INSISTANCE
        while True:
            try:
                return self._base.transaction(ecrire)
            except (psycopg.Error, SQLAlchemyError):
                if monotonic() > limite:
                    raise
                Event().wait(REPOS)

    def _pause(self) -> float:
        pause = PAUSES[min(self._pannes, len(PAUSES) - 1)]
        self._pannes += 1
        return pause


def _lettre(pli: Pli) -> Lettre:
    return Lettre(
        identifiant=pli.identifiant, expediteur=pli.expediteur, destinataire=pli.destinataire,
        objet=pli.objet, texte=pli.texte, html=pli.html, date=pli.date, repondre_a=pli.repondre_a,
    )  # fmt: skip
