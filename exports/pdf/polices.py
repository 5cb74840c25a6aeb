"""The fonts of our documents, and which characters they can draw.

PDF/A and PDF/UA forbid a character without a glyph, and typst then makes no document at all: a smiley
in a message would cost the whole dossier. So no other font is ever looked for, and what these
cannot draw is said in words (`texte.py`).
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from typst import Fonts

# In the order in which the template tries them.
LATINE = "Source Sans 3"  # with Greek and Cyrillic
PAQUETS = {
    LATINE: "fontpkg_source_sans_3",
    "Noto Sans Arabic": "fontpkg_noto_sans_arabic",
    "Assistant": "fontpkg_assistant",  # Hebrew
}
FAMILLES = tuple(PAQUETS)


def _dossier(famille: str) -> Path:
    return Path(str(files(PAQUETS[famille]))) / "files"


@cache
def polices() -> Fonts:
    """Read once: they are a fifth of the time of a small document."""
    return Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[_dossier(famille) for famille in FAMILLES],
    )


@cache
def dessines(famille: str) -> frozenset[str]:
    """The characters that the upright font of this family draws. Fonts map control characters too, and
    the mark that begins a file: documents that must be readable in a century may not hold them."""
    codes: set[int] = set()
    for chemin in sorted(_dossier(famille).glob("*.ttf")):
        if "Italic" not in chemin.name:
            with TTFont(chemin, lazy=True) as police:
                codes.update(police.getBestCmap())
    return frozenset(c for c in map(chr, codes) if category(c) != "Cc") - {"\ufeff"}


@cache
def repertoire(familles: Iterable[str] = FAMILLES) -> frozenset[str]:
    return frozenset[str]().union(*map(dessines, familles))
