"""The journal: what was done stays as it was written, or is found changed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from domain.auteurs import Auteur, Genre
from domain.journal.lecture import anomalies, demarches_du_journal
from domain.journal.models import Operation
from domain.transactions import Transaction

LE = datetime(2026, 3, 1, 9, tzinfo=UTC)
INES = Auteur(Genre.instructeur, 7, "ines@exemple.fr")
ACTES = [
    Operation.passer_en_instruction,
    Operation.accepter,
    Operation.repasser_en_instruction,
    Operation.refuser,
    Operation.supprimer,
]
DEMARCHES = (1, 2)
LIGNES = 12  # in each démarche


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    with Session(engine) as session:
        yield session
    engine.dispose()


def ecrire(session: Session, hasard: Random) -> None:
    """Acts on both démarches, one to four of them a transaction."""
    for demarche_id in DEMARCHES:
        ecrites = 0
        while ecrites < LIGNES:
            tx = Transaction(session)
            for _ in range(min(hasard.randint(1, 4), LIGNES - ecrites)):
                tx.journaliser(
                    hasard.choice(ACTES), demarche_id=demarche_id, dossier_id=hasard.randint(1, 9),
                    auteur=INES, contenu={"sujet": {"é": [1.5, None, "\u2028"]}}, at=LE,
                )  # fmt: skip
                ecrites += 1
            tx.sceller()
            session.commit()


def constats(session: Session) -> list[str]:
    return [
        anomalie.constat
        for demarche in demarches_du_journal(session)
        for anomalie in anomalies(session, demarche)
    ]


def test_what_was_written_is_intact(session: Session) -> None:
    ecrire(session, Random(0))
    assert constats(session) == []
    assert session.scalar(text("SELECT count(*) FROM journal")) == 2 * LIGNES


ALTERATIONS = {
    "modifier l’acte": "UPDATE journal SET operation = CASE operation WHEN 'accepter' THEN 'refuser' ELSE 'accepter' END WHERE demarche_id = :d AND rang = :r",
    "modifier la date": "UPDATE journal SET le = le + interval '1 microsecond' WHERE demarche_id = :d AND rang = :r",
    "modifier le dossier": "UPDATE journal SET dossier_id = dossier_id + 1 WHERE demarche_id = :d AND rang = :r",
    "modifier l’automatisme": "UPDATE journal SET automatique = NOT automatique WHERE demarche_id = :d AND rang = :r",
    "modifier l’auteur": "UPDATE journal SET contenu = jsonb_set(contenu, '{auteur,email}', '\"x@y.fr\"') WHERE demarche_id = :d AND rang = :r",
    "effacer le contenu": "UPDATE journal SET contenu = NULL WHERE demarche_id = :d AND rang = :r",
    "modifier l’empreinte": "UPDATE journal SET empreinte = sha256(empreinte) WHERE demarche_id = :d AND rang = :r",
    "supprimer": "DELETE FROM journal WHERE demarche_id = :d AND rang = :r",
    "tronquer": "DELETE FROM journal WHERE demarche_id = :d AND rang >= :r",
    "supprimer et renuméroter": "WITH f AS (DELETE FROM journal WHERE demarche_id = :d AND rang = :r RETURNING 1) UPDATE journal SET rang = -(rang - 1) WHERE demarche_id = :d AND rang > :r",
    "déplacer": "UPDATE journal SET rang = CASE rang WHEN :r THEN -:s WHEN :s THEN -:r ELSE rang END WHERE demarche_id = :d",
    "changer de démarche": "UPDATE journal SET demarche_id = 3 WHERE demarche_id = :d AND rang = :r",
    "doubler": "INSERT INTO journal SELECT demarche_id, 1 + (SELECT max(rang) FROM journal WHERE demarche_id = :d), dossier_id, operation, automatique, le, contenu, empreinte_contenu, precedente, empreinte FROM journal WHERE demarche_id = :d AND rang = :r",
}  # fmt: skip
REMETTRE = "UPDATE journal SET rang = -rang WHERE rang < 0"


def test_a_thousand_random_alterations_are_all_found(session: Session) -> None:
    hasard = Random(1)
    ecrire(session, hasard)
    non_vues = []
    for _ in range(1000):
        nom = hasard.choice(list(ALTERATIONS))
        demarche, (rang, autre) = hasard.choice(DEMARCHES), hasard.sample(range(1, LIGNES + 1), 2)
        # Who owns the tables may silence the trigger: the chain is there for him too.
        session.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
        session.execute(text("ALTER TABLE journal DROP CONSTRAINT journal_rang_check"))
        connus = {"d": demarche, "r": rang, "s": autre}
        requete = text(ALTERATIONS[nom])
        session.execute(requete, {n: connus[n] for n in requete.compile().params})
        session.execute(text(REMETTRE))
        if not constats(session):
            non_vues.append((nom, demarche, rang, autre))
        session.rollback()
    assert non_vues == []
    assert constats(session) == []


def test_the_end_cut_off_with_its_thread_rewound_is_found_by_nothing_less_than_the_head(
    session: Session,
) -> None:
    """Cutting the last row leaves a head that no row has."""
    ecrire(session, Random(2))
    session.execute(text("ALTER TABLE journal DISABLE TRIGGER USER"))
    session.execute(text("DELETE FROM journal WHERE demarche_id = 1 AND rang = :r"), {"r": LIGNES})
    assert constats(session) == ["la fin du journal n’est pas celle que le fil annonce"]


@pytest.mark.parametrize(
    "requete",
    [
        "UPDATE journal SET operation = 'refuser'",
        "UPDATE journal SET contenu = '{}'",
        "DELETE FROM journal",
        "TRUNCATE journal",
    ],
)
def test_the_database_itself_refuses_to_rewrite_it(session: Session, requete: str) -> None:
    ecrire(session, Random(3))
    with pytest.raises(Exception, match="a row is never changed nor deleted"):
        session.execute(text(requete))
    session.rollback()
    assert constats(session) == []


def test_a_purged_dossier_takes_its_contents_away_and_no_more(session: Session) -> None:
    ecrire(session, Random(4))
    session.execute(text("UPDATE journal SET contenu = NULL WHERE dossier_id = 5"))
    session.commit()
    efface = "le contenu a été effacé, sans que le dossier ait été purgé"
    assert set(constats(session)) == {efface}
    for demarche_id in DEMARCHES:
        tx = Transaction(session)
        tx.journaliser(Operation.purger, demarche_id=demarche_id, dossier_id=5, auteur=INES, at=LE)
        tx.sceller()
        session.commit()
    assert constats(session) == []


def test_two_that_write_at_once_write_one_after_the_other(database_url: str) -> None:
    """The second waits for the commit of the first, and its instant comes after."""
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    with Session(engine) as premiere, Session(engine) as seconde:
        for session in (premiere, seconde):
            session.begin()
        tx = Transaction(premiere)
        tx.journaliser(Operation.accepter, demarche_id=1, dossier_id=1, auteur=INES, at=LE)
        tx.sceller()
        seconde.execute(text("SET LOCAL lock_timeout = '50ms'"))
        autre = Transaction(seconde)
        autre.journaliser(Operation.refuser, demarche_id=1, dossier_id=2, auteur=INES, at=LE)
        with pytest.raises(Exception, match="lock timeout"):
            autre.sceller()
        premiere.commit()
    with psycopg.connect(database_url) as connexion:
        assert connexion.execute("SELECT dossier_id FROM journal").fetchall() == [(1,)]
    engine.dispose()
