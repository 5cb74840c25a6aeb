"""Documents: parsed and validated once, kept by their text. Both cost more than most answers."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    VariableNode,
    Visitor,
    specified_rules,
    validate,
    visit,
)

from resolvers import budget
from resolvers.balance import Balance
from resolvers.budget import Couts
from resolvers.declarees import Declarees
from resolvers.fusion import FusionRelachee
from resolvers.syntaxe import analyser

ERREURS_MAX = 5
# Kept in memory, in characters of text; a tree takes some sixty times its text.
TEXTES_GARDES = 1_000_000

# There is neither subscription nor @defer nor @stream here: these would visit each node for nothing.
SANS_OBJET = {
    "SingleFieldSubscriptionsRule",
    "DeferStreamDirectiveLabel",
    "DeferStreamDirectiveOnRootField",
    "DeferStreamDirectiveOnValidOperationsRule",
    "StreamDirectiveOnListField",
}
REGLES = [
    FusionRelachee if regle is OverlappingFieldsCanBeMergedRule else regle
    for regle in specified_rules
    if regle.__name__ not in SANS_OBJET
]


@dataclass(frozen=True, slots=True)
class Document:
    """`erreurs` are those of syntax or validation, as they are answered; a document that has any is
    never executed, and its tree is not kept.
    `fragments` are the names of all type conditions, used or not (api 8.1)."""

    arbre: DocumentNode | None
    erreurs: Sequence[Mapping[str, Any]] = ()
    operations: Mapping[str | None, OperationDefinitionNode] = field(default_factory=dict)
    fragments: frozenset[str] = frozenset()
    aiguillages: tuple[str, ...] = ()
    """The variables of its @skip and @include: what a plan depends on, beside the text."""
    couts: Couts = field(default_factory=dict)
    """What each operation asks for, by its name."""
    plans: dict[Hashable, Any] = field(default_factory=dict)
    """Its compiled plans, which live and go with it."""
    declarees: dict[str | None, Declarees] = field(default_factory=dict)
    """The variables that each operation declares, likewise."""


class _Releve(Visitor):
    """What is noted of a document once for all: its type conditions, its directives' variables."""

    def __init__(self) -> None:
        super().__init__()
        self.types: set[str] = set()
        self.aiguillages: set[str] = set()

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        if node.type_condition is not None:
            self.types.add(node.type_condition.name.value)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> None:
        self.types.add(node.type_condition.name.value)

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.aiguillages.add(argument.value.name.value)


class Documents:
    """The documents of one schema, those asked for last. What is kept is bounded: clients may write
    what they like, and as many documents as they like."""

    def __init__(self, schema: GraphQLSchema, *, gardes: int = TEXTES_GARDES) -> None:
        self._schema = schema
        self._gardes = gardes
        self._connus: OrderedDict[str, Document] = OrderedDict()
        self._taille = 0

    def connu(self, texte: str) -> Document | None:
        """The document if it was read already."""
        return self._connus.get(texte)

    def lire(self, texte: str) -> Document:
        connu = self._connus.get(texte)
        if connu is not None:
            self._connus.move_to_end(texte)
            return connu
        self._connus[texte] = document = self._lire(texte)
        self._taille += len(texte)
        while self._taille > self._gardes:
            oublie, _ = self._connus.popitem(last=False)
            self._taille -= len(oublie)
        return document

    def _lire(self, texte: str) -> Document:
        try:
            arbre = analyser(texte)
            couts = budget.peser(self._schema, arbre)
        except GraphQLError as erreur:
            return Document(None, [erreur.formatted])
        erreurs = validate(
            self._schema, arbre, REGLES, max_errors=ERREURS_MAX, hide_suggestions=True
        )
        if erreurs:
            return Document(None, [erreur.formatted for erreur in erreurs])
        releve = _Releve()
        visit(arbre, releve)
        return Document(
            arbre,
            operations=_operations(arbre),
            fragments=frozenset(releve.types),
            aiguillages=tuple(sorted(releve.aiguillages)),
            couts=couts,
        )


def controler_lignes(
    schema: GraphQLSchema,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> None:
    """Raises Refus when the pages that an operation asks for hold too many rows together. Only one
    that would, were its pages full, is weighed again with its variables."""
    cout = document.couts[operation.name.value if operation.name else None]
    if cout.lignes > budget.LIGNES_MAX:
        assert document.arbre is not None
        budget.controler_lignes(Balance(schema, document.arbre, variables).peser(operation))


def _operations(arbre: DocumentNode) -> dict[str | None, OperationDefinitionNode]:
    return {
        definition.name.value if definition.name else None: definition
        for definition in arbre.definitions
        if isinstance(definition, OperationDefinitionNode)
    }
