"""What a selection costs once its fragments are expanded: one memoised pass, linear in the text.

A fragment is weighed once, however often it is spread: two spreads of the next one at each of 200
levels are 2 ** 200 fields, and a few milliseconds (reliability M1).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
)

from resolvers.pages import TAILLE_MAX

NIVEAUX_MAX = 200  # of selection sets inside one another: what the parser and Python’s stack allow


class TropImbrique(Exception):
    """Over NIVEAUX_MAX, fragments expanded."""


class Cout(NamedTuple):
    """`valeurs` are those written in the text, `lignes` those of the pages that the selection asks
    for: a page inside a page multiplies."""

    profondeur: int = 0
    champs: int = 0
    alias: int = 0
    directives: int = 0
    valeurs: int = 0
    lignes: int = 0


class Balance:
    """One weighing of a document. A page whose size is a variable not in `variables` is full."""

    def __init__(
        self, schema: GraphQLSchema, arbre: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            d.name.value: d for d in arbre.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._connus: dict[str, Cout] = {}
        self._en_cours: set[str] = set()

    def peser(self, definition: ExecutableDefinitionNode) -> Cout:
        """Raises TropImbrique."""
        if isinstance(definition, FragmentDefinitionNode):
            return self._fragment(definition.name.value, 0)
        assert isinstance(definition, OperationDefinitionNode)
        racine = self._schema.get_root_type(definition.operation)
        cout = self._selection(definition.selection_set, racine, 0)
        defauts = [variable.default_value for variable in definition.variable_definitions or ()]
        return cout._replace(
            directives=cout.directives + len(definition.directives or ()),
            valeurs=cout.valeurs + _valeurs([defaut for defaut in defauts if defaut is not None]),
        )

    def _selection(self, selection: SelectionSetNode, parent: Any, niveau: int) -> Cout:
        if niveau > NIVEAUX_MAX:
            raise TropImbrique
        profondeur = champs = alias = directives = valeurs = lignes = 0
        for noeud in selection.selections:
            directives += len(noeud.directives or ())
            if isinstance(noeud, FieldNode):
                dedans = self._champ(noeud, parent, niveau)
                alias += noeud.alias is not None
                valeurs += _valeurs([argument.value for argument in noeud.arguments or ()])
            elif isinstance(noeud, FragmentSpreadNode):
                dedans = self._fragment(noeud.name.value, niveau)
            else:
                assert isinstance(noeud, InlineFragmentNode)
                vise = self._type(noeud, parent)
                dedans = self._selection(noeud.selection_set, vise, niveau + 1)
            profondeur = max(profondeur, dedans.profondeur)
            champs += dedans.champs
            alias += dedans.alias
            directives += dedans.directives
            valeurs += dedans.valeurs
            lignes += dedans.lignes
        return Cout(profondeur, champs, alias, directives, valeurs, lignes)

    def _champ(self, noeud: FieldNode, parent: Any, niveau: int) -> Cout:
        if noeud.selection_set is None:
            return Cout(profondeur=1, champs=1)
        champ: GraphQLField | None = getattr(parent, "fields", {}).get(noeud.name.value)
        rendu = get_named_type(champ.type) if champ else None
        dedans = self._selection(noeud.selection_set, rendu, niveau + 1)
        pagine = champ is not None and "first" in champ.args
        return dedans._replace(
            profondeur=dedans.profondeur + 1,
            champs=dedans.champs + 1,
            lignes=self._taille(noeud) * (1 + dedans.lignes) if pagine else dedans.lignes,
        )

    def _fragment(self, nom: str, niveau: int) -> Cout:
        """An unknown or circular fragment weighs nothing: it is for a rule to refuse."""
        fragment, connu = self._fragments.get(nom), self._connus.get(nom)
        if connu is not None:
            return connu
        if fragment is None or nom in self._en_cours:
            return Cout()
        self._en_cours.add(nom)
        cout = self._selection(fragment.selection_set, self._type(fragment, None), niveau + 1)
        self._en_cours.discard(nom)
        directives = cout.directives + len(fragment.directives or ())
        self._connus[nom] = cout = cout._replace(directives=directives)
        return cout

    def _type(self, fragment: InlineFragmentNode | FragmentDefinitionNode, parent: Any) -> Any:
        if fragment.type_condition is None:
            return parent
        return self._schema.get_type(fragment.type_condition.name.value)

    def _taille(self, noeud: FieldNode) -> int:
        """How many rows a page may hold: `first` or `last`, and a full page without either."""
        for argument in noeud.arguments or ():
            if argument.name.value in ("first", "last"):
                taille = self._entier(argument.value)
                if taille is not None:
                    return min(max(taille, 0), TAILLE_MAX)
        return TAILLE_MAX

    def _entier(self, valeur: Any) -> int | None:
        if isinstance(valeur, IntValueNode) and len(valeur.value) < 10:
            return int(valeur.value)
        if isinstance(valeur, VariableNode):
            donnee = self._variables.get(valeur.name.value)
            return donnee if isinstance(donnee, int) else None
        return None


def _valeurs(racines: list[ValueNode]) -> int:
    """How many values these are made of, objects and lists counting for what they hold too."""
    compte, restantes = 0, racines
    while restantes:
        valeur = restantes.pop()
        compte += 1
        if isinstance(valeur, ListValueNode):
            restantes.extend(valeur.values)
        elif isinstance(valeur, ObjectValueNode):
            restantes.extend(champ.value for champ in valeur.fields)
    return compte
