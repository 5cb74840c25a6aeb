"""Asking at a steady pace, as many people at once do: a request leaves when its time has come, whether the ones
before it were answered or not, and is waited for from that moment."""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.connexion import Connexion, connecter, demander

CONNEXIONS = 12


class Latences(NamedTuple):
    """In milliseconds, sorted."""

    durees: Sequence[float]

    def centile(self, part: float) -> float:
        return self.durees[min(int(len(self.durees) * part), len(self.durees) - 1)]

    @property
    def p50(self) -> float:
        return self.centile(0.5)

    @property
    def p99(self) -> float:
        return self.centile(0.99)


async def a_la_cadence(
    port: int, demandes: Sequence[bytes], *, par_seconde: float, combien: int
) -> Latences:
    """The requests are asked in turn, `combien` times in all, over connections that take turns too."""
    ouvertes = [(await connecter(port), asyncio.Lock()) for _ in range(CONNEXIONS)]
    debut = time.perf_counter() + 0.1

    async def une(rang: int) -> float:
        voulue = debut + rang / par_seconde
        await asyncio.sleep(max(voulue - time.perf_counter(), 0))
        connexion, tour = ouvertes[rang % CONNEXIONS]
        async with tour:
            await _repondue(connexion, demandes[rang % len(demandes)])
        return (time.perf_counter() - voulue) * 1000

    durees = await asyncio.gather(*map(une, range(combien)))
    for connexion, _ in ouvertes:
        connexion.fermer()
    return Latences(sorted(durees))


async def _repondue(connexion: Connexion, demande: bytes) -> None:
    corps = await demander(connexion, demande)
    assert b'"errors":[' not in corps, corps[:500]
