"""What changed from a form to the next one, field by field (rules 1.3.6)."""

import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from domain.formulaires.formulaire import Descripteur, Formulaire


class Nature(StrEnum):
    ajoute = "ajoute"
    supprime = "supprime"
    deplace = "deplace"
    modifie = "modifie"


class Changement(NamedTuple):
    """`attribut`, `de` and `a` are those of a modification: the setting, in the words of the form, and its
    values as text; null when there was none, or is none any more."""

    nature: Nature
    descripteur: Descripteur
    attribut: str | None = None
    de: str | None = None
    a: str | None = None


ATTRIBUTS = ("type_champ", "libelle", "description", "obligatoire", "condition")


def changements(avant: Formulaire, apres: Formulaire) -> list[Changement]:
    """What left in the order of the old form, then the rest in that of the new one."""
    anciens, nouveaux = avant.par_stable_id, apres.par_stable_id
    deplaces = _deplaces(avant, apres)
    dits = [Changement(Nature.supprime, d) for d in _ordre(avant) if d.stable_id not in nouveaux]
    for champ in _ordre(apres):
        ancien = anciens.get(champ.stable_id)
        if ancien is None:
            dits.append(Changement(Nature.ajoute, champ))
            continue
        if champ.stable_id in deplaces:
            dits.append(Changement(Nature.deplace, champ))
        dits += _modifications(ancien, champ)
    return dits


def _ordre(formulaire: Formulaire) -> Iterator[Descripteur]:
    """As a reader meets them: the fields of a repetition after it, annotations last."""
    for racine in (*formulaire.champs, *formulaire.annotations):
        yield racine
        yield from formulaire.enfants.get(racine.stable_id, ())


def _modifications(ancien: Descripteur, champ: Descripteur) -> Iterator[Changement]:
    avant, apres = _reglages(ancien), _reglages(champ)
    for nom in dict.fromkeys([*avant, *apres]):
        de, a = avant.get(nom), apres.get(nom)
        if de != a:
            yield Changement(Nature.modifie, champ, nom, _texte(de), _texte(a))


def _reglages(champ: Descripteur) -> dict[str, Any]:
    """The settings that are there; one that is false or empty is as one that was never set."""
    reglages = {nom: getattr(champ, nom) for nom in ATTRIBUTS} | dict(champ.options)
    return {
        nom: valeur for nom, valeur in reglages.items() if valeur or nom in ("obligatoire", "min")
    }


def _texte(valeur: Any) -> str | None:
    if valeur is None:
        return None
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, list) and all(isinstance(v, str) for v in valeur):
        return ", ".join(valeur)
    if isinstance(valeur, str):
        return str(valeur)
    return json.dumps(valeur, ensure_ascii=False, sort_keys=True)


def _deplaces(avant: Formulaire, apres: Formulaire) -> set[int]:
    """The fewest fields whose moves make the new order of the old one; those that changed of parent too."""
    gardes = avant.par_stable_id.keys() & apres.par_stable_id.keys()
    ailleurs = {
        numero
        for numero in gardes
        if avant.par_stable_id[numero].parent_id != apres.par_stable_id[numero].parent_id
    }
    fratries = [
        (avant.champs, apres.champs),
        (avant.annotations, apres.annotations),
        *((enfants, apres.enfants.get(n, ())) for n, enfants in avant.enfants.items()),
    ]
    restes = gardes - ailleurs
    return ailleurs.union(*(_sortis(*fratrie, restes) for fratrie in fratries))


def _sortis(
    avant: Sequence[Descripteur], apres: Sequence[Descripteur], gardes: Collection[int]
) -> set[int]:
    """All but the longest run of fields that follow each other as before."""
    rangs = {d.stable_id: rang for rang, d in enumerate(avant) if d.stable_id in gardes}
    ordre = [d.stable_id for d in apres if d.stable_id in rangs]
    fins: list[int] = []  # the smallest rank that ends a run of each length
    chaines: list[tuple[int, ...]] = []
    for numero in ordre:
        place = bisect_left(fins, rangs[numero])
        chaine = (*(chaines[place - 1] if place else ()), numero)
        fins[place : place + 1] = [rangs[numero]]
        chaines[place : place + 1] = [chaine]
    return set(ordre) - set(chaines[-1] if chaines else ())
