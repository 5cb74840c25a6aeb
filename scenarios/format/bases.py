"""The bricks of the format: texts, codes, instants, as YAML gives them."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from domain.calendrier import PARIS
from domain.reponses.coordonnees import est_adresse_electronique


class Format(BaseModel):
    """A part of a scenario. A key that it does not know is an error: it may be a misspelt one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _null_est_absent(cls, valeurs: Any) -> Any:
        """`cle: null` is how the format shows a key that may be left out."""
        if isinstance(valeurs, dict):
            return {cle: valeur for cle, valeur in valeurs.items() if valeur is not None}
        return valeurs


def _code(valeur: Any) -> Any:
    """Codes look like numbers to YAML when they do not begin with a zero."""
    est_nombre = isinstance(valeur, int) and not isinstance(valeur, bool)
    return str(valeur) if est_nombre else valeur


# YAML 1.1 took these words for booleans, and people still write them.
MOTS_BOOLEENS = {"yes": True, "on": True, "oui": True, "no": False, "off": False, "non": False}


def _booleen(valeur: Any) -> Any:
    return MOTS_BOOLEENS.get(valeur.lower(), valeur) if isinstance(valeur, str) else valeur


def lire_instant(valeur: Any) -> datetime:
    """ISO 8601. Without an offset it is Paris time; a day alone is its midnight.

    Raises ValueError with a sentence.
    """
    if isinstance(valeur, str):
        try:
            instant = datetime.fromisoformat(valeur.strip())
        except ValueError:
            pass
        else:
            if not 1900 <= instant.year < 3000:
                raise ValueError("une date entre 1900 et 2999 est attendue")
            return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)
    raise ValueError("une date et une heure sont attendues, comme 2026-02-01T10:00:00+01:00")


def lire_jour(valeur: Any) -> date:
    """`AAAA-MM-JJ`. Raises ValueError with a sentence."""
    if isinstance(valeur, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", valeur.strip()):
        try:
            return date.fromisoformat(valeur.strip())
        except ValueError:
            pass
    raise ValueError("une date est attendue, comme 2026-02-01")


def lire_email(valeur: str) -> str:
    """An e-mail address as it is kept: trimmed, lower-cased (rules 0.1.1, 2.4.12)."""
    email = valeur.strip().lower()
    if not est_adresse_electronique(email):
        raise ValueError(f"« {valeur} » n’est pas une adresse électronique valide")
    return email


def _plein(valeur: str) -> str:
    if not valeur.strip():
        raise ValueError("un texte non vide est attendu")
    return valeur.strip()


def _siret(valeur: str) -> str:
    siret = "".join(valeur.split())
    if not re.fullmatch(r"\d{14}", siret):
        raise ValueError("un SIRET a 14 chiffres")
    return siret


Texte = str
TextePlein = Annotated[str, AfterValidator(_plein), Field(json_schema_extra={"minLength": 1})]
Code = Annotated[str, BeforeValidator(_code)]
Siret = Annotated[str, AfterValidator(_siret), BeforeValidator(_code)]
Email = Annotated[str, AfterValidator(lire_email), Field(json_schema_extra={"format": "email"})]
Booleen = Annotated[bool, BeforeValidator(_booleen)]
Nombre = Annotated[int, Field(ge=1, le=2**31 - 1)]
Instant = Annotated[
    datetime,
    BeforeValidator(lire_instant),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Jour = Annotated[
    date, BeforeValidator(lire_jour), WithJsonSchema({"type": "string", "format": "date"})
]
