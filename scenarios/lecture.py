"""From YAML to plain values, with the line of each.

Only what YAML 1.2 and JSON agree on is given a type: numbers, true, false, null. Dates stay texts,
which the format reads itself, quoted or not; `0102030405` stays a telephone number.
"""

import re
from base64 import b64decode
from math import isfinite
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from scenarios.refus import Chemin, ScenarioRefuse

# A file that aliases blow up beyond this is a bomb, not a world.
VALEURS_AU_PLUS = 500_000

BOOLEEN, ENTIER, DECIMAL, NUL, TEXTE, OCTETS = (
    f"tag:yaml.org,2002:{nom}" for nom in ("bool", "int", "float", "null", "str", "binary")
)
FUSION = "tag:yaml.org,2002:merge"


class _Resolution(Resolver):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _motif, _premiers in (
    (BOOLEEN, r"true|True|TRUE|false|False|FALSE", "tTfF"),
    (ENTIER, r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (DECIMAL, r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", "-+0123456789"),
    (NUL, r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    (FUSION, r"<<", "<"),
):
    _Resolution.add_implicit_resolver(_tag, re.compile(rf"^(?:{_motif})$"), list(_premiers))


class _Analyseur(CParser, _Resolution):
    def __init__(self, texte: str) -> None:
        CParser.__init__(self, texte)
        _Resolution.__init__(self)


def lire(texte: str) -> tuple[Any, dict[Chemin, int]]:
    """The values of one YAML document, and their lines counted from 1. Raises ScenarioRefuse."""
    try:
        racine = _Analyseur(texte).get_single_node()
    except yaml.MarkedYAMLError as error:
        marque = error.problem_mark or error.context_mark
        raise ScenarioRefuse(marque.line + 1 if marque else 1, _mal_forme(error)) from None
    except yaml.YAMLError:
        raise ScenarioRefuse(_ligne_du_caractere_interdit(texte), INTERDIT) from None
    if racine is None:
        raise ScenarioRefuse(1, "le fichier est vide")
    valeurs = _Valeurs()
    return valeurs.de(racine, ()), valeurs.lignes


INECRIVABLES = re.compile("[\x00\ud800-\udfff]")
INTERDIT = "ce caractère est interdit en YAML"

RAISONS = (
    ("undefined alias", "cette ancre (*) n’est définie nulle part"),
    ("expected a single document", "un seul document YAML est attendu"),
    ("control characters", INTERDIT),
    ("cannot start any token", "ce caractère doit être mis entre guillemets"),
    ("found unexpected end of stream", "des guillemets ne sont pas fermés"),
    ("tab", "l’indentation se fait avec des espaces, pas des tabulations"),
)


def _mal_forme(error: yaml.MarkedYAMLError) -> str:
    probleme = f"{error.context or ''} {error.problem or ''}"
    for anglais, francais in RAISONS:
        if anglais in probleme:
            return f"YAML mal formé : {francais}"
    return "YAML mal formé : l’indentation, la ponctuation ou les guillemets sont faux"


def _ligne_du_caractere_interdit(texte: str) -> int:
    permis = {"\t", "\n", "\r", "\x85"}
    for numero, ligne in enumerate(texte.split("\n"), start=1):
        if any(c < " " and c not in permis for c in ligne):
            return numero
    return 1


class _Valeurs:
    def __init__(self) -> None:
        self.lignes: dict[Chemin, int] = {}
        self._ouverts: set[int] = set()
        self._nombre = 0

    def de(self, noeud: Node, chemin: Chemin) -> Any:
        ligne = noeud.start_mark.line + 1
        self.lignes.setdefault(chemin, ligne)
        self._nombre += 1
        if self._nombre > VALEURS_AU_PLUS:
            raise ScenarioRefuse(ligne, "les ancres et alias déplient trop de valeurs")
        if isinstance(noeud, ScalarNode):
            if noeud.tag == OCTETS and chemin[-1:] != ("contenu",):
                raise ScenarioRefuse(ligne, "« !!binary » ne va que dans le contenu d’un fichier")
            return _scalaire(noeud)
        if id(noeud) in self._ouverts:
            raise ScenarioRefuse(ligne, "une ancre (&) se contient elle-même")
        self._ouverts.add(id(noeud))
        valeur: Any
        if isinstance(noeud, SequenceNode):
            valeur = [self.de(n, (*chemin, rang)) for rang, n in enumerate(noeud.value)]
        else:
            assert isinstance(noeud, MappingNode)  # YAML has no fourth kind of node
            valeur = self._tableau(noeud, chemin)
        self._ouverts.discard(id(noeud))
        return valeur

    def _tableau(self, noeud: MappingNode, chemin: Chemin) -> dict[Any, Any]:
        propres: dict[Any, Any] = {}
        fusionnes: dict[Any, Any] = {}
        for cle_noeud, noeud_de_valeur in noeud.value:
            ligne = cle_noeud.start_mark.line + 1
            if cle_noeud.tag == FUSION:
                fusionnes |= self._fusion(noeud_de_valeur, chemin, ligne)
                continue
            if not isinstance(cle_noeud, ScalarNode):
                raise ScenarioRefuse(ligne, "une clé doit être un mot ou un nombre")
            cle = _scalaire(cle_noeud)
            if cle in propres:
                raise ScenarioRefuse(ligne, f"la clé « {cle} » est écrite deux fois")
            self.lignes[(*chemin, cle)] = ligne
            propres[cle] = self.de(noeud_de_valeur, (*chemin, cle))
        return fusionnes | propres

    def _fusion(self, noeud: Node, chemin: Chemin, ligne: int) -> dict[Any, Any]:
        """`<<: *ancre`, or a list of them of which the first wins."""
        noeuds = noeud.value if isinstance(noeud, SequenceNode) else [noeud]
        ensemble: dict[Any, Any] = {}
        for morceau in noeuds:
            if not isinstance(morceau, MappingNode):
                raise ScenarioRefuse(ligne, "« << » attend l’alias d’un tableau clé : valeur")
            ensemble = self.de(morceau, chemin) | ensemble
        return ensemble


def _scalaire(noeud: ScalarNode) -> Any:
    texte = str(noeud.value)
    if INECRIVABLES.search(texte):  # PostgreSQL keeps neither
        raise ScenarioRefuse(noeud.start_mark.line + 1, INTERDIT)
    if noeud.tag in (TEXTE, "!"):
        return texte
    if noeud.tag == NUL:
        return None
    if noeud.tag == BOOLEEN:
        return texte.lower() == "true"
    try:
        if noeud.tag == ENTIER:
            return int(texte)
        if noeud.tag == DECIMAL and isfinite(float(texte)):
            return float(texte)
        if noeud.tag == OCTETS:
            return _octets(texte)
    except ValueError:
        pass
    nature = noeud.tag.rpartition(":")[2]
    raise ScenarioRefuse(noeud.start_mark.line + 1, f"« !!{nature} » ne peut pas être lu ici")


def _octets(texte: str) -> bytes:
    """`!!binary`: Base64, on as many lines as one likes."""
    return b64decode("".join(texte.split()), validate=True)
