"""The JSON Schema of the format, with the value forms that depend on the type of the champ."""

from typing import Any

from pydantic import TypeAdapter

from domain.demarches.options import OPTIONS, Genre, Option
from domain.formulaires.types_de_champ import TypeChamp
from scenarios.format.etablissements import Adresse, Etablissement
from scenarios.format.fichiers import Fichier
from scenarios.format.scenario import Scenario
from scenarios.reponses import formes

T = TypeChamp
TEXTE = {"type": "string"}
ENTIER = {"type": "integer"}
REEL = {"type": "number"}
BOOLEEN = {"type": "boolean"}
DONNEES = {"type": "object"}

FORMES: dict[str, Any] = {
    "commune": formes.Commune,
    "lieu": formes.Lieu,
    "epci": formes.Epci,
    "adresse": Adresse,
    "etablissement": Etablissement,
    "etablissement_scolaire": formes.Education,
    "rna": formes.Rna,
    "rnf": formes.Rnf,
    "referentiel": formes.Referentiel,
    "zones": list[formes.Zone],
    "fichiers": list[Fichier],
}


def _forme(nom: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/valeur_{nom}"}


def _ou_texte(nom: str) -> dict[str, Any]:
    return {"anyOf": [TEXTE, _forme(nom)]}


VALEURS: dict[TypeChamp, dict[str, Any]] = {
    T.address: _forme("adresse"),
    T.annuaire_education: _ou_texte("etablissement_scolaire"),
    T.carte: _forme("zones"),
    T.checkbox: BOOLEEN,
    T.civilite: {"enum": ["M.", "M", "Mme"]},
    T.cnaf: DONNEES,
    T.cojo: DONNEES,
    T.communes: _forme("commune"),
    T.date: TEXTE | {"format": "date"},
    T.datetime: TEXTE | {"format": "date-time"},
    T.decimal_number: REEL,
    T.departements: _forme("lieu"),
    T.dgfip: DONNEES,
    T.dossier_link: {"anyOf": [ENTIER, TEXTE]},
    T.epci: _forme("epci"),
    T.integer_number: ENTIER,
    T.linked_drop_down_list: {"type": "array", "items": TEXTE, "minItems": 1, "maxItems": 2},
    T.mesri: DONNEES,
    T.multiple_drop_down_list: {"type": "array", "items": TEXTE},
    T.number: REEL,
    T.pays: _forme("lieu"),
    T.piece_justificative: _forme("fichiers"),
    T.pole_emploi: DONNEES,
    T.referentiel: _ou_texte("referentiel"),
    T.regions: _forme("lieu"),
    T.repetition: {"type": "array", "items": {"type": "object", "description": "id : valeur"}},
    T.rna: _ou_texte("rna"),
    T.rnf: _ou_texte("rnf"),
    T.siret: _forme("etablissement"),
    T.titre_identite: _forme("fichiers"),
    T.yes_no: BOOLEEN,
}
"""The types that are not here are answered by a text, or not at all."""


def _option(option: Option) -> dict[str, Any]:
    descriptions: dict[Genre, dict[str, Any]] = {
        Genre.booleen: BOOLEEN,
        Genre.entier: ENTIER,
        Genre.textes: {"type": "array", "items": TEXTE},
        Genre.jour: TEXTE | {"format": "date"},
        Genre.choix: {"enum": list(option.choix)},
        Genre.donnees: DONNEES,
        Genre.condition: {"$ref": "#/$defs/Condition"},
    }
    return descriptions.get(option.genre, TEXTE)


def schema() -> dict[str, Any]:
    """What an editor needs to complete and check a scenario as it is typed."""
    ecrit = Scenario.model_json_schema()
    definitions = ecrit["$defs"]
    definitions["Demarche"]["properties"]["options"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {nom: _option(option) for nom, option in OPTIONS.items()},
    }
    for nom, forme in FORMES.items():
        detail = TypeAdapter(forme).json_schema(ref_template="#/$defs/{model}")
        definitions |= detail.pop("$defs", {})
        definitions[f"valeur_{nom}"] = detail
    definitions["valeurs_par_type"] = {
        "description": "La forme de chaque valeur de « champs », par type.",
        "properties": {t.value: VALEURS.get(t, TEXTE) for t in TypeChamp},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | ecrit
