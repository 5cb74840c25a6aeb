"""Every Monday, the addresses that démarches give are called (rules 1.2.5, 9.8): by lots, each a piece of work
of less than four minutes, through the client that calls nothing of ours."""

import asyncio
from collections.abc import Sequence

from adapters.http_sortant import AppelEchoue, ClientSortant, DestinationRefusee
from domain.demarches.liens import Lien, a_verifier, noter
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.travaux import a_faire, inscrire, travail

LOT = 60  # démarches
A_LA_FOIS = 6


@travail("verifier_les_liens")
def verifier_les_liens(contexte: Contexte, *, apres: int = 0) -> None:
    base = contexte.base
    liens = base.transaction(lambda tx: a_verifier(tx.session, apres=apres, limite=LOT))
    if not liens:
        return
    erreurs = asyncio.run(_appeler(contexte.sortant, liens))

    def ecrire(tx: Transaction) -> None:
        at = maintenant(tx)
        for lien, erreur in zip(liens, erreurs, strict=True):
            noter(tx, lien, erreur=erreur, at=at)
        inscrire(tx, [a_faire("verifier_les_liens", apres=liens[-1].demarche_id)])

    base.transaction(ecrire)


async def _appeler(client: ClientSortant, liens: Sequence[Lien]) -> list[str | None]:
    """What is wrong with each, None when it leads somewhere; one address of several démarches is called once."""
    places = asyncio.Semaphore(A_LA_FOIS)

    async def essayer(url: str) -> str | None:
        async with places:
            return await _essayer(client, url)

    urls = list(dict.fromkeys(lien.url for lien in liens))
    erreurs = dict(zip(urls, await asyncio.gather(*map(essayer, urls)), strict=True))
    return [erreurs[lien.url] for lien in liens]


async def _essayer(client: ClientSortant, url: str) -> str | None:
    """An address that sends elsewhere leads somewhere: nobody follows it from here."""
    try:
        reponse = await client.demander(url)
    except (AppelEchoue, DestinationRefusee) as error:
        return str(error)
    return f"Réponse {reponse.statut}." if reponse.statut >= 400 else None
