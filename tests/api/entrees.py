"""Inputs of mutations, made by walking the schema: a new mutation is tried without a word here, unless
it is for people who sign in (`personne`).

A new kind of identifier is not: `Objets` has no place for it, and every test that needs one says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
    is_required_input_field,
)
from strawberry.utils.str_converters import to_camel_case

from schema import schema
from schema.fields import BINDING
from schema.mutations.racine import CHAMPS

assert schema.mutation_type
DES_PERSONNES = {
    to_camel_case(nom) for nom, champ in CHAMPS.items() if champ.champ.metadata[BINDING].personne
}
# Those of several dossiers leave aside what is another's, and have tests of their own (test_masse.py,
# tests/bureau/test_exports.py).
EN_MASSE = ("archive", "dossiers", "export", "operationDeMasse", "programmeDExport")
TOUTES: dict[str, GraphQLInputObjectType] = {
    nom: get_named_type(champ.args["input"].type)
    for nom, champ in schema.mutation_type.fields.items()
}
MUTATIONS = {
    nom: type_
    for nom, type_ in TOUTES.items()
    if nom not in DES_PERSONNES and not nom.startswith(EN_MASSE)
}

Chemin = tuple[str | int, ...]

# What the values of a scalar are, when the name of the argument says nothing more.
SIMPLES: dict[str, Any] = {
    "String": "Un texte",
    "Int": 3,
    "Float": 1.5,
    "Boolean": True,
    "ISO8601Date": "2026-03-02",
    "ISO8601DateTime": "2026-03-02T10:00:00+01:00",
}
PARTICULIERES: dict[str, Any] = {
    "checksum": "1B2M2Y8AsgTpgAmY7PhCfg==",
    "contentType": "application/pdf",
    "usagerEmail": "ali@exemple.fr",
    "email": "ali@exemple.fr",
    "emails": "expert@exemple.fr",
    "siret": "41816609600051",
    "closed": False,  # the groupe that everybody is in stays open
}

# Which of a caller's objects an argument of type ID names: by its name, or by its type and its name.
DESIGNES: dict[str, str] = {
    "dossierId": "dossier",
    "instructeurId": "instructeur",
    "groupeInstructeurId": "groupe",
    "labelId": "label",
    "messageId": "message",
    "avisId": "avis",
    "annotationId": "annotation",
    "AnnotationInput.id": "annotation",
    "ChampInput.id": "champ",
    "FindDemarcheInput.id": "demarche",
    "ProfileInput.id": "instructeur",
    "justificatif": "fichier",
    "attachment": "fichier",
    "piece": "fichier",
    "pieceJustificative": "fichier",
    "attachments": "fichier",
    "dossierIds": "dossier",
    "dossiers": "dossier",
    "demarcheId": "demarche",
    "demarcheIds": "demarche",
    "groupeInstructeurIds": "groupe",
    "instructeurIds": "instructeur",
    "labelIds": "label",
    "colonne": "colonne",
    "colonnes": "colonne",
    "exportId": "export",
    "modeleId": "modele",
    "operationId": "operation",
    "programmeId": "programme",
    "rendezVousId": "rendez_vous",
}


@dataclass(frozen=True)
class Objets:
    """The ids of what one caller works on, one of each kind."""

    dossier: str
    instructeur: str
    groupe: str
    label: str
    message: str
    avis: str
    annotation: str
    champ: str
    demarche: str
    fichier: str


@dataclass(frozen=True)
class Place:
    """A place in an input: the keys that lead to it, its type, and which of `Objets` belongs there."""

    chemin: Chemin
    type: GraphQLInputType
    obligatoire: bool
    designe: str | None = None

    @property
    def scalaire(self) -> str:
        return str(get_named_type(self.type).name)

    @property
    def liste(self) -> bool:
        return _est_une_liste(self.type)

    def __str__(self) -> str:
        return ".".join(map(str, self.chemin))


def places(nom: str) -> Iterator[Place]:
    """Each place of a mutation's input, at any depth: every member of a choice too."""
    yield from _places(TOUTES[nom], ())


