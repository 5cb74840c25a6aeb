"""A workshop for the tests of webhooks: a world, changes of state, deliveries, and a receiver's own check."""

import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import func, select

import scenarios
from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from adapters.http_sortant import ClientSortant, Regles
from domain.demarches.models import Demarche
from domain.dossiers import decisions
from domain.dossiers.models import Dossier
from domain.transactions import Transaction
from domain.webhooks.livraison import prevoir
from domain.webhooks.reglage import (
    creer,
)
from domain.webhooks.signature import secret_de
from jobs.webhooks import livrer
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.receveur import (
    Appel,
    Receveur,
)

RACINE = "secret de l’installation, pour les essais"
PARIS = ZoneInfo("Europe/Paris")
MONDE = """
version: 1
maintenant: 2026-03-01T09:00:00+01:00
comptes:
  - {email: admin@exemple.fr, roles: [administrateur]}
  - {email: ines@exemple.fr, roles: [instructeur]}
  - {email: ali@exemple.fr, roles: [usager]}
demarches:
  - &demarche
    cle: une
    number: 840
    libelle: Une
    description: Une
    etat: publiee
    administrateurs: [admin@exemple.fr]
    pour_individu: true
    groupes: [{label: défaut, instructeurs: [ines@exemple.fr], defaut: true}]
    annotations: [{id: 1, type: text, libelle: Note}]
    dossiers:
      - &dossier {number: 8401, usager: ali@exemple.fr, etat: en_construction, depose_le: 2026-02-01, annotations: {1: canari-privé}, demandeur: {nom: Canari, prenom: Ali}}
      - {<<: *dossier, number: 8402}
      - {<<: *dossier, number: 8403}
  - {<<: *demarche, cle: autre, number: 841, libelle: Autre, dossiers: [{<<: *dossier, number: 8411}]}
"""
VERBES: dict[str, Callable[..., None]] = {
    "en_instruction": lambda tx, d, **faits: decisions.passer_en_instruction(
        tx, d, suivis=[], **faits
    ),
    "accepte": decisions.accepter,
    "refuse": lambda tx, d, **faits: decisions.refuser(tx, d, motivation="Non", **faits),
    "repasse": decisions.repasser_en_instruction,
}


@dataclass
class Atelier:
    base: BaseSynchrone
    url: str
    client: ClientSortant

    def creer(self, receveur: Receveur, demarche_id: int = 840) -> int:
        def faire(tx: Transaction) -> int:
            demarche = tx.session.get_one(Demarche, demarche_id)
            return creer(tx, demarche, url=f"{receveur.url}/recu", at=maintenant(tx)).id

        return self.base.transaction(faire)

    def changer(self, dossier_id: int, verbe: str, *, suivre: bool = True) -> datetime:
        """A change of state, followed at once unless told otherwise."""

        def faire(tx: Transaction) -> datetime:
            at = maintenant(tx)
            dossier = tx.session.get_one(Dossier, dossier_id)
            demarche = tx.session.get_one(Demarche, dossier.demarche_id)
            VERBES[verbe](tx, dossier, demarche=demarche, instructeur=None, at=at)
            return at

        at = self.base.transaction(faire)
        if suivre:
            self.suivre(dossier_id, at)
        return at

    def suivre(self, dossier_id: int, le: datetime) -> int:
        return self.base.transaction(lambda tx: prevoir(tx, dossier_id=dossier_id, survenu_le=le))

    def livrer(self) -> int:
        return livrer(self.base, self.client, racine=RACINE)

    def secret(self, webhook_id: int) -> str:
        [(sel,)] = self.lignes("SELECT sel FROM webhooks WHERE id = %s", webhook_id)
        return secret_de(RACINE, sel)

    def lignes(self, sql: str, *parametres: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql.encode(), parametres).fetchall()

    def ecrire(self, sql: str, *parametres: Any) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(sql.encode(), parametres)

    def option(self, url: str) -> None:
        """Set the démarche's own option, which DS's form follows."""
        self.ecrire(
            "UPDATE demarches SET options = jsonb_build_object('web_hook_url', %s::text) WHERE id = 840",
            url,
        )

    def echeance(self) -> None:
        """The time to wait before the next try is over."""
        self.ecrire("UPDATE livraisons SET prochain_essai_le = now()")


def maintenant(tx: Transaction) -> datetime:
    return tx.session.scalars(select(func.now())).one()


@contextmanager
def ouvrir(stack: Settings, tmp_path: Path) -> Iterator[Atelier]:
    (tmp_path / "monde.yaml").write_text(MONDE)
    with fresh_database(stack) as url:
        scenarios.charger(tmp_path / "monde.yaml", database_url=url, storage=open_storage(stack))
        base = base_synchrone(url, {})
        client = ClientSortant(Regles((ip_network("127.0.0.1/32"),)), delai=1)
        try:
            yield Atelier(base, url, client)
        finally:
            base.fermer()


def corps(appel: Appel) -> dict[str, Any]:
    lu: dict[str, Any] = json.loads(appel.corps)
    return lu


def signature_juste(appel: Appel, secret: str, corps_recu: bytes | None = None) -> bool:
    """What a receiver does: this, and look whether it has had this id already."""
    parties = dict(partie.split("=", 1) for partie in appel.entetes["guichet-signature"].split(","))
    signe = f"{parties['t']}.".encode() + (appel.corps if corps_recu is None else corps_recu)
    attendu = hmac.new(secret.encode(), signe, sha256).hexdigest()
    recent = abs(time.time() - int(parties["t"])) < 300
    return recent and hmac.compare_digest(attendu, parties["v1"])
