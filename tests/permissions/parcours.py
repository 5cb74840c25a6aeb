"""Documents that visit every field of every type that can be reached from every root, whoever adds some."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

Champ = tuple[str, str]
# What an argument is given, by `Type.field(argument)` or by its name alone: GraphQL literals.
Valeurs = Mapping[str, list[str]]

# Roles and aspects of one object: each leads to a document of its own, as a root does.
PORTES = (
    "Moi", "EspaceInstructeur", "EspaceExpert", "DemarcheDuBureau", "DossierDuBureau", "AvisDeLExpert",
)  # fmt: skip
CHAMPS_PAR_DOCUMENT = 900  # under the budget of a document, whatever its fragments weigh


@dataclass
class Noeud:
    """A field to be asked, and what is asked of what it leads to."""

    type: str
    nom: str
    arguments: str = ""
    choix: list["Noeud"] = field(default_factory=list)
    selon: dict[str, list["Noeud"]] = field(default_factory=dict)

    def ecrire(self, alias: Iterator[int]) -> str:
        corps = [_ecrits(self.choix, alias)]
        corps += [
            f"... on {type_} {{ __typename {_ecrits(enfants, alias)} }}"
            for type_, enfants in self.selon.items()
        ]
        bloc = f" {{ __typename {' '.join(corps)} }}" if self.choix or self.selon else ""
        return f"{self.nom}{self.arguments}{bloc}"


def _ecrits(noeuds: list[Noeud], alias: Iterator[int]) -> str:
    """Only what is asked twice is given another name: aliases are counted."""
    vus: set[str] = set()
    textes = []
    for noeud in noeuds:
        prefixe = f"a{next(alias)}: " if noeud.nom in vus else ""
        vus.add(noeud.nom)
        textes.append(prefixe + noeud.ecrire(alias))
    return " ".join(textes)


class Parcours:
    """`valeurs` are those of one tenant. `documents` are `(text, fields visited)`."""

    def __init__(self, schema: GraphQLSchema, valeurs: Valeurs) -> None:
        self.schema, self.valeurs = schema, valeurs
        self.visites: set[Champ] = set()

    def documents(self) -> Iterator[str]:
        assert self.schema.query_type
        for nom, champ in self.schema.query_type.fields.items():
            for arguments in self._arguments("Query", nom, champ):
                yield from self._de_la_racine("Query", nom, champ, arguments, [])

    def _de_la_racine(
        self, parent: str, nom: str, champ: GraphQLField, arguments: str, avant: list[Noeud]
    ) -> Iterator[str]:
        """One document for all that is under a field, another for each door that it leads to."""
        racine = Noeud(parent, nom, arguments)
        self.visites.add((parent, nom))
        type_ = get_named_type(champ.type)
        portes: list[tuple[list[Noeud], str, str, GraphQLField]] = []
        connus = {type_.name, *(noeud.type for noeud in avant)}
        file: deque[tuple[Noeud, GraphQLNamedType, list[Noeud]]] = deque()
        file.append((racine, type_, [*avant, racine]))
        while file:
            noeud, type_, chemin = file.popleft()
            for cible, dans in self._membres(noeud, type_):
                for nom_, champ_ in cible.fields.items():
                    self.visites.add((cible.name, nom_))
                    suivant = get_named_type(champ_.type)
                    if suivant.name in PORTES and suivant.name not in connus:
                        portes.append((chemin, cible.name, nom_, champ_))
                        continue
                    for arguments_ in self._arguments(cible.name, nom_, champ_):
                        enfant = Noeud(cible.name, nom_, arguments_)
                        dans.append(enfant)
                        if is_leaf_type(suivant):
                            continue
                        if suivant.name in connus:
                            enfant.selon[suivant.name] = []
                        else:
                            connus.add(suivant.name)
                            file.append((enfant, suivant, [*chemin, enfant]))
        yield from self._decoupe(racine, avant)
        for chemin, parent_, nom_, champ_ in portes:
            for arguments_ in self._arguments(parent_, nom_, champ_):
                yield from self._de_la_racine(parent_, nom_, champ_, arguments_, chemin)

    def _membres(
        self, noeud: Noeud, type_: GraphQLNamedType
    ) -> Iterator[tuple[GraphQLObjectType | GraphQLInterfaceType, list[Noeud]]]:
        if isinstance(type_, GraphQLObjectType):
            yield type_, noeud.choix
        elif isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            if isinstance(type_, GraphQLInterfaceType):
                yield type_, noeud.choix
            for possible in self.schema.get_possible_types(type_):
                yield possible, noeud.selon.setdefault(possible.name, [])

    def _decoupe(self, racine: Noeud, avant: list[Noeud]) -> Iterator[str]:
        """The budget of a document is finite: what is too long is asked in several."""
        for partie in _parties(racine):
            texte = _dans(avant, partie)
            yield f"query parcours {{ {texte.ecrire(count(1))} }}"

    def _arguments(self, parent: str, nom: str, champ: GraphQLField) -> list[str]:
        """Each way to ask a field: one, unless a value of an argument opens something else."""
        facons = [""]
        for argument, decrit in champ.args.items():
            cles = (f"{parent}.{nom}({argument})", argument)
            donnees = next((self.valeurs[cle] for cle in cles if cle in self.valeurs), None)
            nomme = get_named_type(decrit.type)
            if donnees is None and isinstance(nomme, GraphQLEnumType) and argument == "onglet":
                donnees = list(nomme.values)
            if donnees is None:
                if is_required_argument(decrit):
                    donnees = [self._defaut(nomme)]
                else:
                    continue
            facons = [f"{f}, {argument}: {v}" if f else f"{argument}: {v}" for f in facons for v in donnees]  # fmt: skip
        return [f"({facon})" if facon else "" for facon in facons]

    def _defaut(self, type_: Any) -> str:
        if isinstance(type_, GraphQLEnumType):
            return str(next(iter(type_.values)))
        if isinstance(type_, GraphQLInputObjectType):
            raise LookupError(f"rien n’est prévu pour un argument de type {type_.name}")
        return {"Int": "1", "ID": '"x"', "String": '"a"', "Boolean": "true"}[type_.name]


def _parties(racine: Noeud) -> Iterator[Noeud]:
    if _taille(racine) <= CHAMPS_PAR_DOCUMENT or len(racine.choix) + len(racine.selon) <= 1:
        yield racine
        return
    lourds = [e for e in racine.choix if _taille(e) > CHAMPS_PAR_DOCUMENT // 4]
    legers = [e for e in racine.choix if e not in lourds]
    yield Noeud(racine.type, racine.nom, racine.arguments, legers, {})
    for type_, enfants in racine.selon.items():
        yield Noeud(racine.type, racine.nom, racine.arguments, [], {type_: enfants})
    for lourd in lourds:
        for partie in _parties(lourd):
            yield Noeud(racine.type, racine.nom, racine.arguments, [partie], {})


def _taille(noeud: Noeud) -> int:
    dessous = [*noeud.choix, *(e for enfants in noeud.selon.values() for e in enfants)]
    return 1 + sum(map(_taille, dessous))


def _dans(avant: list[Noeud], partie: Noeud) -> Noeud:
    for parent in reversed(avant):
        partie = Noeud(parent.type, parent.nom, parent.arguments, [partie], {})
    return partie


def tous_les_champs(schema: GraphQLSchema) -> set[Champ]:
    """Of every type that a query may reach."""
    assert schema.query_type
    vus: set[str] = set()
    reste: list[Any] = [schema.query_type]
    while reste:
        type_ = reste.pop()
        if type_.name in vus or is_leaf_type(type_):
            continue
        vus.add(type_.name)
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            reste += schema.get_possible_types(type_)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            reste += [get_named_type(champ.type) for champ in type_.fields.values()]
    return {(nom, champ) for nom in vus for champ in getattr(schema.type_map[nom], "fields", {})}
