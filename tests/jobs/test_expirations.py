"""The ends of dossiers: what holds them back, what brings them back, and what nothing brings back (rules 9)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.actes.corbeille import NonExpire, restaurer_et_prolonger
from domain.actes.instruction import passer_en_instruction
from domain.actes.prolongation import prolonger
from domain.calendrier import PARIS
from domain.demarches.models import Demarche
from domain.expirations import conservation, plafonds
from domain.expirations.familles import Famille
from domain.expirations.plafonds import PlafondAtteint
from domain.expirations.prevision import prevoir
from jobs.contexte import Contexte
from jobs.expirations import allonger_la_conservation, finir, vider
from server.resources import open_storage
from server.settings import Settings
from tests.jobs import rencontres_de_fins
from tests.jobs.expirations import (
    ALI,
    AVERTI,
    EXPIRE,
    PURGE,
    SCENARIO,
    Monde,
    copie,
    geste,
    le,
    monde_ouvert,
    seuls,
)  # fmt: skip
from tests.jobs.rencontres import lieu, rencontrer

COURSES = 12  # a thousand by `make chaos`


@pytest.fixture(scope="module")
def modele(stack: Settings) -> Iterator[str]:
    with monde_ouvert(stack, SCENARIO) as ouvert:
        yield ouvert.url


@pytest.fixture
def monde(stack: Settings, modele: str) -> Iterator[Monde]:
    with copie(stack, modele) as ouvert:
        yield ouvert


def caches(monde: Monde) -> set[int]:
    return {n for (n,) in monde.lire("SELECT id FROM dossiers WHERE cache_par_expiration_le IS NOT NULL")}  # fmt: skip


def test_nothing_goes_while_nobody_has_had_its_notice(monde: Monde) -> None:
    seuls(monde, 100, 101, 300)
    monde.lire("UPDATE dossiers SET expire_le = %s WHERE id = 300", EXPIRE)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    finir(monde.base, Famille.brouillon, at=AVERTI)
    assert monde.lire("SELECT genre, etat FROM courriels ORDER BY 1") == [
        ("brouillons_a_supprimer", "en_attente"), ("dossiers_a_expirer", "en_attente"),
    ]  # fmt: skip
    for etat, motif in (("en_attente", None), ("refuse", None), ("abandonne", "desabonne")):
        monde.lire("UPDATE courriels SET etat = %s, motif = %s", etat, motif)
        for famille in Famille:
            finir(monde.base, famille, at=EXPIRE + timedelta(days=20))
        assert caches(monde) == set()
        assert monde.lire("SELECT count(*) FROM dossiers WHERE id = 300") == [(1,)]
        [prevu, *_] = prevision(monde, EXPIRE + timedelta(days=20), at=EXPIRE)
        assert prevu.retenu
    monde.lire("UPDATE courriels SET etat = 'en_attente', motif = NULL")
    monde.distribuer(EXPIRE + timedelta(days=20))
    for famille in Famille:
        finir(monde.base, famille, at=EXPIRE + timedelta(days=20))
    assert caches(monde) == {100, 101}
    assert monde.lire("SELECT count(*) FROM dossiers WHERE id = 300") == [(0,)]


def test_a_notice_that_nobody_has_had_is_told_again_a_month_later(monde: Monde) -> None:
    """ADR 0036"""
    seuls(monde, 100, 101)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    dits = "SELECT expiration_annoncee_le, expire_le FROM dossiers WHERE id = 100"
    encore, fin = le("2026-02-01 15:00"), le("2026-02-15 15:00")
    finir(monde.base, Famille.en_construction, at=encore)  # on its way still
    monde.lire("UPDATE courriels SET etat = 'refuse'")
    finir(monde.base, Famille.en_construction, at=encore - timedelta(days=1))
    assert monde.lire(dits) == [(AVERTI, EXPIRE)]
    finir(monde.base, Famille.en_construction, at=encore)
    assert monde.lire(dits) == [(encore, fin)]
    monde.distribuer(encore)
    finir(monde.base, Famille.en_construction, at=fin)
    assert caches(monde) == {100, 101}
    assert monde.lire("SELECT genre, etat FROM courriels ORDER BY id") == [
        ("dossiers_a_expirer", "refuse"), ("dossiers_a_expirer", "envoye"),
        ("dossiers_expires", "en_attente"),
    ]  # fmt: skip


def prevision(monde: Monde, jusqu_a: datetime, *, at: datetime) -> list[Any]:
    return monde.base.transaction(
        lambda tx: prevoir(tx.session, jusqu_a=jusqu_a, limite=1000, at=at)
    )


def test_what_is_foreseen_is_what_happens(monde: Monde) -> None:
    seuls(monde, 100, 200)
    avant = monde.empreinte()
    jours = [(p.dossier_id, p.etape, p.le.astimezone(PARIS).date().isoformat())
             for p in prevision(monde, PURGE + timedelta(days=3), at=le("2025-11-20 09:00"))]  # fmt: skip
    assert jours == [
        (100, "avertissement", "2025-12-18"), (200, "avertissement", "2025-12-18"),
        (100, "corbeille", "2026-01-01"), (200, "corbeille", "2026-01-01"),
        (100, "suppression", "2026-01-15"), (200, "suppression", "2026-01-15"),
    ]  # fmt: skip
    assert monde.empreinte() == avant
    finir(monde.base, Famille.en_construction, at=AVERTI)
    [averti] = [p for p in prevision(monde, EXPIRE, at=AVERTI) if p.dossier_id == 100]
    assert (averti.etape, averti.le, averti.raison, averti.retenu) == (
        "corbeille", EXPIRE, "expired", True,
    )  # fmt: skip
    assert [(p.destinataire, p.aupres, p.le, p.remis) for p in averti.prevenus] == [
        (ALI, "usager", AVERTI, False)
    ]
    monde.distribuer(AVERTI)
    [averti] = [p for p in prevision(monde, EXPIRE, at=AVERTI) if p.dossier_id == 100]
    assert (averti.retenu, averti.prevenus[0].remis) == (False, True)


def test_whoever_acts_after_the_warning_voids_it(monde: Monde) -> None:
    seuls(monde, 100, 101, 102)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    monde.distribuer(AVERTI)
    geste(monde, passer_en_instruction, 100, AVERTI + timedelta(days=1))
    geste(monde, prolonger, 101, AVERTI + timedelta(days=1))
    assert monde.lire("SELECT id, expire_le, expiration_annoncee_le FROM dossiers WHERE id IN (100, 101) ORDER BY 1") == [
        (100, None, None), (101, le("2026-02-01 15:00"), None),
    ]  # fmt: skip
    finir(monde.base, Famille.en_construction, at=EXPIRE)
    assert caches(monde) == {102}
    with pytest.raises(NonExpire):
        geste(monde, restaurer_et_prolonger, 101, EXPIRE)
    geste(monde, restaurer_et_prolonger, 102, EXPIRE)
    vider(monde.base, at=PURGE)
    assert monde.lire("SELECT id, cache_raison FROM dossiers WHERE id = 102") == [(102, None)]


def test_a_longer_time_brings_back_and_a_shorter_one_changes_nothing(monde: Monde) -> None:
    seuls(monde, 100, 101)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    monde.distribuer(AVERTI)
    monde.lire("UPDATE dossiers SET expiration_annoncee_le = NULL WHERE id = 101")
    finir(monde.base, Famille.en_construction, at=EXPIRE)
    assert caches(monde) == {100}

    def allonger(mois: int) -> None:
        monde.base.transaction(
            lambda tx: conservation.allonger(
                tx, tx.session.get_one(Demarche, 10), mois=mois, at=EXPIRE
            )
        )

    avant = monde.lire("SELECT id, expire_le, cache_par_expiration_le FROM dossiers ORDER BY 1")
    allonger(6)
    assert monde.lire("SELECT id, expire_le, cache_par_expiration_le FROM dossiers ORDER BY 1") == avant  # fmt: skip
    allonger(24)
    assert caches(monde) == set()
    lus = "SELECT expire_le, expiration_annoncee_le, cache_raison FROM dossiers WHERE id IN (100, 101)"
    assert monde.lire(lus) == [(le("2027-01-01 10:00"), None, None)] * 2


def test_of_many_dossiers_none_goes_before_it_is_kept_longer(
    monde: Monde, stack: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conservation, "LOT", 2)
    seuls(monde, 100, 101, 102, 103)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    monde.distribuer(AVERTI)
    monde.lire("UPDATE dossiers SET expiration_annoncee_le = NULL WHERE id = 103")
    finir(monde.base, Famille.en_construction, at=EXPIRE)

    def regler(mois: int) -> None:
        monde.base.transaction(
            lambda tx: conservation.regler(
                tx, tx.session.get_one(Demarche, 10), mois=mois, at=PURGE
            )
        )

    avant = monde.empreinte()
    for mois in (0, 13):
        with pytest.raises(conservation.DureeInvalide, match="de 1 à 12 mois"):
            regler(mois)
    assert monde.empreinte() == avant
    monde.lire(
        """UPDATE demarches SET options = options || '{"max_duree_conservation_dossiers_dans_ds": 60}'"""
    )
    regler(24)
    assert caches(monde) == {102}
    vider(monde.base, at=PURGE)
    assert caches(monde) == {102}
    [(suite,)] = monde.lire("SELECT donnees FROM outbox WHERE nom = 'ConservationAllongee'")
    contexte = Contexte(monde.base, open_storage(stack), "https://guichet.exemple.fr")
    allonger_la_conservation(contexte, **suite)
    assert caches(monde) == set()
    assert monde.lire("SELECT DISTINCT expire_le, expiration_annoncee_le FROM dossiers WHERE id BETWEEN 100 AND 139") == [
        (le("2027-01-01 10:00"), None)
    ]  # fmt: skip


def test_a_decided_dossier_leaves_when_both_sides_have_thrown_it_away(monde: Monde) -> None:
    """rules 15.7: thrown away by an instructeur at D, by its usager at D + 20: gone after D + 34."""
    jour = le("2026-03-01 10:00")
    seuls(monde)
    monde.lire("UPDATE dossiers SET cache_par_administration_le = %s WHERE id IN (200, 201)", jour)
    monde.lire("UPDATE dossiers SET cache_par_usager_le = %s WHERE id IN (201, 202, 100, 300)", jour)  # fmt: skip

    def restent() -> set[int]:
        return {n for (n,) in monde.lire("SELECT id FROM dossiers WHERE id IN (200, 201, 202, 100, 300)")}  # fmt: skip

    vider(monde.base, at=jour + timedelta(days=13, hours=23))
    assert restent() == {100, 200, 201, 202, 300}
    vider(monde.base, at=jour + timedelta(days=14))
    assert restent() == {200, 202}
    vider(monde.base, at=jour + timedelta(days=30))
    assert restent() == {200, 202}
    monde.lire("UPDATE dossiers SET cache_par_usager_le = %s WHERE id = 200", jour + timedelta(days=20))  # fmt: skip
    vider(monde.base, at=jour + timedelta(days=33, hours=23))
    assert restent() == {200, 202}
    vider(monde.base, at=jour + timedelta(days=34))
    assert restent() == {202}
    assert monde.lire("SELECT dossier_number, supprime_le FROM dossiers_supprimes ORDER BY 1") == [
        (100, jour),  # since its usager hid it
        (200, jour + timedelta(days=34)),
        (201, jour + timedelta(days=14)),
    ]


def test_whoever_meets_a_sweep_keeps_his_dossier_whole_or_finds_it_gone(stack: Settings) -> None:
    """In orders drawn once and for all: expiry ‖ extension, then purge ‖ restoration."""
    with (
        monde_ouvert(stack, rencontres_de_fins.scenario(COURSES)) as ouvert,
        lieu(ouvert.url) as la,
    ):
        expirations = rencontres_de_fins.expirations_et_prolongations(la, COURSES)
        assert rencontrer(ouvert.url, expirations, graine=1).fautes == []
        purges = rencontres_de_fins.purges_et_restaurations(la, COURSES)
        assert rencontrer(ouvert.url, purges, graine=1).fautes == []


def test_a_sweep_stops_at_what_is_usual_and_says_so(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plafonds, "PLANCHER", 3)
    seuls(monde)
    monde.lire("UPDATE dossiers SET cache_par_expiration_le = %s WHERE id BETWEEN 100 AND 106", EXPIRE)  # fmt: skip

    def restent() -> int:
        return len(monde.lire("SELECT id FROM dossiers WHERE id BETWEEN 100 AND 106"))

    for _ in range(2):  # trying again the same day takes nothing more
        with pytest.raises(PlafondAtteint, match="« corbeille » s’arrête à 3 dossiers aujourd’hui"):
            vider(monde.base, at=PURGE)
        assert restent() == 4
    assert vider(monde.base, at=PURGE + timedelta(days=1)) == 4  # three times the median is nine
    assert restent() == 0
    assert monde.lire("SELECT nom, nombre FROM balayages ORDER BY jour") == [
        ("corbeille", 3), ("corbeille", 4),
    ]  # fmt: skip


def test_a_row_that_fails_fails_alone(monde: Monde) -> None:
    seuls(monde)
    monde.lire("UPDATE dossiers SET cache_par_expiration_le = %s WHERE id IN (100, 101, 102)", EXPIRE)  # fmt: skip
    monde.lire("INSERT INTO dossiers_supprimes (dossier_number, demarche_id, state, raison, supprime_le) VALUES (101, 10, 'accepte', 'expired', now())")  # fmt: skip
    with pytest.raises(RuntimeError, match="dossier 101"):
        vider(monde.base, at=PURGE)
    assert monde.lire("SELECT id FROM dossiers WHERE id IN (100, 101, 102)") == [(101,)]
