"""What a page says and asks."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Champ(NamedTuple):
    """A field of the form, as JSON names it. `remplissage` tells the browser what it is (WCAG 1.3.5)."""

    nom: str
    libelle: str
    type: str = "text"
    remplissage: str = "off"
    aide: str = ""
    clavier: str = "text"


class Page(NamedTuple):
    """`fait` and `apres` are what is said once it is done."""

    titre: str
    textes: tuple[str, ...] = ()
    champs: tuple[Champ, ...] = ()
    bouton: str = ""
    fait: str = ""
    apres: tuple[str, ...] = ()


class Vue(NamedTuple):
    """A page as it is shown this once. `caches` go back with the form; `listes` are to be copied."""

    titre: str
    textes: tuple[str, ...] = ()
    champs: tuple[Champ, ...] = ()
    bouton: str = ""
    action: str = ""
    caches: Mapping[str, str] = {}
    erreur: str = ""
    listes: Mapping[str, list[Any]] = {}
    suite: str = ""
    """An address of ours where to go on."""
    suite_libelle: str = ""
