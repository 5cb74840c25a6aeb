"""What time does: declarative démarches, silence, the closing date; and what it leaves alone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from domain.actes import automatismes, corrections, instruction
from domain.actes.automatismes import (
    appliquer_le_declaratif,
    appliquer_le_silence,
    declaratifs_concernes,
    fermetures_concernees,
    passer_a_la_fermeture,
    silences_concernes,
)
from domain.actes.depot import deposer
from domain.actes.fermeture import demarches_a_fermer, fermer_a_la_date
from domain.calendrier import PARIS
from domain.dossiers.models import Dossier
from domain.transactions import Transaction
from tests.domain.actes import agir, agir_en_usager, etat, evenements, journal, verrouille
from tests.domain.conftest import Atelier

MONDE = "actes"
FERMETURE = datetime(2026, 3, 2, 0, 0, 30, tzinfo=PARIS)

Automatisme = Callable[..., bool]


def appliquer(atelier: Atelier, acte: Automatisme, number: int, at: datetime | None = None) -> bool:
    with atelier.transaction() as tx:
        dossier = automatismes.prendre(tx, number)
        assert dossier is not None
        return acte(tx, dossier, at=at or atelier.le(0))


def rien_ne_change(atelier: Atelier, acte: Automatisme, number: int, at: datetime | None = None) -> None:  # fmt: skip
    avant = atelier.empreinte()
    assert not appliquer(atelier, acte, number, at)
    assert atelier.empreinte() == avant


def traitements(atelier: Atelier, number: int) -> list[tuple[Any, ...]]:
    return atelier.lignes(
        "SELECT state, instructeur_email FROM traitements WHERE dossier_id = :n ORDER BY id",
        n=number,
    )


def test_a_declarative_demarche_accepts_what_arrives_once(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        assert declaratifs_concernes(tx) == [851, 861, 862]
        assert declaratifs_concernes(tx, apres=851, limite=1) == [861]
    assert appliquer(atelier, appliquer_le_declaratif, 851)
    [dates] = atelier.lignes(
        "SELECT en_instruction_le, traite_le, declaratif_declenche_le FROM dossiers WHERE id = 851"
    )
    assert dates == (atelier.le(0),) * 3
    assert traitements(atelier, 851) == [("en_construction", None), ("accepte", None)]
    assert journal(atelier, 851) == [("accepter", True, None)]
    assert evenements(atelier) == ["DossierChangeEtat", "DossierDecide"]
    assert atelier.lignes("SELECT genre FROM courriels") == [("closed_mail",)]
    rien_ne_change(atelier, appliquer_le_declaratif, 851)


def test_a_declarative_demarche_takes_in_hand_but_waits_for_the_siret(atelier: Atelier) -> None:
    rien_ne_change(atelier, appliquer_le_declaratif, 862)
    assert appliquer(atelier, appliquer_le_declaratif, 861)
    assert etat(atelier, 861) == "en_instruction"
    assert atelier.lignes("SELECT count(*) FROM suivis WHERE dossier_id = 861") == [(0,)]
    agir(atelier, instruction.repasser_en_construction, 861)
    rien_ne_change(atelier, appliquer_le_declaratif, 861)


def test_a_deposit_on_a_declarative_demarche_is_decided_at_once(atelier: Atelier) -> None:
    agir_en_usager(atelier, deposer, 852)
    assert etat(atelier, 852) == "accepte"
    assert [ligne[:2] for ligne in journal(atelier, 852)] == [
        ("deposer", False),
        ("accepter", True),
    ]
    assert atelier.lignes("SELECT genre FROM courriels ORDER BY id") == [
        ("initiated_mail",), ("closed_mail",),
    ]  # fmt: skip


def test_whose_silence_is_counted(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        assert silences_concernes(tx) == [831, 832, 833, 834, 841]


def test_silence_takes_in_hand_then_agrees_when_due(atelier: Atelier) -> None:
    assert appliquer(atelier, appliquer_le_silence, 831)
    assert traitements(atelier, 831) == [
        ("en_construction", None), ("en_instruction", None), ("accepte", None),
    ]  # fmt: skip
    assert appliquer(atelier, appliquer_le_silence, 832)
    [(state, motivation, declenchee)] = atelier.lignes(
        "SELECT state, motivation, decision_sva_svr_declenchee_le FROM dossiers WHERE id = 832"
    )
    assert (state, declenchee) == ("accepte", atelier.le(0))
    assert motivation == "Le délai d’instruction est écoulé : le silence de l’administration vaut accord."  # fmt: skip
    assert journal(atelier, 832) == [("accepter", True, None)]
    rien_ne_change(atelier, appliquer_le_silence, 832)


def test_silence_refuses_where_it_means_refusal(atelier: Atelier) -> None:
    assert appliquer(atelier, appliquer_le_silence, 841)
    assert etat(atelier, 841) == "refuse"
    assert journal(atelier, 841) == [("refuser", True, None)]


@pytest.mark.parametrize(("jour", "decide"), [(20, False), (21, True)])
def test_silence_waits_for_its_day_in_paris(atelier: Atelier, jour: int, decide: bool) -> None:
    at = datetime(2026, 3, jour, 0, 0, 1, tzinfo=PARIS)
    assert appliquer(atelier, appliquer_le_silence, 833, at) is decide
    assert etat(atelier, 833) == ("accepte" if decide else "en_instruction")


def test_a_correction_stops_silence_until_it_is_made(atelier: Atelier) -> None:
    assert not appliquer(atelier, appliquer_le_silence, 834)
    # One month from the 16th, and the 20 January to 1 March that nobody has corrected yet.
    lue = "SELECT state, decision_sva_svr_le FROM dossiers WHERE id = 834"
    assert atelier.lignes(lue) == [("en_construction", date(2026, 3, 29))]
    with atelier.transaction() as tx:
        corrections.resoudre(tx, verrouille(tx, 834), at=atelier.le(0))
    assert appliquer(atelier, appliquer_le_silence, 834, atelier.le(1))
    assert atelier.lignes(lue) == [("en_instruction", date(2026, 3, 29))]


def test_a_decision_undone_is_not_taken_again_by_silence(atelier: Atelier) -> None:
    agir(atelier, instruction.repasser_en_instruction, 835)
    rien_ne_change(atelier, appliquer_le_silence, 835, datetime(2026, 12, 1, tzinfo=PARIS))
    with atelier.transaction() as tx:
        assert 835 not in silences_concernes(tx)


def test_a_demarche_closes_on_its_day(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        assert demarches_a_fermer(tx, at=datetime(2026, 3, 1, 23, 59, tzinfo=PARIS)) == []
        assert demarches_a_fermer(tx, at=FERMETURE) == [87]
    with atelier.transaction() as tx:
        assert not fermer_a_la_date(tx, 87, at=atelier.le(0))
        assert fermer_a_la_date(tx, 87, at=FERMETURE)
    with atelier.transaction() as tx:
        assert not fermer_a_la_date(tx, 87, at=FERMETURE)
        assert fermetures_concernees(tx, 87) == [871, 872]
    assert evenements(atelier) == ["DemarcheFermee"]
    rien_ne_change(atelier, passer_a_la_fermeture, 872, FERMETURE)
    assert appliquer(atelier, passer_a_la_fermeture, 871, FERMETURE)
    assert etat(atelier, 871) == "en_instruction"
    agir(atelier, instruction.repasser_en_construction, 871, at=datetime(2026, 3, 3, tzinfo=PARIS))
    rien_ne_change(atelier, passer_a_la_fermeture, 871, datetime(2026, 3, 4, tzinfo=PARIS))


def test_an_open_demarche_takes_nothing_in_hand(atelier: Atelier) -> None:
    rien_ne_change(atelier, passer_a_la_fermeture, 871, FERMETURE)
    rien_ne_change(atelier, appliquer_le_declaratif, 801)
    rien_ne_change(atelier, appliquer_le_silence, 801)


def test_what_somebody_holds_is_left_for_later(atelier: Atelier) -> None:
    with atelier.transaction() as tenant:
        verrouille(tenant, 851)
        with atelier.transaction() as tx:
            assert automatismes.prendre(tx, 851) is None
            assert declaratifs_concernes(tx) == [861, 862]


def test_what_is_hidden_is_left_alone(atelier: Atelier) -> None:
    def cacher(tx: Transaction, dossier: Dossier) -> None:
        dossier.cache_par_usager_le = atelier.le(0)

    with atelier.transaction() as tx:
        cacher(tx, verrouille(tx, 851))
    with atelier.transaction() as tx:
        assert automatismes.prendre(tx, 851) is None
