"""The life of a démarche, over every state and event (rules 1.1.2)."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.demarches.models import Demarche, Etat
from domain.demarches.publication import PassageInterdit, clore, depublier, publier

AVANT = datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))
A_PRESENT = datetime(2026, 2, 1, tzinfo=ZoneInfo("Europe/Paris"))

PERMIS: dict[tuple[Callable[..., None], Etat], Etat] = {
    (publier, Etat.brouillon): Etat.publiee,
    (publier, Etat.close): Etat.publiee,
    (publier, Etat.depubliee): Etat.publiee,
    (clore, Etat.publiee): Etat.close,
    (depublier, Etat.publiee): Etat.depubliee,
}


@pytest.mark.parametrize("etat", Etat)
@pytest.mark.parametrize("evenement", [publier, clore, depublier])
def test_every_event_from_every_state(evenement: Callable[..., None], etat: Etat) -> None:
    demarche = Demarche(etat=etat, modifiee_le=AVANT, publiee_le=AVANT, fermee_le=AVANT)
    attendu = PERMIS.get((evenement, etat))
    if attendu is None:
        with pytest.raises(PassageInterdit, match=f"La démarche est déjà {etat.value}"):
            evenement(demarche, at=A_PRESENT)
        assert (demarche.etat, demarche.modifiee_le) == (etat, AVANT)
        return
    evenement(demarche, at=A_PRESENT)
    assert (demarche.etat, demarche.modifiee_le) == (attendu, A_PRESENT)


def test_reopening_clears_the_closing() -> None:
    demarche = Demarche(etat=Etat.close, publiee_le=AVANT, fermee_le=AVANT, depubliee_le=None)
    publier(demarche, at=A_PRESENT)
    assert (demarche.publiee_le, demarche.fermee_le) == (A_PRESENT, None)
