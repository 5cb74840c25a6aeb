"""What pydantic says of a wrong value, as a French sentence for whoever wrote the file."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from scenarios.refus import Anomalies, Chemin

Detail = dict[str, Any]
TABLEAU = "un tableau clé : valeur est attendu"
TEXTE = "un texte est attendu (entre guillemets s’il ressemble à un nombre)"


def _possibles(detail: Detail) -> str:
    mots = str(detail["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
    return f"« {detail['input']} » n’est pas possible ici ; possibles : {mots}"


PHRASES: dict[str, str | Callable[[Detail], str]] = {
    "bool_type": "true ou false est attendu",
    "dict_type": TABLEAU,
    "enum": _possibles,
    "finite_number": "un nombre est attendu",
    "float_type": "un nombre est attendu",
    "greater_than_equal": lambda d: f"{d['ctx']['ge']} au moins est attendu",
    "int_from_float": "un nombre entier est attendu",
    "int_type": "un nombre entier est attendu",
    "less_than_equal": lambda d: f"{d['ctx']['le']} au plus est attendu",
    "list_type": "une liste est attendue",
    "literal_error": _possibles,
    "missing": "manque",
    "model_type": TABLEAU,
    "string_type": TEXTE,
    "string_too_long": lambda d: f"{d['ctx']['max_length']} caractères au plus sont attendus",
    "string_too_short": "un texte non vide est attendu",
    "too_short": "la liste ne peut pas être vide",
    "value_error": lambda d: str(d["ctx"]["error"]),
}


def phrase(detail: Detail) -> str:
    trouvee = PHRASES.get(detail["type"], "valeur incorrecte")
    return trouvee if isinstance(trouvee, str) else trouvee(detail)


def _etiquette(pas: object) -> bool:
    """A word that pydantic adds to say which form it tried, `(personne)` or `[key]`."""
    return isinstance(pas, str) and pas[:1] in ("(", "[")


def noter(anomalies: Anomalies, error: ValidationError, *, base: Chemin = ()) -> None:
    """Every fault of `error`, at its place under `base`."""
    for detail in error.errors(include_url=False):
        lieu: Chemin = (*base, *(pas for pas in detail["loc"] if not _etiquette(pas)))
        nom = lieu[-1] if lieu else None
        if detail["type"] == "extra_forbidden":
            anomalies.noter(lieu, f"« {nom} » n’est pas une clé connue ici")
        elif detail["type"] == "missing":
            anomalies.noter(lieu, f"« {nom} » manque")
        elif isinstance(nom, str):
            anomalies.noter(lieu, f"{nom} : {phrase(dict(detail))}")
        else:
            anomalies.noter(lieu, phrase(dict(detail)))
