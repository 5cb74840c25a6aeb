"""A world whose dossiers live, day after day, under the sweeps of the schedule."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import psycopg
import yaml
from sqlalchemy import select
from sqlalchemy.orm import joinedload

import scenarios
from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from domain.calendrier import PARIS
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.expirations.familles import Famille
from domain.transactions import Transaction
from jobs.expirations import finir, vider
from server.resources import WORKING, open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.empreintes import empreintes


def le(texte: str) -> datetime:
    """« 2024-12-18 15:00 », in Paris."""
    return datetime.fromisoformat(texte).replace(tzinfo=PARIS)


def qui(**plus: Any) -> dict[str, Any]:
    return {"usager": "ali@exemple.fr", "demandeur": {"nom": "Benali", "prenom": "Ali"}, **plus}


class Vie(NamedTuple):
    """The sweeps of a day, in their order (rules 9.8)."""

    heure: int
    balayer: Callable[[BaseSynchrone, datetime], object]


VIES = (
    Vie(1, lambda base, at: finir(base, Famille.termine, at=at)),
    Vie(2, lambda base, at: vider(base, at=at)),
    Vie(15, lambda base, at: finir(base, Famille.en_construction, at=at)),
    Vie(22, lambda base, at: finir(base, Famille.brouillon, at=at)),
)


@dataclass(frozen=True)
class Monde:
    base: BaseSynchrone
    url: str

    def lire(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, options="-c TimeZone=Europe/Paris") as connexion:
            trouvees = connexion.execute(requete.encode(), valeurs)
            return trouvees.fetchall() if trouvees.description else []

    def journee(self, jour: date) -> None:
        for vie in VIES:
            at = datetime(jour.year, jour.month, jour.day, vie.heure, tzinfo=PARIS)
            vie.balayer(self.base, at)
            self.distribuer(at)

    def distribuer(self, at: datetime) -> None:
        """The mailer gives what is due; those of later windows too, for nobody looks at their hour."""
        self.lire(
            "UPDATE courriels SET etat = 'envoye', envoye_le = %s WHERE etat = 'en_attente'", at
        )

    def vivre(self, du: str, au: str, chaque_jour: Callable[[date], None] = lambda jour: None) -> None:  # fmt: skip
        jour, fin = date.fromisoformat(du), date.fromisoformat(au)
        while jour <= fin:
            self.journee(jour)
            chaque_jour(jour)
            jour += timedelta(days=1)

    def agir(self, acte: Callable[..., Any], numero: int, **arguments: Any) -> Any:
        def faire(tx: Transaction) -> Any:
            dossier = tx.session.scalars(
                select(Dossier).where(Dossier.id == numero).with_for_update(of=Dossier)
            ).one()
            return acte(tx, dossier, **arguments)

        return self.base.transaction(faire)

    def empreinte(self) -> dict[str, str]:
        return empreintes(self.url)


@contextmanager
def monde_ouvert(stack: Settings, scenario: str) -> Iterator[Monde]:
    with fresh_database(stack) as url:
        scenarios.charger(scenario, database_url=url, storage=open_storage(stack))
        with psycopg.connect(url) as connexion:
            for table in ("courriels", "outbox"):
                connexion.execute(f"DELETE FROM {table}")
        base = base_synchrone(url, WORKING)
        try:
            yield Monde(base, url)
        finally:
            base.fermer()


@contextmanager
def copie(stack: Settings, modele: str) -> Iterator[Monde]:
    """A copy of a world that is left as it was made."""
    with fresh_database(stack, model=modele.rsplit("/", 1)[1]) as url:
        base = base_synchrone(url, WORKING)
        try:
            yield Monde(base, url)
        finally:
            base.fermer()


# A démarche whose dossiers end on 1 January 2026, and what is done to them.
ALI, BOB, INES, ADA = "ali@exemple.fr", "bob@exemple.fr", "ines@exemple.fr", "ada@exemple.fr"
DEPOSE = {"etat": "en_construction", "depose_le": "2025-01-01T10:00:00+01:00"}
ACCEPTE = {
    **DEPOSE, "etat": "accepte", "en_instruction_le": "2025-01-01T10:00:00+01:00",
    "traite_le": "2025-01-01T10:00:00+01:00",
}  # fmt: skip
SCENARIO = yaml.safe_dump(
    {
        "version": 1,
        "maintenant": "2025-11-01T09:00:00+01:00",
        "comptes": [
            {"email": ADA, "roles": ["administrateur"]},
            {"email": INES, "roles": ["instructeur"]},
            {"email": ALI},
            {"email": BOB},
        ],
        "demarches": [
            {
                "cle": "A", "number": 10, "libelle": "Aide", "etat": "publiee",
                "administrateurs": [ADA], "instructeurs": [INES],
                "champs": [{"id": 1, "type": "text", "libelle": "Objet", "obligatoire": False}],
                "dossiers": [
                    *(qui(number=n, champs={1: "Un banc"}, **DEPOSE) for n in range(100, 140)),
                    *(qui(number=n, **ACCEPTE) for n in range(200, 206)),
                    *(qui(number=n, etat="brouillon") for n in range(300, 304)),
                    qui(number=310, etat="en_instruction", depose_le=DEPOSE["depose_le"],
                        en_instruction_le=DEPOSE["depose_le"], usager=BOB),
                ],
            }
        ],
        "jetons": [{"nom": "programme", "administrateur": ADA, "demarches": "toutes"}],
    }
)  # fmt: skip
AVERTI, EXPIRE, PURGE = le("2025-12-18 15:00"), le("2026-01-01 15:00"), le("2026-01-16 02:00")


def instructeur(tx: Transaction) -> Instructeur:
    return tx.session.scalars(
        select(Instructeur)
        .join(Instructeur.compte)
        .where(Compte.email == INES)
        .options(joinedload(Instructeur.compte))
    ).one()


def geste(monde: Monde, acte: Any, numero: int, at: datetime) -> None:
    def faire(tx: Transaction, dossier: object) -> None:
        qui_agit = instructeur(tx)
        acte(tx, dossier, instructeur=qui_agit, auteur=comme_profil(qui_agit), at=at)

    monde.agir(faire, numero)


def seuls(monde: Monde, *numeros: int) -> None:
    """The others are none of this test's business."""
    monde.lire("UPDATE dossiers SET expire_le = '2099-01-01' WHERE id <> ALL(%s)", list(numeros))
