"""`make bench`: one line a figure, `name value goal ok|KO`; ends non-zero when one is KO."""

import platform
import sys

from benchmarks import generation, pages
from benchmarks.stack import open_world


def main() -> int:
    sys.stdout.write(f"# {platform.machine()} · {platform.processor() or 'cpu'} · ")
    sys.stdout.write(f"Python {platform.python_version()}\n")
    figures = []
    with open_world() as world:
        for figure in (*generation.measure(world), *pages.measure(world)):
            figures.append(figure)
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
    return 0 if all(figure.ok for figure in figures) else 1


sys.exit(main())