def _places(type_: GraphQLInputObjectType, chemin: Chemin) -> Iterator[Place]:
    for nom, champ in type_.fields.items():
        obligatoire = is_required_input_field(champ)
        yield Place((*chemin, nom), champ.type, obligatoire, _designe(type_, nom, champ))
        dedans = get_named_type(champ.type)
        if isinstance(dedans, GraphQLInputObjectType):
            rang = (0,) if _est_une_liste(champ.type) else ()
            yield from _places(dedans, (*chemin, nom, *rang))


def _est_une_liste(type_: GraphQLInputType) -> bool:
    if isinstance(type_, GraphQLNonNull):
        type_ = type_.of_type
    return isinstance(type_, GraphQLList)


def _designe(type_: GraphQLInputObjectType, nom: str, champ: GraphQLInputField) -> str | None:
    if get_named_type(champ.type).name != "ID":
        return None
    return DESIGNES.get(f"{type_.name}.{nom}") or DESIGNES[nom]


def entree(nom: str, objets: Objets, vers: Place | None = None) -> dict[str, Any]:
    """An input that fits its type and names these objects: what has to be given, and what leads to
    `vers`, that place included."""
    return _entree(TOUTES[nom], objets, vers.chemin if vers else ())


def _entree(type_: GraphQLInputObjectType, objets: Objets, vers: Chemin) -> dict[str, Any]:
    champs = type_.fields
    if type_.is_one_of:
        voulus = {vers[0] if vers else _premier(type_)}
    else:
        voulus = {nom for nom, champ in champs.items() if is_required_input_field(champ)}
        voulus |= {nom for nom in ("motivation", *vers[:1]) if nom in champs}
    return {
        nom: _valeur(type_, nom, champs[nom], objets, vers[1:] if vers[:1] == (nom,) else ())
        for nom in sorted(map(str, voulus))
    }


def _premier(type_: GraphQLInputObjectType) -> str:
    """The member of a choice that is given when nothing says which: an id rather than a number."""
    return "id" if "id" in type_.fields else next(iter(type_.fields))


def _valeur(
    type_: GraphQLInputObjectType,
    nom: str,
    champ: GraphQLInputField,
    objets: Objets,
    vers: Chemin,
) -> Any:
    liste = _est_une_liste(champ.type)
    nomme = get_named_type(champ.type)
    designe = _designe(type_, nom, champ)
    valeur: Any
    if designe is not None:
        valeur = getattr(objets, designe)
    elif isinstance(nomme, GraphQLInputObjectType):
        valeur = _entree(nomme, objets, vers[1:] if liste else vers)
    elif isinstance(nomme, GraphQLEnumType):
        valeur = next(iter(nomme.values))
    else:
        valeur = PARTICULIERES.get(nom, SIMPLES[nomme.name])
    return [valeur] if liste else valeur


def avec(demande: dict[str, Any], chemin: Chemin, valeur: Any) -> dict[str, Any]:
    """The same with another value at this place."""
    copie: Any = _poser(demande, chemin, valeur)
    assert isinstance(copie, dict)
    return copie


def _poser(ici: Any, chemin: Chemin, valeur: Any) -> Any:
    if not chemin:
        return valeur
    cle, *suite = chemin
    if isinstance(ici, list):
        assert isinstance(cle, int)
        return [*ici[:cle], _poser(ici[cle], tuple(suite), valeur), *ici[cle + 1 :]]
    return {**ici, cle: _poser(ici.get(cle), tuple(suite), valeur)}


def sans(demande: dict[str, Any], chemin: Chemin) -> dict[str, Any]:
    """The same without what is at this place."""
    *avant, cle = chemin
    ici: Any = demande
    for etape in avant:
        ici = ici[etape]
    return avec(demande, tuple(avant), {nom: v for nom, v in ici.items() if nom != cle})


def selection(nom: str) -> str:
    """All that the payload has: its texts, and whether there is an object."""
    assert schema.mutation_type
    payload: Any = schema.mutation_type.fields[nom].type
    return " ".join(_choix(cle, champ.type) for cle, champ in payload.fields.items())


def _choix(cle: str, type_: Any) -> str:
    if is_leaf_type(get_named_type(type_)):
        return cle
    return f"{cle} {{ {'message' if cle in ('errors', 'champErrors') else '__typename'} }}"
