"""Deliveries of webhooks: written by a piece of work, made by a loop of their own.

They are not pieces of work themselves: those are done in any order, given up after five failures, and
hold a thread each. Here a receiver that is silent for ten seconds holds nobody but itself.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Event

import psycopg

from adapters.base_de_donnees import BaseSynchrone
from adapters.http_sortant import AppelEchoue, ClientSortant, DestinationRefusee
from domain.transactions import Transaction
from domain.webhooks import essais
from domain.webhooks.corps import TYPE, TYPES_MIME
from domain.webhooks.essais import Prise
from domain.webhooks.livraison import prevoir
from domain.webhooks.signature import secret_de, signer
from jobs.contexte import Contexte
from jobs.travaux import travail

A_LA_FOIS = 6
PAUSE = 1.0  # seconds between two looks at what is due
PANNE = 5.0  # the same, when the database is away
PURGE = 3600.0  # seconds between two purges of the journal


@travail("prevoir_webhooks")
def prevoir_webhooks(contexte: Contexte, *, dossier_id: int, survenu_le: str) -> None:
    """What follows `DossierChangeEtat`: its `dossier_id`, and its `le` in ISO 8601."""
    le = datetime.fromisoformat(survenu_le)
    contexte.base.transaction(lambda tx: prevoir(tx, dossier_id=dossier_id, survenu_le=le))


def boucler(base: BaseSynchrone, client: ClientSortant, *, racine: str, stop: Event) -> None:
    """Deliver until told to stop; the tries under way are finished first. Several processes may.
    `racine` is the secret of the installation."""
    while not stop.is_set():
        try:
            base.transaction(essais.purger)
            asyncio.run(_guetter(base, client, racine, stop.is_set, attendre=True))
        except psycopg.OperationalError:
            stop.wait(PANNE)


def livrer(base: BaseSynchrone, client: ClientSortant, *, racine: str) -> int:
    """Make every try that is due, until none is. Returns how many were made."""
    return asyncio.run(_guetter(base, client, racine, lambda: False, attendre=False))


async def _guetter(
    base: BaseSynchrone,
    client: ClientSortant,
    racine: str,
    fini: Callable[[], bool],
    *,
    attendre: bool,
) -> int:
    """One look at what is due, at each end of a try and at each pause; `attendre` goes on for an hour
    when nothing is, after which the journal is purged."""
    essais_en_cours: set[asyncio.Task[None]] = set()
    faits, fin = 0, asyncio.get_running_loop().time() + (PURGE if attendre else 0)
    while True:
        prise = None
        if not fini() and len(essais_en_cours) < A_LA_FOIS:
            prise = await _prendre(base)
        if prise is not None:
            essais_en_cours.add(asyncio.create_task(_essayer(base, client, prise, racine)))
            faits += 1
            continue
        if essais_en_cours:
            finis, essais_en_cours = await asyncio.wait(
                essais_en_cours, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED
            )
            for essai in finis:
                essai.result()
        elif fini() or asyncio.get_running_loop().time() >= fin:
            return faits
        else:
            await asyncio.sleep(PAUSE)


async def _prendre(base: BaseSynchrone) -> Prise | None:
    return await asyncio.to_thread(base.transaction, essais.prendre)


async def _essayer(base: BaseSynchrone, client: ClientSortant, prise: Prise, racine: str) -> None:
    noter = await _poster(client, prise, racine)
    await asyncio.to_thread(base.transaction, noter)


Note = Callable[[Transaction], None]


async def _poster(client: ClientSortant, prise: Prise, racine: str) -> Note:
    """Returns what is to be written of the try."""
    corps = prise.corps.encode()
    try:
        reponse = await client.poster(prise.url, entetes=_entetes(prise, racine), corps=corps)
    except (AppelEchoue, DestinationRefusee) as error:
        return partial(essais.noter_echec, prise=prise, statut=None, erreur=str(error))
    if 200 <= reponse.statut < 300:
        return partial(essais.noter_livree, prise=prise, statut=reponse.statut)
    erreur = f"Réponse {reponse.statut}."
    return partial(essais.noter_echec, prise=prise, statut=reponse.statut, erreur=erreur)


def _entetes(prise: Prise, racine: str) -> dict[str, str]:
    entetes = {"Content-Type": TYPES_MIME[prise.forme]}
    if prise.sel is not None:
        secret = secret_de(racine, prise.sel)
        entetes |= {
            "Guichet-Evenement": prise.evenement_id,
            "Guichet-Type": TYPE,
            "Guichet-Signature": signer(secret, instant=prise.instant, corps=prise.corps.encode()),
        }
    return entetes
