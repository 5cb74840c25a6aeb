"""`make bench`: one line a figure, `name value goal ok|KO`; ends non-zero when one is KO."""

import asyncio
import os
import platform
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import uvloop

from benchmarks import (
    bureau,
    decisions,
    exports,
    exports_entiers,
    generation,
    listes,
    masse,
    page_chaude,
    petit_dossier,
)
from benchmarks.figures import Figure, Ligne, Remarque
from benchmarks.stack import World, open_world
from server.web import spare_the_collector
from tests import npm


def main() -> int:
    spare_the_collector()  # as the web process does
    with open_world() as world, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_dire(world))


async def _dire(world: World) -> int:
    manquees = 0
    async for ligne in _lignes(world):
        sys.stdout.write(f"{ligne}\n")
        sys.stdout.flush()
        manquees += isinstance(ligne, Figure) and not ligne.ok
    return 1 if manquees else 0


async def _lignes(world: World) -> AsyncIterator[Ligne]:
    yield _machine()
    for synchrone in (generation.measure, exports.measure, exports_entiers.measure):
        for ligne in synchrone(world):
            yield ligne
    for mesures in (
        page_chaude.measure,
        petit_dossier.measure,
        listes.measure,
        decisions.measure,
    ):
        async for ligne in mesures(world):
            yield ligne
    for ligne in masse.measure(world):
        yield ligne
    async for ligne in bureau.measure(world):
        yield ligne


def _machine() -> Remarque:
    """Only ratios of one run mean something; this says of which machine they are."""
    modele = next(
        (
            ligne.partition(":")[2].strip()
            for ligne in Path("/proc/cpuinfo").read_text().splitlines()
            if ligne.startswith("model name")
        ),
        platform.machine(),
    )
    node = subprocess.run([npm.NODE, "--version"], capture_output=True, text=True, check=True)
    charge = os.getloadavg()[0]
    return Remarque(
        f"{modele} × {os.cpu_count()} · Python {platform.python_version()}"
        f" · Node {node.stdout.strip()} · charge {charge:.1f}"
    )


sys.exit(main())
