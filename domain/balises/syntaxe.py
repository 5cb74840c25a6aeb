"""How a tag is written in a text: `--libellé--` (rules 1.16.1). Reading takes time in proportion to it."""

from collections.abc import Iterable
from dataclasses import dataclass

MARQUE = "--"
LONGUEUR_MAX = 1_000
"""Characters of the longest label that is taken for a tag: those of champs have no limit of their own."""

ESPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " "})


@dataclass(frozen=True, slots=True)
class Mention:
    """The place of a value. `cle` is the label in a text, the id in a rich document."""

    cle: str


Morceau = str | Mention


def normaliser(libelle: str) -> str:
    """A label as texts write it: it may not hold what ends it, and its spaces are plain ones."""
    return libelle.replace(MARQUE, "__").translate(ESPACES).strip()


def lire(texte: str) -> list[Morceau]:
    """The text cut at its tags. Two dashes that enclose nothing like a label are only dashes."""
    morceaux: list[Morceau] = []
    debut = ouverture = 0
    while (ouverture := texte.find(MARQUE, ouverture)) >= 0:
        fermeture = texte.find(MARQUE, ouverture + len(MARQUE))
        if fermeture < 0:
            break
        libelle = texte[ouverture + len(MARQUE) : fermeture].translate(ESPACES)
        if not _est_libelle(libelle):
            ouverture += 1
            continue
        if debut < ouverture:
            morceaux.append(texte[debut:ouverture])
        morceaux.append(Mention(libelle))
        debut = ouverture = fermeture + len(MARQUE)
    if debut < len(texte):
        morceaux.append(texte[debut:])
    return morceaux


def ecrire(morceaux: Iterable[Morceau]) -> str:
    return "".join(
        f"{MARQUE}{m.cle}{MARQUE}" if isinstance(m, Mention) else m for m in morceaux
    )  # fmt: skip


def mentions(texte: str) -> list[Mention]:
    return [morceau for morceau in lire(texte) if isinstance(morceau, Mention)]


def _est_libelle(texte: str) -> bool:
    return (
        0 < len(texte) <= LONGUEUR_MAX
        and texte.strip("- \t") == texte
        and not any(interdit in texte for interdit in "\r\n<>")
    )
