"""The last signals heard, in the order in which they were committed: every process hears the same ones in the
same order, and calls each by the same name."""

from collections import deque
from typing import NamedTuple
from uuid import uuid4

from domain.signaux import Signal

RETENUS = 1_000


class Entendu(NamedTuple):
    """`id` is the name of the transaction and the rank in it."""

    id: str
    signal: Signal


class Anneau:
    """`depart` names the moment when this process began to listen: nothing is known of before."""

    def __init__(self, taille: int = RETENUS) -> None:
        self.depart = uuid4().hex
        self._entendus: deque[Entendu] = deque(maxlen=taille)
        self._complet = True

    @property
    def dernier(self) -> str:
        return self._entendus[-1].id if self._entendus else self.depart

    def retenir(self, entendu: Entendu) -> None:
        self._complet = self._complet and len(self._entendus) < (self._entendus.maxlen or 0)
        self._entendus.append(entendu)

    def depuis(self, id: str) -> list[Entendu] | None:
        """What came after that one; None when it is not known any more, or was never heard here."""
        if id == self.depart and self._complet:
            return list(self._entendus)
        suite: list[Entendu] = []
        for entendu in reversed(self._entendus):
            if entendu.id == id:
                return suite[::-1]
            suite.append(entendu)
        return None
