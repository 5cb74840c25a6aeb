"""The ordeal: dossiers are given out by handfuls, and at each handful something dies."""

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from tests.chaos.decideurs import CLIENTS, Decideurs
from tests.chaos.monde import ADecider
from tests.chaos.pile import TUES, Pile

# After so many kills, something else than a process fails as well.
TOUS_LES = {"postgres": 7, "flush": 5, "valkey": 11, "smtp_absent": 9, "smtp_refuse": 6}
ATTENTE_D_UN_COURRIEL = 2.0  # seconds


@dataclass
class Epreuve:
    """`morts` counts the kills by role, `pannes` the rest."""

    pile: Pile
    monde: ADecider
    decideurs: Decideurs
    hasard: Random
    bavarde: bool = False
    morts: Counter[str] = field(default_factory=Counter)
    pannes: Counter[str] = field(default_factory=Counter)

    def traverser(self, fautes: int) -> None:
        """Every dossier is decided, and `fautes` processes are killed meanwhile."""
        poignees = self._poignees(fautes)
        roles = cycle(TUES)
        self.decideurs.demarrer()
        try:
            for rang in range(fautes):
                self.decideurs.confier(poignees[rang])
                self._laisser_avancer()
                self._tuer(next(roles))
                self._faire_tomber(rang + 1)
                self._dire(rang + 1)
            self.pile.attendre(lambda: self._decides() == self.decideurs.confies)
        finally:
            self.decideurs.arreter()

    def reposer(self) -> None:
        """The dust settles: what was put off is due at once, then nothing is left to do."""
        self.pile.un("WITH dus AS (UPDATE courriels SET essai_le = now() WHERE etat IN "
                     "('en_attente', 'renvoi_ambigu') RETURNING 1) SELECT count(*) FROM dus")  # fmt: skip
        self.pile.attendre(lambda: self.pile.un(RESTE) == 0)

    @property
    def environnement(self) -> dict[str, str]:
        """For a command run beside."""
        return {**os.environ, **self.pile.settings.as_environment()}

    def _poignees(self, fautes: int) -> list[list[int]]:
        dossiers = list(self.monde.dossiers)
        self.hasard.shuffle(dossiers)
        return [dossiers[rang::fautes] for rang in range(fautes)]

    def _decides(self) -> int:
        return len(self.decideurs.acquises) + len(self.decideurs.refuses)

    def _laisser_avancer(self) -> None:
        """To a moment drawn at random, when some decisions are still under way."""
        self._atteindre(self.decideurs.confies - self.hasard.randint(1, CLIENTS))

    def _atteindre(self, decides: int) -> None:
        self.pile.attendre(lambda: self._decides() >= decides)

    def _tuer(self, role: str) -> None:
        # Half of the mailers die with a mail in their hands, which nobody can tell whether it left.
        if role == "mailer" and self.hasard.random() < 0.5:
            self.pannes["courriel en main"] += self.pile.puits.attraper(ATTENTE_D_UN_COURRIEL)
        self.pile.tuer(role, self.hasard.choice)
        self.morts[role] += 1

    def _faire_tomber(self, rang: int) -> None:
        for panne, pas in TOUS_LES.items():
            if rang % pas == 0:
                self.pannes[panne] += 1
                getattr(self, f"_{panne}")()

    def _postgres(self) -> None:
        self.pile.arreter_postgres()

    def _flush(self) -> None:
        self.pile.vider_valkey()

    def _valkey(self) -> None:
        """Away while decisions go on, which do not need it."""
        self.pile.arreter_valkey()
        self._atteindre(self.decideurs.confies - 1)
        self.pile.relancer_valkey()

    def _smtp_absent(self) -> None:
        self.pile.puits.fermer()
        self._atteindre(self.decideurs.confies - 1)
        self.pile.puits.ouvrir()

    def _smtp_refuse(self) -> None:
        self.pile.puits.ne_rien_vouloir(2)

    def _dire(self, rang: int) -> None:
        if self.bavarde and rang % 20 == 0:
            sys.stdout.write(f"# {rang} morts, {self._decides()} décisions acquises\n")
            sys.stdout.flush()


RESTE = """
SELECT (SELECT count(*) FROM outbox)
     + (SELECT count(*) FROM travaux WHERE fait_le IS NULL AND ecarte_le IS NULL)
     + (SELECT count(*) FROM courriels WHERE etat IN ('en_attente', 'envoi', 'renvoi_ambigu'))
"""
