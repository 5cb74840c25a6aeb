"""Documents: parsed and validated once, kept by their text. Both cost more than most answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)

from resolvers.fusion import FusionRelachee

# The official query has 1,400 tokens; twenty times that is nobody's.
JETONS_MAX = 30_000
ERREURS_MAX = 100

REGLES = [
    FusionRelachee if regle is OverlappingFieldsCanBeMergedRule else regle
    for regle in specified_rules
]


@dataclass(frozen=True, slots=True)
class Document:
    """`erreurs` are those of syntax or validation; a document that has any is never executed.
    `fragments` are the names of all type conditions, used or not (api 8.1)."""

    arbre: DocumentNode | None
    erreurs: Sequence[GraphQLError]
    operations: tuple[str | None, ...] = ()
    fragments: frozenset[str] = frozenset()


class _TypesNommes(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.noms: set[str] = set()

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        if node.type_condition is not None:
            self.noms.add(node.type_condition.name.value)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> None:
        self.noms.add(node.type_condition.name.value)


class Documents:
    """The documents of one schema. The cache is bounded: clients may write what they like."""

    def __init__(self, schema: GraphQLSchema, *, gardes: int = 500) -> None:
        self._schema = schema
        self.lire = lru_cache(maxsize=gardes)(self._lire)

    def _lire(self, texte: str) -> Document:
        try:
            arbre = parse(texte, max_tokens=JETONS_MAX)
        except GraphQLError as erreur:
            return Document(None, [erreur])
        except RecursionError:
            return Document(None, [GraphQLError("Syntax Error: document nested too deeply.")])
        erreurs = validate(self._schema, arbre, REGLES, max_errors=ERREURS_MAX)
        if erreurs:
            return Document(None, erreurs)
        visiteur = _TypesNommes()
        visit(arbre, visiteur)
        return Document(arbre, (), _operations(arbre), frozenset(visiteur.noms))


def _operations(arbre: DocumentNode) -> tuple[str | None, ...]:
    return tuple(
        definition.name.value if definition.name else None
        for definition in arbre.definitions
        if isinstance(definition, OperationDefinitionNode)
    )
