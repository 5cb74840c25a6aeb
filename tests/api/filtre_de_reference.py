"""What a filter means, written again over what the API shows of each dossier, without any SQL."""

from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

TOUT = """
{ demarche(number: 850) { dossiers { nodes {
    number state archived usager { email } groupeInstructeur { id } labels { id }
    instructeurs { id } dateDepot dateDerniereModification dateTraitement
    champs { id stringValue
      ... on DatetimeChamp { instant: datetime }
      ... on MultipleDropDownListChamp { values }
      ... on LinkedDropDownListChamp { primaryValue secondaryValue }
      ... on RepetitionChamp { rows { champs { id stringValue } } } }
    annotations { id stringValue }
} } } }
"""

Reponses = list[dict[str, Any]]


def numero(id: str) -> int:
    """The number of a champ, without the row that it is in."""
    return int(b64decode(id).decode().removeprefix("Champ-").partition("|")[0])


def reponses(dossier: dict[str, Any], id: str) -> Reponses:
    """The answers to this champ: at most one, or one for each row."""
    racines = [*dossier["champs"], *dossier["annotations"]]
    enfants = [
        enfant
        for racine in racines
        for rangee in racine.get("rows", ())
        for enfant in rangee["champs"]
    ]
    return [champ for champ in (*racines, *enfants) if numero(champ["id"]) == numero(id)]


def _texte(reponse: dict[str, Any]) -> list[str]:
    return [reponse["stringValue"]] if reponse["stringValue"] else []


def _choix(reponse: dict[str, Any]) -> list[str]:
    if "values" in reponse:
        return list(reponse["values"])
    return [v for v in (reponse["primaryValue"], reponse["secondaryValue"]) if v]


def _instant(reponse: dict[str, Any]) -> list[datetime]:
    return [datetime.fromisoformat(reponse["instant"])] if reponse["instant"] else []


# By the world's number of a champ: what an answer holds, and how a value given is read.
GENRES: dict[int, tuple[Callable[[dict[str, Any]], list[Any]], Callable[[str], Any]]] = {
    **dict.fromkeys((1, 2, 9, 16, 30), (_texte, str)),
    3: (lambda r: [Decimal(v) for v in _texte(r)], Decimal),
    4: (lambda r: [Decimal(v) for v in _texte(r)], Decimal),
    6: (_instant, datetime.fromisoformat),
    7: (lambda r: _texte(r), str),
    8: (lambda r: [r["stringValue"]], str),
    10: (_choix, str),
    11: (_choix, str),
}

OPERATEURS: dict[str, Callable[[list[Any], list[Any]], bool]] = {
    "egal": lambda tenus, v: v[0] in tenus,
    "parmi": lambda tenus, v: any(valeur in tenus for valeur in v),
    "contient": lambda tenus, v: any(v[0].lower() in tenu.lower() for tenu in tenus),
    "inferieur": lambda tenus, v: any(tenu < v[0] for tenu in tenus),
    "superieur": lambda tenus, v: any(tenu > v[0] for tenu in tenus),
    "entre": lambda tenus, v: any(v[0] <= tenu <= v[1] for tenu in tenus),
    "rempli": lambda tenus, v: bool(tenus),
    "vide": lambda tenus, v: not tenus,
}


def passe_le_champ(dossier: dict[str, Any], filtre: dict[str, Any]) -> bool:
    tenir, lire = GENRES[numero(filtre["champ"])]
    tenus = [tenu for r in reponses(dossier, filtre["champ"]) for tenu in tenir(r)]
    return OPERATEURS[filtre["operateur"]](tenus, [lire(v) for v in filtre["valeurs"]])


def _ids(objets: list[dict[str, Any]]) -> set[str]:
    return {objet["id"] for objet in objets}


def _instant_de(dossier: dict[str, Any], nom: str) -> datetime | None:
    return datetime.fromisoformat(dossier[nom]) if dossier[nom] else None


def _depuis(nom: str) -> Callable[[dict[str, Any], str], bool]:
    def passe(dossier: dict[str, Any], borne: str) -> bool:
        instant = _instant_de(dossier, nom)
        return instant is not None and instant >= datetime.fromisoformat(borne)

    return passe


def _avant(nom: str) -> Callable[[dict[str, Any], str], bool]:
    def passe(dossier: dict[str, Any], borne: str) -> bool:
        instant = _instant_de(dossier, nom)
        return instant is not None and instant < datetime.fromisoformat(borne)

    return passe


FILTRES: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "state": lambda d, v: d["state"] == v,
    "states": lambda d, v: d["state"] in v,
    "archived": lambda d, v: d["archived"] is v,
    "groupes": lambda d, v: d["groupeInstructeur"]["id"] in v,
    "labels": lambda d, v: bool(_ids(d["labels"]) & set(v)),
    "usager": lambda d, v: d["usager"]["email"] == v,
    "instructeur": lambda d, v: v in _ids(d["instructeurs"]),
    "createdSince": _depuis("dateDepot"),
    "createdUntil": _avant("dateDepot"),
    "updatedSince": _depuis("dateDerniereModification"),
    "updatedUntil": _avant("dateDerniereModification"),
    "processedSince": _depuis("dateTraitement"),
    "processedUntil": _avant("dateTraitement"),
}

ORDRES = {"updated": "dateDerniereModification", "processed": "dateTraitement"}


def ordre(filtres: dict[str, Any]) -> str:
    """The date that a list follows."""
    for prefixe, nom in ORDRES.items():
        if any(filtre.startswith(prefixe) for filtre in filtres):
            return nom
    return "dateDepot"


def passe(dossier: dict[str, Any], filtres: dict[str, Any]) -> bool:
    """The contract drops `createdSince` when `updatedSince` is there (api 6.7)."""
    compris = {
        nom: valeur
        for nom, valeur in filtres.items()
        if nom in FILTRES and not (nom == "createdSince" and "updatedSince" in filtres)
    }
    return all(FILTRES[nom](dossier, valeur) for nom, valeur in compris.items())
