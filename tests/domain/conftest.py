"""Verbs of the domain on a real database: a scenario loaded once, copied for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import scenarios
from domain.calendrier import PARIS
from domain.comptes.models import Compte
from domain.demarches.models import Demarche
from domain.dossiers.champs import Champ
from domain.dossiers.models import Dossier
from domain.fichiers.attachement import FichierVerifie
from domain.fichiers.models import Televersement
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.formulaire import Formulaire
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.empreintes import empreintes

MONDES = Path(__file__).parent / "mondes"
MAINTENANT = datetime(2026, 3, 1, 9, tzinfo=PARIS)


class Atelier:
    """A world, and the transactions that change it. `le(n)` is n minutes after its present."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.engine, self.url = engine, url

    @staticmethod
    def le(minutes: float) -> datetime:
        return MAINTENANT + timedelta(minutes=minutes)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            tx = Transaction(session)
            yield tx
            tx.sceller()

    @staticmethod
    def dossier(tx: Transaction, number: int) -> Dossier:
        return tx.session.scalars(select(Dossier).where(Dossier.id == number)).one()

    @staticmethod
    def formulaire(tx: Transaction, dossier: Dossier) -> Formulaire:
        return charger_formulaire(tx.session, dossier.revision_id)

    @staticmethod
    def demarche(tx: Transaction, number: int = 70) -> Demarche:
        return tx.session.scalars(select(Demarche).where(Demarche.id == number)).one()

    @staticmethod
    def groupes(tx: Transaction, number: int = 70) -> list[GroupeInstructeur]:
        return list(
            tx.session.scalars(
                select(GroupeInstructeur).where(GroupeInstructeur.demarche_id == number)
            )
        )

    @staticmethod
    def compte(tx: Transaction, email: str) -> Compte:
        return tx.session.scalars(select(Compte).where(Compte.email == email)).one()

    def fichier(self, tx: Transaction, nom: str, *, type_mime: str = "application/pdf", taille: int = 10) -> FichierVerifie:  # fmt: skip
        """An upload that came whole."""
        annonce = Televersement(
            demarche_id=70, auteur_genre="usager", cle=f"2026/{nom}", nom=nom, type_mime=type_mime,
            taille=taille, md5="AAAAAAAAAAAAAAAAAAAAAA==", essais=1, essai_retenu=1,
            annonce_le=MAINTENANT, recu_le=MAINTENANT,
        )  # fmt: skip
        tx.add(annonce)
        tx.flush()
        return FichierVerifie(
            televersement_id=annonce.id, demarche_id=70, cle=annonce.cle_de(1), nom=nom,
            type_mime=type_mime, taille=taille, md5=annonce.md5,
        )  # fmt: skip

    def lignes(self, requete: str, **parametres: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connexion:
            return [tuple(ligne) for ligne in connexion.execute(text(requete), parametres)]

    def valeurs(self, number: int, stable_id: int, row_id: str | None = None) -> dict[str, str | None]:  # fmt: skip
        """The value of a champ in each of its streams, the history's by their order."""
        with Session(self.engine) as session:
            champs = session.scalars(
                select(Champ)
                .where(Champ.dossier_id == number, Champ.stable_id == stable_id)
                .where(Champ.row_id.is_not_distinct_from(row_id))
                .order_by(Champ.flux)
            )
            return {champ.flux: champ.value for champ in champs}

    def empreinte(self) -> dict[str, str]:
        """A digest of every table: equal before and after means that nothing has changed."""
        return empreintes(self.url)


def _engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)


@pytest.fixture(scope="module")
def modele(request: pytest.FixtureRequest, stack: Settings) -> Iterator[str]:
    """The database that the module's `MONDE` was made in, to be copied."""
    with fresh_database(stack) as url:
        scenarios.charger(
            MONDES / f"{request.module.MONDE}.yaml", database_url=url, storage=open_storage(stack)
        )
        yield url.rsplit("/", 1)[1]


@pytest.fixture
def atelier(stack: Settings, modele: str) -> Iterator[Atelier]:
    with fresh_database(stack, model=modele) as url:
        engine = _engine(url)
        try:
            yield Atelier(engine, url)
        finally:
            engine.dispose()
