"""What a request will most likely turn out to be: a token seen before, a document that has a plan.

Its first statements then go to PostgreSQL with the token's own, in one trip and one snapshot. What was
supposed is believed only if the token, read in that very snapshot, says the same: a right that was
taken away is away at the next request, and all that was read under it is thrown away (ADR 0018).
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.jetons import lecture
from domain.jetons.creation import empreinte
from resolvers.compiled import Plan
from resolvers.compiled.first_trip import FirstTrip
from resolvers.execution import Prete
from resolvers.request import Request
from resolvers.statements import Asked
from resolvers.viewer import Viewer
from server.api.authentification import Porteur

JETONS_GARDES = 2_000


class Connus:
    """Whom each token was, the last time that it was admitted."""

    def __init__(self) -> None:
        self._connus: OrderedDict[tuple[object, str], tuple[bytes, Viewer]] = OrderedDict()

    def retenir(self, porteur: Porteur, viewer: Viewer) -> None:
        secret = empreinte(porteur.lu.secret)
        self._connus[porteur.lu.id, porteur.adresse] = secret, viewer
        if len(self._connus) > JETONS_GARDES:
            self._connus.popitem(last=False)

    def reconnaitre(self, porteur: Porteur) -> Viewer | None:
        connu = self._connus.get((porteur.lu.id, porteur.adresse))
        if connu is None or not lecture.correspond(porteur.lu.secret, connu[0]):
            return None
        return connu[1]


class Supposition(NamedTuple):
    viewer: Viewer
    prete: Prete
    plan: Plan
    trajet: FirstTrip
    cles: list[Any]

    @property
    def asked(self) -> list[Asked]:
        return self.trajet.asked(self.cles, self.viewer.parameters)

    def receive(self, request: Request, lues: Sequence[list[Any]]) -> None:
        self.trajet.receive(request, self.cles, list(lues))


def supposer(viewer: Viewer, prete: Prete) -> Supposition | None:
    """None when nothing can be asked beforehand."""
    plan = prete.plan
    if plan is None or plan.first_trip is None:
        return None
    cles = plan.first_trip.keys(prete.valeurs)
    if None in cles:
        return None
    return Supposition(viewer, prete, plan, plan.first_trip, cles)
