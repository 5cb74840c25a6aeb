"""An answer written under another type, before a revision changed it (rules 2.1.8).

It is read as the new type when the table allows, and is blank otherwise; nothing is rewritten before
the next save, so that going back to the old type loses nothing.
"""

import json
from typing import Any, NamedTuple

from domain.formulaires.reponses import Reponse, liste, vrai
from domain.formulaires.types_de_champ import TypeChamp

T = TypeChamp

TEXTES = frozenset({T.text, T.textarea, T.formatted})
NOMBRES = frozenset({T.number, T.integer_number, T.decimal_number})
DATES = frozenset({T.date, T.datetime})
BOOLEENS = frozenset({T.checkbox, T.yes_no})
LISTES = frozenset({T.drop_down_list, T.multiple_drop_down_list})


class ReponseConvertie(NamedTuple):
    value: str | None
    value_json: Any = None
    external_id: str | None = None
    data: Any = None


def _texte(reponse: Reponse, ecrit: TypeChamp) -> str | None:
    if ecrit in BOOLEENS:
        return "Oui" if vrai(reponse) else "Non"
    if ecrit is T.multiple_drop_down_list:
        return ", ".join(liste(reponse))
    return reponse.value


def _datee(reponse: Reponse, lu: TypeChamp) -> str | None:
    jour = (reponse.value or "")[:10]
    return jour if lu is T.date else reponse.value


def _liste(reponse: Reponse, lu: TypeChamp) -> str | None:
    choix = liste(reponse)
    if lu is T.multiple_drop_down_list:
        return json.dumps(choix, ensure_ascii=False)
    return choix[0] if choix else None


def lire_comme(reponse: Reponse, *, ecrit: TypeChamp, lu: TypeChamp) -> Reponse | None:
    """`reponse`, written under `ecrit`, as the type `lu` reads it; None when it cannot."""
    if ecrit is lu:
        return reponse
    if lu in TEXTES and ecrit in TEXTES | NOMBRES | DATES | BOOLEENS | LISTES:
        return ReponseConvertie(_texte(reponse, ecrit))
    if lu in NOMBRES and ecrit in NOMBRES | TEXTES:
        return ReponseConvertie(reponse.value)
    if lu in (T.email, T.phone) and ecrit in TEXTES:
        return ReponseConvertie(reponse.value)
    if lu in DATES and ecrit in DATES:
        return ReponseConvertie(_datee(reponse, lu))
    if lu in BOOLEENS and ecrit in BOOLEENS:
        return ReponseConvertie(reponse.value)
    if lu in LISTES and ecrit in LISTES:
        return ReponseConvertie(_liste(reponse, lu))
    return None
