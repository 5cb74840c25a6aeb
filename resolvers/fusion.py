"""The rule « fields can be merged », relaxed as real documents need it (api 2.9).

One response key may have different types on disjoint object types: `value` of the columns is such a
key in the official document, which graphql-core refuses. What stays refused is one key for different
fields, or different arguments, on types that one object may be at once: its answer would be
ambiguous.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    get_named_type,
    print_ast,
    type_from_ast,
)

Place = tuple[GraphQLNamedType | None, FieldNode]
Lot = list[tuple[GraphQLNamedType | None, SelectionSetNode]]


class FusionRelachee(ValidationRule):
    """Selection sets that merge are checked once, whatever the number of paths that lead to them:
    fragments that double at each level cost their text, not their expansion."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._vus: set[frozenset[tuple[str, int]]] = set()

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        racine = self.context.schema.get_root_type(node.operation)
        self._verifier([(racine, node.selection_set)])

    def _verifier(self, lot: Lot) -> None:
        a_faire = [lot]
        while a_faire:
            courant = a_faire.pop()
            cle = frozenset((str(parent), id(selection)) for parent, selection in courant)
            if cle in self._vus:
                continue
            self._vus.add(cle)
            champs: dict[str, list[Place]] = {}
            for parent, selection in courant:
                self._collecter(parent, selection, champs, set())
            for reponse, places in champs.items():
                a_faire.extend(
                    list(_sous_selections(groupe))
                    for groupe in _ensemble_possibles(places)
                    if self._conforme(reponse, groupe)
                )

    def _collecter(
        self,
        parent: GraphQLNamedType | None,
        selection: SelectionSetNode,
        champs: dict[str, list[Place]],
        fragments: set[tuple[str, str]],
    ) -> None:
        for noeud in selection.selections:
            if isinstance(noeud, FieldNode):
                champs.setdefault((noeud.alias or noeud.name).value, []).append((parent, noeud))
                continue
            fragment: InlineFragmentNode | FragmentDefinitionNode | None
            if isinstance(noeud, FragmentSpreadNode):
                cle = noeud.name.value, str(parent)
                if cle in fragments:
                    continue
                fragments.add(cle)
                fragment = self.context.get_fragment(noeud.name.value)
            else:
                assert isinstance(noeud, InlineFragmentNode)
                fragment = noeud
            if fragment is None:
                continue  # an unknown fragment is another rule's to refuse
            self._collecter(self._type(fragment, parent), fragment.selection_set, champs, fragments)

    def _type(
        self,
        fragment: InlineFragmentNode | FragmentDefinitionNode,
        parent: GraphQLNamedType | None,
    ) -> GraphQLNamedType | None:
        if fragment.type_condition is None:
            return parent
        return type_from_ast(self.context.schema, fragment.type_condition)

    def _conforme(self, reponse: str, groupe: list[Place]) -> bool:
        """One field with one set of arguments; reports what differs and stops there."""
        _, premier = groupe[0]
        attendu = premier.name.value, _arguments(premier)
        for _, noeud in groupe[1:]:
            if (noeud.name.value, _arguments(noeud)) == attendu:
                continue
            memes = noeud.name.value == premier.name.value
            raison = (
                "they have differing arguments"
                if memes
                else f"'{premier.name.value}' and '{noeud.name.value}' are different fields"
            )
            self.report_error(
                GraphQLError(
                    f"Fields '{reponse}' conflict because {raison}."
                    " Use different aliases on the fields to fetch both if this was intentional.",
                    [premier, noeud],
                )
            )
            return False
        return True


def _ensemble_possibles(places: list[Place]) -> Iterator[list[Place]]:
    """Fields that one object could have at once: those of each object type, with the interfaces'."""
    abstraits = [p for p in places if not isinstance(p[0], GraphQLObjectType)]
    concrets: dict[str, list[Place]] = {}
    for place in places:
        parent = place[0]
        if isinstance(parent, GraphQLObjectType):
            concrets.setdefault(parent.name, []).append(place)
    if not concrets:
        yield abstraits
    for groupe in concrets.values():
        yield groupe + abstraits


def _sous_selections(groupe: list[Place]) -> Iterable[tuple[Any, SelectionSetNode]]:
    for parent, noeud in groupe:
        if noeud.selection_set is None:
            continue
        champ = getattr(parent, "fields", {}).get(noeud.name.value)
        yield (get_named_type(champ.type) if champ else None), noeud.selection_set


def _arguments(noeud: FieldNode) -> frozenset[tuple[str, str]]:
    return frozenset((a.name.value, print_ast(a.value)) for a in noeud.arguments or ())
