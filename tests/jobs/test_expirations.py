"""The ends of dossiers: what holds them back, what brings them back, and what nothing brings back (rules 9)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.exc import NoResultFound

from domain.actes.corbeille import NonExpire, restaurer_et_prolonger
from domain.actes.instruction import passer_en_instruction
from domain.actes.prolongation import prolonger
from domain.calendrier import PARIS
from domain.demarches.models import Demarche
from domain.expirations import conservation, echeances, plafonds
from domain.expirations.familles import Famille
from domain.expirations.plafonds import PlafondAtteint
from domain.expirations.prevision import prevoir
from jobs.expirations import finir, vider
from server.settings import Settings
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

COURSES = 30  # a thousand by hand


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
            finir(monde.base, famille, at=EXPIRE + timedelta(days=60))
        assert caches(monde) == set()
        assert monde.lire("SELECT count(*) FROM dossiers WHERE id = 300") == [(1,)]
        [prevu, *_] = prevision(monde, EXPIRE + timedelta(days=60), at=EXPIRE)
        assert prevu.retenu
    monde.lire("UPDATE courriels SET etat = 'en_attente', motif = NULL")
    monde.distribuer(EXPIRE + timedelta(days=60))
    for famille in Famille:
        finir(monde.base, famille, at=EXPIRE + timedelta(days=60))
    assert caches(monde) == {100, 101}
    assert monde.lire("SELECT count(*) FROM dossiers WHERE id = 300") == [(0,)]


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


def test_beside_an_extension_a_dossier_survives(monde: Monde) -> None:
    seuls(monde, 100)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    monde.distribuer(AVERTI)
    [depart] = monde.lire("SELECT expire_le, expiration_annoncee_le FROM dossiers WHERE id = 100")
    for _ in range(COURSES):
        monde.lire(
            "UPDATE dossiers SET expire_le = %s, expiration_annoncee_le = %s,"
            " conservation_extension = '0', cache_par_expiration_le = NULL, cache_raison = NULL"
            " WHERE id = 100", *depart,
        )  # fmt: skip
        ensemble(
            lambda: finir(monde.base, Famille.en_construction, at=EXPIRE),
            lambda: geste(monde, prolonger, 100, EXPIRE),
        )
        assert caches(monde) == set()
        assert monde.lire("SELECT expire_le FROM dossiers WHERE id = 100") == [
            (le("2026-02-01 15:00"),)
        ]


def test_beside_a_restoration_a_dossier_is_whole_or_gone(monde: Monde) -> None:
    numeros = list(range(100, 100 + COURSES))
    seuls(monde)
    monde.lire("UPDATE dossiers SET cache_par_expiration_le = %s, cache_raison = 'expired' WHERE id = ANY(%s)", EXPIRE, numeros)  # fmt: skip

    def restaurer(numero: int) -> bool:
        try:
            geste(monde, restaurer_et_prolonger, numero, PURGE)
        except NoResultFound:
            return False
        return True

    def purger(numero: int) -> None:
        monde.base.transaction(
            lambda tx: echeances.vider_la_corbeille(tx, apres=numero - 1, limite=1, at=PURGE)
        )

    for numero in numeros:
        restaure, _ = ensemble(lambda n=numero: restaurer(n), lambda n=numero: purger(n))
        vivant = monde.lire("SELECT cache_par_expiration_le, cache_raison FROM dossiers WHERE id = %s", numero)  # fmt: skip
        traces = monde.lire("SELECT count(*) FROM dossiers_supprimes WHERE dossier_number = %s", numero)  # fmt: skip
        champs = monde.lire("SELECT count(*) FROM champs WHERE dossier_id = %s", numero)
        if restaure:
            assert (vivant, traces, champs) == ([(None, None)], [(0,)], [(1,)])
        else:
            assert (vivant, traces, champs) == ([], [(1,)], [(0,)])


def ensemble(*gestes: Any) -> list[Any]:
    depart = Barrier(len(gestes))

    def partir(un: Any) -> Any:
        depart.wait()
        return un()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return [fil.result() for fil in [fils.submit(partir, un) for un in gestes]]


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
