"""Acting as somebody, on a real database: the manner of every test of acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine, make_url, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.pool import NullPool

from domain.auteurs import Auteur, Genre
from domain.comptes.auteurs import comme_profil, comme_usager
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.fichiers.attachement import FichierVerifie, recu
from domain.fichiers.models import Televersement
from domain.transactions import Transaction
from server.settings import Settings
from tests.databases import fresh_database
from tests.domain.conftest import Atelier

JETON = "jeton-d-essai"


Acte = Callable[..., Any]


@contextmanager
def ouvrir(stack: Settings, modele: str) -> Iterator[Atelier]:
    """A copy of the module's world, for several tests that leave it as it was."""
    with fresh_database(stack, model=modele) as url:
        engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool
        )
        try:
            yield Atelier(engine, url)
        finally:
            engine.dispose()


@contextmanager
def essai(atelier: Atelier) -> Iterator[Transaction]:
    """A transaction that goes as far as its commit, and leaves nothing."""
    with Session(atelier.engine) as session:
        tx = Transaction(session)
        yield tx
        tx.sceller()
        session.rollback()


def instructeur(tx: Transaction, email: str = "ines@exemple.fr") -> Instructeur:
    lu = select(Instructeur).join(Instructeur.compte).where(Compte.email == email)
    return tx.session.scalars(lu.options(joinedload(Instructeur.compte))).one()


def verrouille(tx: Transaction, number: int) -> Dossier:
    return tx.session.scalars(
        select(Dossier).where(Dossier.id == number).with_for_update(of=Dossier)
    ).one()


def agir(
    atelier: Atelier, acte: Acte, number: int, *, par: str = "ines@exemple.fr",
    jeton: bool = True, at: datetime | None = None, **arguments: Any,
) -> Any:  # fmt: skip
    """An instructeur does something to a dossier, through a token unless told."""
    with atelier.transaction() as tx:
        return agir_dans(tx, acte, number, par=par, jeton=jeton, at=at, **arguments)


def agir_dans(
    tx: Transaction, acte: Acte, number: int, *, par: str = "ines@exemple.fr",
    jeton: bool = True, at: datetime | None = None, **arguments: Any,
) -> Any:  # fmt: skip
    dossier = verrouille(tx, number)
    profil = instructeur(tx, par)
    auteur = comme_profil(profil, jeton=JETON if jeton else None)
    quand = at or Atelier.le(0)
    return acte(tx, dossier, instructeur=profil, auteur=auteur, at=quand, **arguments)


def agir_en_usager(
    atelier: Atelier, acte: Acte, number: int, *, par: str = "ali@exemple.fr",
    at: datetime | None = None, **arguments: Any,
) -> Any:  # fmt: skip
    with atelier.transaction() as tx:
        usager = atelier.compte(tx, par)
        return acte(
            tx, verrouille(tx, number), usager=usager, auteur=comme_usager(usager),
            at=at or atelier.le(0), **arguments,
        )  # fmt: skip


def televerse(tx: Transaction, nom: str, *, demarche_id: int = 80) -> FichierVerifie:
    """An upload for this démarche, that came whole."""
    le = Atelier.le(0)
    annonce = Televersement(
        demarche_id=demarche_id, auteur_genre=Genre.jeton, cle=f"2026/{nom}", nom=nom,
        type_mime="application/pdf", taille=10, md5="AAAAAAAAAAAAAAAAAAAAAA==", essais=1,
        essai_retenu=1, annonce_le=le, recu_le=le,
    )  # fmt: skip
    tx.add(annonce)
    tx.flush()
    return recu(annonce)


def administrateur(email: str = "admin@exemple.fr") -> Auteur:
    return Auteur(Genre.administrateur, 1, email, JETON)


def etat(atelier: Atelier, number: int) -> str:
    [(state,)] = atelier.lignes("SELECT state FROM dossiers WHERE id = :n", n=number)
    return str(state)


def evenements(atelier: Atelier) -> list[str]:
    return [nom for (nom,) in atelier.lignes("SELECT nom FROM outbox ORDER BY id")]


def journal(atelier: Atelier, number: int) -> list[tuple[Any, ...]]:
    return atelier.lignes(
        "SELECT operation, automatique, contenu->'auteur'->>'email' FROM journal"
        " WHERE dossier_id = :n ORDER BY rang",
        n=number,
    )
