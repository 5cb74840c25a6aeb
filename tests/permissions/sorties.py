"""All that leaves a Guichet by itself: its processes do here what they do in their own, with their own logs."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_network

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from adapters.courrier import CourrierSmtp
from adapters.http_sortant import ClientSortant, Regles
from domain.demarches.models import Demarche
from domain.webhooks.reglage import creer
from jobs import tous
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.exports.atelier import Atelier
from jobs.exports.boucle import faire_tous
from jobs.mailer import REPOS, Facteur
from jobs.relais import relayer
from jobs.travaux import executer
from jobs.webhooks import livrer
from server.fabrique import dire_l_export_manque
from server.imprimerie import Imprimerie
from server.logs import logger
from server.resources import WORKING, known, open_storage
from server.roles import dire_le_travail_manque
from tests.permissions.ville import Ville
from tests.receveur import Receveur, recevoir
from tests.smtp import ServeurSmtp, serveur_smtp

assert tous.TRAVAUX  # declared: a worker has them all

RACINE = "racine-des-webhooks-de-cet-essai"
# What opens something by itself: the secret of a link is the end of its address.
LIEN = re.compile(r"https?://[^\s\"<>]+/([A-Za-z0-9_-]{24,})")


@dataclass
class Sorties:
    ville: Ville
    base: BaseSynchrone
    smtp: ServeurSmtp
    receveur: Receveur
    facteur: Facteur
    boucle: asyncio.Runner
    manques: list[str] = field(default_factory=list)

    def suivre(self) -> None:
        """What follows is done, until nothing follows; then mails leave, those that wait for later too."""
        while self._travailler():
            pass
        self.ville.faire(
            "UPDATE courriels SET essai_le = now(), envoyer_apres = now() WHERE etat = 'en_attente'"
        )
        while self.facteur.tour(self.boucle) != REPOS:
            pass

    def _travailler(self) -> bool:
        sonnes: list[int] = []
        faits = relayer(self.base, sonnes.append)
        for numero in sonnes:
            tenter(self.contexte, numero, self._dire)
        return faits > 0

    def _dire(self, numero: int, nom: str, erreur: BaseException) -> None:
        self.manques.append(f"{nom} : {erreur!r}")
        dire_le_travail_manque(numero, nom, erreur)

    def lancer(self, travail: str) -> None:
        executer(self.contexte, travail, {})

    def exporter(self) -> None:
        settings = self.ville.serveur.settings
        imprimerie = Imprimerie(settings.require("database_url"))
        faire_tous(Atelier(self.base, open_storage(settings), imprimerie), dire_l_export_manque)

    def prevenir(self) -> int:
        """By the web hooks; how many calls."""
        client = ClientSortant(Regles((ip_network("127.0.0.1/32"),)), delai=5)
        return livrer(self.base, client, racine=RACINE)

    def ecouter(self, demarche: int) -> None:
        self.base.transaction(
            lambda tx: creer(
                tx, tx.session.get_one(Demarche, demarche), url=f"{self.receveur.url}/recu", at=maintenant(tx),
            ).id
        )  # fmt: skip

    @property
    def contexte(self) -> Contexte:
        settings = self.ville.serveur.settings
        return Contexte(self.base, open_storage(settings), settings.url)


@contextmanager
def ouvertes(ville: Ville) -> Iterator[Sorties]:
    settings = ville.serveur.settings
    base = base_synchrone(ville.serveur.database_url, WORKING, known(settings))
    with serveur_smtp() as smtp, recevoir() as receveur, asyncio.Runner() as boucle:
        courrier = CourrierSmtp(smtp.url)
        facteur = Facteur(base, courrier, dire=logger("mailer").warning)
        try:
            yield Sorties(ville, base, smtp, receveur, facteur, boucle)
        finally:
            boucle.run(courrier.fermer())
            base.fermer()


def lettre(message: EmailMessage) -> str:
    """All that its receiver gets, headers first."""
    parties = [str(partie.get_content()) for partie in message.walk() if not partie.is_multipart()]
    return "\n".join([*(f"{nom}: {dit}" for nom, dit in message.items()), *parties])
