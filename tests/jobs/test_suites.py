"""From what happened to what is done: once, whoever dies on the way, and never lost."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from domain.events import Event
from domain.suites.models import TENTATIVES_MAX
from jobs import reactions
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.relais import relayer
from jobs.travaux import TRAVAUX, a_faire, travail
from server.resources import CONNECTION, open_storage
from server.settings import Settings


@dataclass(frozen=True, kw_only=True)
class ClochetteTiree(Event):
    """An event of these tests alone."""

    fois: int


@dataclass
class Suites:
    """What a relay and a worker do, a step at a time; `faits` are the pieces of work done."""

    contexte: Contexte
    database_url: str
    faits: list[int]
    sonnes: list[int]
    manques: list[str]

    @property
    def base(self) -> BaseSynchrone:
        return self.contexte.base

    def arriver(self, fois: int) -> None:
        self.base.transaction(lambda tx: tx.publish(ClochetteTiree(fois=fois)))

    def relayer(self) -> int:
        return relayer(self.base, self.sonnes.append)

    def travailler(self) -> None:
        """What a worker does of all that was rung for."""
        while self.sonnes:
            tenter(self.contexte, self.sonnes.pop(0), lambda n, nom, e: self.manques.append(str(e)))

    def lire(self, requete: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as connexion:
            return connexion.execute(requete).fetchall()


@pytest.fixture
def suites(stack: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Suites]:
    faits: list[int] = []

    def sonner_la_clochette(_: Contexte, *, rang: int) -> None:
        if rang < 0:
            raise RuntimeError("clochette cassée")
        faits.append(rang)

    monkeypatch.setitem(TRAVAUX, "sonner_la_clochette", sonner_la_clochette)
    monkeypatch.setitem(
        reactions.REACTIONS,
        "ClochetteTiree",
        lambda d: (
            (a_faire("sonner_la_clochette", rang=rang) for rang in range(d["fois"]))
            if d["fois"] > 0
            else iter([a_faire("sonner_la_clochette", rang=d["fois"])])
        ),
    )
    base = base_synchrone(database_url, CONNECTION)
    contexte = Contexte(base, open_storage(stack), "http://guichet.exemple")
    yield Suites(contexte, database_url, faits, [], [])
    base.fermer()


def test_each_thing_that_follows_is_done_once(suites: Suites) -> None:
    suites.arriver(3)
    suites.relayer()
    suites.travailler()
    assert suites.faits == [0, 1, 2]
    assert suites.lire("SELECT count(*) FROM outbox") == [(0,)]
    assert suites.lire("SELECT fait_le IS NOT NULL, tentatives FROM travaux ORDER BY id") == [
        (True, 1)
    ] * 3  # fmt: skip
    assert suites.relayer() == 0


def test_what_a_transaction_took_back_is_followed_by_nothing(suites: Suites) -> None:
    with pytest.raises(RuntimeError):
        suites.base.transaction(_publier_puis_echouer)
    assert suites.relayer() == 0


def _publier_puis_echouer(tx: object) -> None:
    tx.publish(ClochetteTiree(fois=1))  # type: ignore[attr-defined]
    raise RuntimeError


def test_a_message_told_twice_does_the_work_once(suites: Suites) -> None:
    suites.arriver(1)
    suites.relayer()
    suites.sonnes *= 3
    suites.travailler()
    assert suites.faits == [0]


def test_what_the_queue_forgot_is_rung_for_again(suites: Suites) -> None:
    suites.arriver(1)
    suites.relayer()
    suites.sonnes.clear()  # Valkey was emptied
    assert suites.relayer() == 0  # not yet: a worker may be at it
    suites.lire("UPDATE travaux SET sonne_le = sonne_le - interval '9 s' RETURNING 1")
    suites.relayer()
    suites.travailler()
    assert suites.faits == [0]


def test_a_queue_that_is_away_loses_nothing(suites: Suites) -> None:
    suites.arriver(1)

    def absente(_: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        relayer(suites.base, absente)
    suites.lire("UPDATE travaux SET sonne_le = sonne_le - interval '9 s' RETURNING 1")
    suites.relayer()
    suites.travailler()
    assert suites.faits == [0]


def test_work_that_fails_is_tried_five_times_then_put_aside_and_shown(suites: Suites) -> None:
    suites.arriver(-1)
    suites.relayer()
    for _ in range(TENTATIVES_MAX):
        suites.travailler()
        suites.lire("UPDATE travaux SET pas_avant = now() RETURNING 1")
        suites.relayer()
    assert suites.manques == ["clochette cassée"] * TENTATIVES_MAX
    assert suites.lire(
        "SELECT tentatives, erreur, fait_le, ecarte_le IS NOT NULL FROM travaux"
    ) == [(5, "RuntimeError: clochette cassée", None, True)]
    assert suites.sonnes == []


def test_work_that_kills_its_worker_is_put_aside_too(suites: Suites) -> None:
    """Each try was counted before it began; none of them came back."""
    suites.arriver(1)
    suites.relayer()
    suites.lire("UPDATE travaux SET tentatives = 5 RETURNING 1")
    suites.travailler()
    assert suites.faits == []
    assert suites.lire("SELECT erreur FROM travaux WHERE ecarte_le IS NOT NULL") == [
        ("chaque tentative a arrêté le processus qui la faisait",)
    ]


def test_an_event_from_which_nothing_can_be_made_lets_the_others_pass(
    suites: Suites, monkeypatch: pytest.MonkeyPatch
) -> None:
    suites.base.transaction(lambda tx: tx.publish(ClochetteTiree(fois=1)))
    suites.lire("UPDATE outbox SET donnees = '{}' RETURNING 1")
    suites.arriver(2)
    suites.relayer()
    suites.travailler()
    assert suites.faits == [0, 1]
    assert suites.lire("SELECT tentatives, erreur FROM outbox") == [(1, "KeyError('fois')")]


def test_two_pieces_of_work_of_one_name_are_a_mistake() -> None:
    @travail("un_nom_de_ces_essais")
    def premier(_: Contexte) -> None: ...

    with pytest.raises(ValueError, match="deux travaux s’appellent"):
        travail("un_nom_de_ces_essais")(premier)
    del TRAVAUX["un_nom_de_ces_essais"]
