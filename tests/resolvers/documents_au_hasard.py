"""Random valid documents of our schema: what no one would think of writing, and some client will."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
)

PROFONDEUR = 7
CHAMPS = 5

# Literals for each argument, by its name: some that match, some that do not, some that are refused.
Valeurs = dict[str, list[str]]


class DocumentAuHasard(NamedTuple):
    texte: str
    variables: dict[str, Any]


class Generateur:
    """Aliases are numbered so that documents are valid; the same field may also come twice, or by a
    fragment, and must then merge."""

    def __init__(self, schema: GraphQLSchema, racines: dict[str, list[str]], valeurs: Valeurs):
        self.schema = schema
        self.racines = racines
        self.valeurs = valeurs

    def document(self, graine: int) -> DocumentAuHasard:
        return _Document(self, Random(graine)).ecrire()


class _Document:
    def __init__(self, generateur: Generateur, hasard: Random) -> None:
        self.g = generateur
        self.hasard = hasard
        self.fragments: list[str] = []
        self.variables: dict[str, tuple[str, Any]] = {}
        self.alias = 0

    def ecrire(self) -> DocumentAuHasard:
        racines = [self._racine() for _ in range(self.hasard.choice((1, 1, 1, 2)))]
        declarees = ", ".join(
            f"${nom}: {type_graphql}" for nom, (type_graphql, _) in self.variables.items()
        )
        entete = f"query hasard({declarees})" if declarees else "query hasard"
        texte = "\n".join([f"{entete} {{ {' '.join(racines)} }}", *self.fragments])
        return DocumentAuHasard(texte, {nom: v for nom, (_, v) in self.variables.items()})

    def _racine(self) -> str:
        nom = self.hasard.choice(list(self.g.racines))
        champ = self.g.schema.query_type.fields[nom]  # type: ignore[union-attr]
        arguments = self.hasard.choice(self.g.racines[nom])
        corps = self._selection(get_named_type(champ.type), PROFONDEUR)
        return f"{self._alias()}: {nom}({arguments}) {{ {corps} }}"

    def _alias(self) -> str:
        self.alias += 1
        return f"a{self.alias}"

    def _selection(self, parent: Any, profondeur: int) -> str:
        morceaux = [
            self._morceau(parent, profondeur) for _ in range(self.hasard.randint(1, CHAMPS))
        ]
        return " ".join(morceau for morceau in morceaux if morceau) or "__typename"

    def _morceau(self, parent: Any, profondeur: int) -> str:
        tirage = self.hasard.random()
        if tirage < 0.05:
            return f"__typename{self._directive()}"
        if tirage < 0.25 and profondeur > 1:
            return self._fragment(parent, profondeur)
        return self._champ(parent, profondeur)

    def _fragment(self, parent: Any, profondeur: int) -> str:
        type_graphql = self._sous_type(parent)
        corps = self._selection(type_graphql, profondeur - 1)
        forme = self.hasard.random()
        if forme < 0.4:
            nom = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {nom} on {type_graphql.name} {{ {corps} }}")
            return f"...{nom}{self._directive()}"
        if forme < 0.5 and type_graphql is parent:
            return f"...{self._directive()} {{ {corps} }}"
        return f"... on {type_graphql.name}{self._directive()} {{ {corps} }}"

    def _sous_type(self, parent: Any) -> Any:
        if isinstance(parent, GraphQLInterfaceType):
            return self.hasard.choice([parent, *self.g.schema.get_possible_types(parent)])
        if isinstance(parent, GraphQLObjectType) and parent.interfaces:
            return self.hasard.choice([parent, *parent.interfaces])
        return parent

    def _champ(self, parent: Any, profondeur: int) -> str:
        nom, champ = self.hasard.choice(list(parent.fields.items()))
        feuille = is_leaf_type(get_named_type(champ.type))
        if not feuille and profondeur <= 1:
            return ""
        arguments = self._arguments(champ)
        # Without an alias the key may merge with another: then the arguments must be none at all.
        libre = feuille and not arguments and self.hasard.random() < 0.5
        cle = nom if libre else f"{self._alias()}: {nom}"
        corps = "" if feuille else self._selection(get_named_type(champ.type), profondeur - 1)
        return f"{cle}{arguments}{self._directive()}" + (f" {{ {corps} }}" if corps else "")

    def _arguments(self, champ: GraphQLField) -> str:
        donnes = []
        for nom, argument in champ.args.items():
            obligatoire = is_non_null_type(argument.type)
            taille = nom == "first"  # always said: the default page would make answers of megabytes
            if nom in self.g.valeurs and (obligatoire or taille or self.hasard.random() < 0.1):
                donnes.append(f"{nom}: {self.hasard.choice(self.g.valeurs[nom])}")
        return f"({', '.join(donnes)})" if donnes else ""

    def _directive(self) -> str:
        if self.hasard.random() > 0.12:
            return ""
        nom = self.hasard.choice(("include", "skip"))
        valeur = self.hasard.random() < 0.5
        if self.hasard.random() < 0.5:
            return f" @{nom}(if: {str(valeur).lower()})"
        variable = f"v{len(self.variables)}"
        self.variables[variable] = ("Boolean!", valeur)
        return f" @{nom}(if: ${variable})"


def documents(
    generateur: Generateur, debut: int, nombre: int, valide: Callable[[str], bool]
) -> Iterator[tuple[int, DocumentAuHasard]]:
    """`nombre` valid documents, with the seed of each: `document(graine)` writes it again."""
    graine, trouves = debut, 0
    while trouves < nombre:
        document = generateur.document(graine)
        if valide(document.texte):
            trouves += 1
            yield graine, document
        graine += 1
