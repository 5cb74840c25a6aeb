"""Programs that decide: each dossier by one of them, who asks again under the same key until it is told."""

from collections import Counter
from dataclasses import dataclass, field
from queue import Queue
from random import Random
from threading import Event, Thread
from typing import Any, NamedTuple

import httpx

from domain.identifiants import identifiant
from tests.api.client import CHEMIN
from tests.chaos.monde import ADecider

CLIENTS = 8
DELAI = 20.0  # seconds a client gives to an answer
REPRISE = 0.1  # seconds before asking again
DECISIONS = {
    "dossierAccepter": "accepte",
    "dossierRefuser": "refuse",
    "dossierClasserSansSuite": "sans_suite",
}


class Acquise(NamedTuple):
    """A decision that a client was told of: what it may count on for ever."""

    dossier: int
    etat: str
    motivation: str


@dataclass
class Decideurs:
    """`refuses` are the dossiers of which nobody was told that they are decided; `fausses` the answers
    that no client should ever get, as they came."""

    url: str
    monde: ADecider
    graine: int
    acquises: list[Acquise] = field(default_factory=list)
    refuses: list[int] = field(default_factory=list)
    fausses: list[str] = field(default_factory=list)
    confies: int = 0
    reprises: Counter[str] = field(default_factory=Counter)
    _a_faire: "Queue[int | None]" = field(default_factory=Queue)
    _fils: list[Thread] = field(default_factory=list)
    _arret: Event = field(default_factory=Event)

    def demarrer(self) -> None:
        self._fils = [Thread(target=self._decider_sans_fin) for _ in range(CLIENTS)]
        for fil in self._fils:
            fil.start()

    def confier(self, dossiers: list[int]) -> None:
        self.confies += len(dossiers)
        for dossier in dossiers:
            self._a_faire.put(dossier)

    def arreter(self) -> None:
        self._arret.set()
        for _ in self._fils:
            self._a_faire.put(None)
        for fil in self._fils:
            fil.join()

    def _decider_sans_fin(self) -> None:
        with httpx.Client(timeout=DELAI) as client:
            while (dossier := self._a_faire.get()) is not None:
                acquise = self._decider(client, dossier)
                if acquise is None:
                    self.refuses.append(dossier)
                else:
                    self.acquises.append(acquise)

    def _decider(self, client: httpx.Client, dossier: int) -> Acquise | None:
        hasard = Random(self.graine * 1_000_003 + dossier)
        mutation = hasard.choice(sorted(DECISIONS))
        voulue = Acquise(dossier, DECISIONS[mutation], f"Décision {hasard.randrange(10**9)}")
        while not self._arret.is_set():
            corps = self._demander(client, mutation, voulue)
            if corps is not None:
                payload = (corps.get("data") or {}).get(mutation) or {}
                attendu = {"dossier": {"state": voulue.etat}, "errors": None}
                if "errors" not in corps and payload == attendu:
                    return voulue
                self.fausses.append(f"{dossier} : {corps}")
                if payload.get("errors"):
                    return None
            self._arret.wait(REPRISE)
        return None

    def _demander(
        self, client: httpx.Client, mutation: str, voulue: Acquise
    ) -> dict[str, Any] | None:
        """The answer; None when there was none, or when it said to come back."""
        texte = (
            f"mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) "
            f"{{ {mutation}(input: $input) {{ dossier {{ state }} errors {{ message }} }} }}"
        )
        entree = {
            "dossierId": identifiant("Dossier", voulue.dossier),
            "instructeurId": self.monde.instructeurs["ines@exemple.fr"],
            "motivation": voulue.motivation,
        }
        try:
            reponse = client.post(
                f"{self.url}{CHEMIN}",
                json={"query": texte, "variables": {"input": entree}},
                headers={
                    "Authorization": f"Bearer {self.monde.jetons['ecriture']}",
                    "Idempotency-Key": f"chaos-{voulue.dossier}",
                },
            )
        except httpx.TransportError as error:
            self.reprises[type(error).__name__] += 1
            return None
        if reponse.status_code in (409, 503):
            self.reprises[str(reponse.status_code)] += 1
            return None
        if reponse.status_code != 200:
            self.fausses.append(f"{voulue.dossier} : {reponse.status_code} {reponse.text}")
            return None
        corps: dict[str, Any] = reponse.json()
        return corps
