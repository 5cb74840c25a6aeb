"""A world where acts are done to many dossiers, and workers that do them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

import scenarios
from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import Affectation
from domain.masse import creation
from domain.masse.demande import Demande
from domain.masse.models import ActeDeMasse
from domain.transactions import Transaction
from jobs.masse import traiter
from server.resources import WORKING, open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.empreintes import empreintes

MONDE = Path(__file__).parent.parent / "bureau" / "mondes" / "masse.yaml"
INES, IGOR = "ines@exemple.fr", "igor@exemple.fr"
SANS: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Chantier:
    base: BaseSynchrone
    url: str

    def lire(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connexion:
            trouvees = connexion.execute(requete.encode(), valeurs)
            return trouvees.fetchall() if trouvees.description else []

    def demander(
        self, acte: ActeDeMasse, dossiers: Collection[int], *, par: str = INES, **demande: Any
    ) -> int:
        return self.base.transaction(
            lambda tx: demander_dans(tx, acte, dossiers, par=par, **demande).operation.id
        )

    def traiter(self, operation: int) -> None:
        assert traiter(self.base, operation) == []

    def faire(self, acte: ActeDeMasse, dossiers: Collection[int], **demande: Any) -> int:
        operation = self.demander(acte, dossiers, **demande)
        self.traiter(operation)
        return operation

    def issues(self, operation: int) -> dict[int, str]:
        lues = self.lire(
            "SELECT dossier_id, issue FROM elements_de_masse WHERE operation_id = %s ORDER BY 1",
            operation,
        )
        return dict(lues)

    def raisons(self, operation: int) -> dict[int, str]:
        lues = self.lire(
            "SELECT dossier_id, raison FROM elements_de_masse"
            " WHERE operation_id = %s AND raison IS NOT NULL ORDER BY 1",
            operation,
        )
        return dict(lues)

    def etat(self, dossier: int) -> str:
        return str(self.lire("SELECT state FROM dossiers WHERE id = %s", dossier)[0][0])

    def empreinte(self) -> dict[str, str]:
        return empreintes(self.url)


def demander_dans(
    tx: Transaction,
    acte: ActeDeMasse,
    dossiers: Collection[int],
    *,
    par: str = INES,
    **demande: Any,
) -> creation.Creee:
    instructeur = tx.session.scalars(
        select(Instructeur)
        .join(Instructeur.compte)
        .where(Compte.email == par)
        .options(joinedload(Instructeur.compte))
    ).one()
    siens = select(Affectation.groupe_instructeur_id).where(
        Affectation.instructeur_id == instructeur.id
    )
    return creation.creer(
        tx, acte, dossiers=dossiers, miens=Dossier.groupe_instructeur_id.in_(siens),
        demande=Demande(**demande), instructeur=instructeur,
        at=tx.session.scalars(select(func.now())).one(),
    )  # fmt: skip


@contextmanager
def modele_de_masse(stack: Settings) -> Iterator[str]:
    """The database that the world was made in, to be copied; its expirations are those of this moment."""
    with fresh_database(stack) as url:
        scenarios.charger(MONDE, database_url=url, storage=open_storage(stack))
        with psycopg.connect(url) as connexion:
            connexion.execute("UPDATE dossiers SET expire_le = now() + interval '1 year'")
            connexion.execute(
                "UPDATE dossiers SET expire_le = now() + interval '3 days' WHERE id IN (7003, 7009)"
            )
            connexion.execute("UPDATE dossiers SET cache_par_expiration_le = now() WHERE id = 7012")
            connexion.execute("UPDATE experts_demarches SET acces_decision = true")
            connexion.execute("DELETE FROM outbox")
            connexion.execute("DELETE FROM courriels")
        yield url.rsplit("/", 1)[1]


@contextmanager
def chantier_ouvert(stack: Settings, modele: str) -> Iterator[Chantier]:
    with fresh_database(stack, model=modele) as url:
        base = base_synchrone(url, WORKING)
        try:
            yield Chantier(base, url)
        finally:
            base.fermer()
