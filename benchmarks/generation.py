"""How long it takes to make dossiers by thousands, 60 s for 20,000 of 40 champs being the bound."""

from collections.abc import Iterator

from benchmarks.figures import Figure, Ligne, Remarque
from benchmarks.stack import DOSSIERS, LARGES, World


def measure(world: World) -> Iterator[Ligne]:
    par_20_000 = world.durees["large"] * 20_000 / LARGES
    yield Figure("generer_20000x40_s", par_20_000, "<= 60")
    yield Remarque(f"{DOSSIERS} dossiers de 2 champs en {world.durees['longue']:.0f} s")
