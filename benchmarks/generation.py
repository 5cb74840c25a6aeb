from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.stack import World


def measure(world: World) -> Iterator[Figure]:
    yield Figure("generer_20000x40_s", world.generation_s, "<= 60")
