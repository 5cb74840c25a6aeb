"""A database of one démarche and one dossier, whose people are written to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import text

from adapters.base_de_donnees import BaseSynchrone
from adapters.s3 import S3Storage
from domain.attestations.modeles import (
    ecrire_v1,
)
from domain.attestations.models import Nature
from domain.courriels.demandeur import annoncer_au_demandeur
from domain.courriels.modeles import personnaliser
from domain.courriels.models import Modele
from domain.courriels.plateforme import Plateforme
from domain.demarches.models import Demarche
from domain.dossiers.decisions import accepter, classer_sans_suite, refuser
from domain.dossiers.models import Dossier
from domain.transactions import Transaction
from jobs.attestations import generer

PARIS = ZoneInfo("Europe/Paris")
LE = datetime(2026, 2, 5, 9, 0, tzinfo=PARIS)
NUMERO = 701
PLATEFORME = Plateforme(
    url="https://guichet.exemple.fr",
    expediteur="Guichet <non@exemple.fr>",
    contact="contact@exemple.fr",
)
R = TypeVar("R")


class Monde:
    """A database of one démarche and one dossier, and what a test does to it."""

    def __init__(self, url: str, base: BaseSynchrone, storage: S3Storage) -> None:
        self.url, self.base, self.storage = url, base, storage

    def agir(self, acte: Callable[[Transaction, Dossier, Demarche], R]) -> R:
        def avec(tx: Transaction) -> R:
            dossier = tx.session.get_one(Dossier, NUMERO)
            return acte(tx, dossier, tx.session.get_one(Demarche, dossier.demarche_id))

        return self.base.transaction(avec)

    def lignes(self, requete: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connexion:
            return connexion.execute(requete.encode()).fetchall()

    @property
    def courriels(self) -> list[dict[str, Any]]:
        return self.lignes("SELECT * FROM courriels ORDER BY id")

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.lignes("SELECT * FROM messages ORDER BY id")

    def ecrire(self, instruction: str) -> None:
        self.agir(lambda tx, d, m: tx.session.execute(text(instruction)) and None)

    def decider(self, modele: Modele = Modele.closed_mail, *, notifier: bool = True, at: datetime = LE) -> None:  # fmt: skip
        verbe = {Modele.closed_mail: accepter, Modele.refused_mail: refuser}.get(modele, classer_sans_suite)  # fmt: skip

        def acte(tx: Transaction, dossier: Dossier, demarche: Demarche) -> None:
            verbe(
                tx,
                dossier,
                demarche=demarche,
                instructeur=None,
                motivation="Parce que <oui>",
                at=at,
            )
            annoncer_au_demandeur(tx, dossier, modele=modele, plateforme=PLATEFORME, at=at, notifier=notifier)  # fmt: skip

        self.agir(acte)

    def attester(self, **autres: Any) -> None:
        tout: dict[str, Any] = {
            "nature": Nature.acceptation, "active": True, "titre": "Récépissé --numéro du dossier--",
            "corps": "Délivré à --prénom-- --nom-- le --date de décision--.\n\nProjet : --Projet--", "at": LE,
        }  # fmt: skip
        self.agir(lambda tx, d, demarche: ecrire_v1(tx, demarche, **{**tout, **autres}) and None)

    def generer(self) -> None:
        self.base.transaction(lambda tx: generer(tx, self.storage, dossier_id=NUMERO))


def personnaliser_le(
    monde: Monde, objet: str, corps: str, modele: Modele = Modele.closed_mail
) -> None:
    monde.agir(
        lambda tx, d, demarche: (
            personnaliser(tx, demarche, modele=modele, objet=objet, corps=corps, at=LE) and None
        )
    )
