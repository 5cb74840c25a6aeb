"""What was answered to a field, as conditions, texts and types read it."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Protocol

from domain.formulaires.types_de_champ import TypeChamp

T = TypeChamp


class Reponse(Protocol):
    """A stored answer. A row of `champs` is one, and so are the tuples that the loaders make."""

    @property
    def value(self) -> str | None: ...
    @property
    def value_json(self) -> Any: ...
    @property
    def external_id(self) -> str | None: ...
    @property
    def data(self) -> Any: ...


# Types whose answer is its identifier: their `value` may lag behind, or stay empty.
PAR_IDENTIFIANT = frozenset(
    {T.cnaf, T.cojo, T.dgfip, T.mesri, T.pole_emploi, T.referentiel, T.rnf, T.siret}
)


# Types that are blank when their `value` is, without another look: nearly all.
BLANCHES_PAR_VALEUR = (
    frozenset(TypeChamp) - PAR_IDENTIFIANT - {T.multiple_drop_down_list, T.linked_drop_down_list}
)


GARDES = 20_000
COURT = 500  # characters: what is kept of answers stays under 10 MB


@lru_cache(maxsize=GARDES)
def _garde(texte: str) -> Any:
    return json.loads(texte)


def _choix(texte: str) -> Any:
    """The JSON of a list of choices, not to be changed: menus being short, pages hold the same ones
    again and again, each read by its text, its value and its columns. Raises ValueError."""
    return _garde(texte) if len(texte) <= COURT else json.loads(texte)


def liste(reponse: Reponse) -> list[str]:
    """The choices of a list kept as a JSON array; a value that is not one counts as one choice."""
    if not reponse.value:
        return []
    try:
        choix = _choix(reponse.value)
    except ValueError:
        return [reponse.value]
    return [str(c) for c in choix if c] if isinstance(choix, list) else [str(choix)]


def paire(reponse: Reponse) -> tuple[str, str]:
    """Primary and secondary choice of a linked list; '' where there is none (api 8.3)."""
    if not reponse.value:
        return "", ""
    try:
        choix = _choix(reponse.value)
    except ValueError:
        return "", ""
    textes = [str(c or "") for c in choix] if isinstance(choix, list) else []
    primaire, secondaire = (*textes, "", "")[:2]
    return primaire, secondaire


def nombre(reponse: Reponse) -> Decimal | None:
    try:
        valeur = Decimal((reponse.value or "").strip())
    except InvalidOperation:
        return None
    return valeur if valeur.is_finite() else None


def entier(reponse: Reponse) -> int | None:
    valeur = nombre(reponse)
    return None if valeur is None else int(valeur)


def vrai(reponse: Reponse) -> bool:
    """Old dossiers say « on » and « 1 » (api 8.3)."""
    return reponse.value in ("true", "on", "1")


def detail(reponse: Reponse) -> Mapping[str, Any]:
    return reponse.value_json if isinstance(reponse.value_json, dict) else {}


def donnees(reponse: Reponse) -> Mapping[str, Any]:
    return reponse.data if isinstance(reponse.data, dict) else {}


def est_autre(reponse: Reponse) -> bool:
    """The free text of a list that offers « autre »."""
    return detail(reponse).get("autre") is True


def est_blanche(type_champ: TypeChamp, reponse: Reponse | None) -> bool:
    """Nothing was answered. Files and shapes are counted by whoever loaded them."""
    if reponse is None:
        return True
    if type_champ in PAR_IDENTIFIANT and reponse.external_id:
        return False
    if type_champ is T.multiple_drop_down_list:
        return not liste(reponse)
    if type_champ is T.linked_drop_down_list:
        return not paire(reponse)[0]
    return not (reponse.value or "").strip()
