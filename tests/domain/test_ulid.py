from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.ulid import ALPHABET, generateur

UTC = ZoneInfo("UTC")


@given(st.integers(), st.integers(-(2**31), 2**34))
def test_ulids_made_together_keep_their_order(graine: int, secondes: int) -> None:
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=secondes)
    suivant = generateur(at=instant, hasard=Random(graine))
    ulids = [suivant() for _ in range(50)]
    assert all(a < b for a, b in pairwise(ulids))
    assert all(len(u) == 26 and set(u) <= set(ALPHABET) and u[0] in "01234567" for u in ulids)


def test_the_first_ten_characters_are_the_instant() -> None:
    suivant = generateur(at=datetime(2016, 7, 30, 23, 54, 10, 259000, tzinfo=UTC))
    assert suivant()[:10] == "01ARZ3NDEK"


def test_a_later_ulid_is_a_greater_one() -> None:
    avant = generateur(at=datetime(2026, 1, 1, tzinfo=UTC))
    apres = generateur(at=datetime(2026, 1, 2, tzinfo=UTC))
    assert avant() < apres()
