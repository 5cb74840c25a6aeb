"""Decisions on loaded dossiers: what refuses them, and that nothing has moved then."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from domain.demarches.models import Demarche
from domain.dossiers import decisions
from domain.dossiers.archivage import ArchivageImpossible, NonArchive, archiver, desarchiver
from domain.dossiers.dates import expiration, toucher
from domain.dossiers.decisions import MotivationRequise, RetourImpossible, UsagerParti
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.dossiers.suppression import Cote, SuppressionInterdite, masquer
from domain.transactions import Transaction

PARIS = ZoneInfo("Europe/Paris")
AVANT = datetime(2026, 1, 1, tzinfo=PARIS)
A_PRESENT = datetime(2026, 2, 1, tzinfo=PARIS)


@pytest.fixture
def tx() -> Iterator[Transaction]:
    """Nothing is sent: a refusal must have added nothing."""
    with Session(create_engine("postgresql+psycopg://")) as session:
        yield Transaction(session)
        session.expunge_all()


def dossier(state: State) -> Dossier:
    return Dossier(
        id=1, state=state, archive=False, modifie_le=AVANT, en_construction_le=AVANT,
        en_instruction_le=AVANT, traite_le=AVANT if state in TERMINE else None,
    )  # fmt: skip


def demarche(**colonnes: object) -> Demarche:
    return Demarche(id=1, duree_conservation=12, options={}, **colonnes)


@pytest.mark.parametrize("motivation", [None, "", " \n"])
@pytest.mark.parametrize("decider", [decisions.refuser, decisions.classer_sans_suite])
def test_a_refusal_is_motivated(
    tx: Transaction, decider: Callable[..., None], motivation: str | None
) -> None:
    instruit = dossier(State.en_instruction)
    with pytest.raises(MotivationRequise):
        decider(
            tx, instruit, demarche=demarche(), instructeur=None, motivation=motivation, at=A_PRESENT
        )
    assert (instruit.state, instruit.modifie_le) == (State.en_instruction, AVANT)
    assert not tx.session.new


def test_with_silence_nobody_sends_a_dossier_back_by_hand(tx: Transaction) -> None:
    instruit = dossier(State.en_instruction)
    with pytest.raises(RetourImpossible):
        decisions.repasser_en_construction(
            tx,
            instruit,
            demarche=demarche(sva_svr={"decision": "sva"}),
            instructeur=None,
            at=A_PRESENT,
        )
    assert instruit.state is State.en_instruction
    assert not tx.session.new


def test_undoing_a_decision_shows_the_dossier_again(tx: Transaction) -> None:
    decide = dossier(State.refuse)
    decide.usager_id = 5
    decide.archive, decide.motivation, decide.cache_par_usager_le = True, "Non", AVANT
    decisions.repasser_en_instruction(
        tx, decide, demarche=demarche(), instructeur=None, at=A_PRESENT
    )
    assert decide.state is State.en_instruction
    assert not decide.archive
    assert decide.motivation is None
    assert decide.cache_par_usager_le is None
    assert (decide.en_instruction_le, decide.traite_le) == (A_PRESENT, AVANT)
    assert decide.expire_le is None


def test_the_decision_of_an_account_that_is_gone_stays(tx: Transaction) -> None:
    decide = dossier(State.accepte)
    with pytest.raises(UsagerParti):
        decisions.repasser_en_instruction(
            tx, decide, demarche=demarche(), instructeur=None, at=A_PRESENT
        )
    assert decide.state is State.accepte
    assert not tx.session.new


MASQUABLES = {
    Cote.usager: set(State) - {State.en_instruction},
    Cote.administration: {State.accepte, State.refuse, State.sans_suite},
    Cote.expiration: set(State) - {State.en_instruction},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("cote", Cote)
def test_who_may_hide_what(cote: Cote, state: State) -> None:
    masque = dossier(state)
    if state in MASQUABLES[cote]:
        masquer(masque, cote=cote, at=A_PRESENT)
        assert getattr(masque, f"cache_par_{cote.value}_le") == A_PRESENT
        return
    with pytest.raises(SuppressionInterdite):
        masquer(masque, cote=cote, at=A_PRESENT)
    assert (masque.cache_raison, masque.modifie_le) == (None, AVANT)


@pytest.mark.parametrize("state", State)
def test_only_what_is_decided_is_archived(state: State) -> None:
    range_ = dossier(state)
    if state in TERMINE:
        archiver(range_, par="ines@exemple.fr", at=A_PRESENT)
        assert (range_.archive, range_.archive_le) == (True, A_PRESENT)
        desarchiver(range_, at=A_PRESENT)
        assert (range_.archive, range_.archive_par) == (False, None)
    else:
        with pytest.raises(ArchivageImpossible):
            archiver(range_, par="ines@exemple.fr", at=A_PRESENT)
    with pytest.raises(NonArchive):
        desarchiver(range_, at=A_PRESENT)


def test_the_last_change_never_goes_back() -> None:
    touche = dossier(State.en_construction)
    touche.modifie_le = A_PRESENT
    toucher(touche, "messages_modifies_le", at=AVANT)
    assert (touche.modifie_le, touche.messages_modifies_le) == (A_PRESENT, AVANT)


@pytest.mark.parametrize(
    ("state", "mois", "termines_expirent", "attendu"),
    [
        (State.brouillon, 12, True, datetime(2026, 4, 1, tzinfo=PARIS)),
        (State.brouillon, 2, True, datetime(2026, 3, 1, tzinfo=PARIS)),
        (State.en_construction, 12, True, datetime(2027, 1, 1, tzinfo=PARIS)),
        (State.en_instruction, 12, True, None),
        (State.accepte, 12, True, datetime(2027, 1, 1, tzinfo=PARIS)),
        (State.accepte, 12, False, None),
    ],
)
def test_expiry_by_state(
    state: State, mois: int, termines_expirent: bool, attendu: datetime | None
) -> None:
    calcule = expiration(
        dossier(state), duree_conservation=mois, termines_expirent=termines_expirent
    )
    assert calcule == attendu


def test_an_extension_is_added_to_the_expiry() -> None:
    prolonge = dossier(State.en_construction)
    prolonge.conservation_extension = timedelta(days=30)
    attendu = datetime(2027, 1, 31, tzinfo=PARIS)
    assert expiration(prolonge, duree_conservation=12) == attendu
