"""A rich document, as the editor writes it in JSON: nodes of a few types, tags as mention nodes.

What comes out is a tree of our own, in which nothing is left to be trusted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from domain.balises.syntaxe import Mention
from domain.errors import DomainError

Alignement = Literal["left", "center", "right", "justify"]
ALIGNEMENTS: tuple[Alignement, ...] = ("left", "center", "right", "justify")
STYLES = ("bold", "italic", "underline", "strike", "highlight")
NOEUDS_MAX = 5_000
PROFONDEUR_MAX = 12
NIVEAU_MAX = 3


class DocumentInvalide(DomainError):
    def __init__(self, detail: str) -> None:
        super().__init__(f"Le document n’est pas lisible : {detail}.")


@dataclass(frozen=True, slots=True)
class Texte:
    texte: str
    styles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Valeur:
    """Where a tag stands."""

    mention: Mention
    styles: frozenset[str] = frozenset()


EnLigne = Texte | Valeur
"""A line break is the text « \\n »."""


@dataclass(frozen=True, slots=True)
class Paragraphe:
    contenu: tuple[EnLigne, ...]
    alignement: Alignement = "left"
    niveau: int = 0
    """1 to NIVEAU_MAX for a title, 0 for a paragraph."""


@dataclass(frozen=True, slots=True)
class Liste:
    elements: tuple[tuple["Bloc", ...], ...]
    ordonnee: bool = False


Bloc = Paragraphe | Liste


def lire(document: object) -> tuple[Bloc, ...]:
    """Raises DocumentInvalide for any other shape, too deep or too big."""
    racine = _noeud(document)
    if racine["type"] != "doc":
        raise DocumentInvalide("sa racine n’est pas un document")
    return _Lecteur().blocs(racine, 0)


def mentions(blocs: Sequence[Bloc]) -> Iterator[Mention]:
    for bloc in blocs:
        if isinstance(bloc, Liste):
            for element in bloc.elements:
                yield from mentions(element)
        else:
            yield from (e.mention for e in bloc.contenu if isinstance(e, Valeur))


class _Lecteur:
    def __init__(self) -> None:
        self._restants = NOEUDS_MAX

    def blocs(self, parent: Mapping[str, Any], profondeur: int) -> tuple[Bloc, ...]:
        return tuple(self._bloc(enfant, profondeur + 1) for enfant in self._enfants(parent))

    def _enfants(self, parent: Mapping[str, Any]) -> Sequence[object]:
        enfants = parent.get("content", [])
        if not isinstance(enfants, list):
            raise DocumentInvalide("un contenu n’est pas une liste")
        self._restants -= len(enfants)
        if self._restants < 0:
            raise DocumentInvalide("il est trop long")
        return enfants

    def _bloc(self, valeur: object, profondeur: int) -> Bloc:
        if profondeur > PROFONDEUR_MAX:
            raise DocumentInvalide("il est trop profond")
        noeud = _noeud(valeur)
        genre = noeud["type"]
        if genre in ("bulletList", "orderedList"):
            elements = [_noeud(e) for e in self._enfants(noeud)]
            if any(e["type"] != "listItem" for e in elements):
                raise DocumentInvalide("une liste contient autre chose que ses éléments")
            return Liste(
                tuple(self.blocs(e, profondeur + 1) for e in elements), genre == "orderedList"
            )
        if genre not in ("paragraph", "heading", "title"):
            raise DocumentInvalide(f"le nœud « {genre} » n’est pas connu")
        contenu = tuple(self._en_ligne(e) for e in self._enfants(noeud))
        return Paragraphe(contenu, _alignement(noeud), _niveau(noeud))

    def _en_ligne(self, valeur: object) -> EnLigne:
        noeud = _noeud(valeur)
        match noeud["type"]:
            case "text" if isinstance(noeud.get("text"), str):
                return Texte(noeud["text"], _styles(noeud))
            case "hardBreak":
                return Texte("\n")
            case "mention" if isinstance(cle := _attributs(noeud).get("id"), str):
                return Valeur(Mention(cle), _styles(noeud))
        raise DocumentInvalide(f"le nœud « {noeud['type']} » n’est pas à sa place")


def _noeud(valeur: object) -> Mapping[str, Any]:
    if isinstance(valeur, Mapping) and isinstance(valeur.get("type"), str):
        return valeur
    raise DocumentInvalide("un nœud n’a pas de type")


def _attributs(noeud: Mapping[str, Any]) -> Mapping[str, Any]:
    attributs = noeud.get("attrs")
    return attributs if isinstance(attributs, Mapping) else {}


def _alignement(noeud: Mapping[str, Any]) -> Alignement:
    voulu = _attributs(noeud).get("textAlign")
    return next((a for a in ALIGNEMENTS if a == voulu), "left")


def _niveau(noeud: Mapping[str, Any]) -> int:
    if noeud["type"] == "paragraph":
        return 0
    if noeud["type"] == "title":
        return 1
    niveau = _attributs(noeud).get("level")
    return min(max(niveau, 1), NIVEAU_MAX) if isinstance(niveau, int) else 1


def _styles(noeud: Mapping[str, Any]) -> frozenset[str]:
    """Marks that we do not know are left out: what matters is the text."""
    marques = noeud.get("marks")
    if not isinstance(marques, list):
        return frozenset()
    noms = {m.get("type") for m in marques if isinstance(m, Mapping)}
    return frozenset(style for style in STYLES if style in noms)
