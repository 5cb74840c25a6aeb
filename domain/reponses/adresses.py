"""Addresses, in France or elsewhere (rules 2.4.18)."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.formulaires.reponses import Reponse, detail
from domain.geographie import communes, departements, pays, regions
from domain.reponses.ecrite import BLANCHE, Contexte, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer

CLES = (
    "label", "type", "street_address", "street_number", "street_name", "postal_code", "city_name",
    "city_code", "department_code", "department_name", "region_code", "region_name",
    "country_code", "country_name",
)  # fmt: skip


def completer(dites: Mapping[str, Any]) -> dict[str, Any]:
    """All the keys of an address, those that follow from others filled in. `geometry` and
    `not_in_ban` are kept as they are."""
    a: dict[str, Any] = {cle: dites.get(cle) for cle in CLES}
    code_pays = a["country_code"] or pays.FRANCE
    departement = a["department_code"] or _departement(a["city_code"], code_pays)
    region = a["region_code"] or (departement and departements.region_de(departement))
    rue = a["street_address"] or _mots(a["street_number"], a["street_name"])
    a |= {
        "type": a["type"] or "housenumber",
        "street_address": rue or None,
        "city_name": a["city_name"] or (a["city_code"] and communes.nom(a["city_code"])),
        "department_code": departement,
        "department_name": a["department_name"] or (departement and departements.nom(departement)),
        "region_code": region,
        "region_name": a["region_name"] or (region and regions.nom(region)),
        "country_code": code_pays,
        "country_name": a["country_name"] or pays.nom(code_pays),
        "not_in_ban": bool(dites.get("not_in_ban")),
        "geometry": dites.get("geometry"),
    }
    a["label"] = a["label"] or _mots(rue, a["postal_code"], a["city_name"])
    return a


def _departement(city_code: str | None, country_code: str) -> str | None:
    if country_code != pays.FRANCE:
        return departements.ETRANGER
    return communes.departement_de(city_code) if city_code else None


def _mots(*mots: str | None) -> str:
    return " ".join(mot for mot in mots if mot)


def adresse(valeur: Any, _: Options) -> Ecrite:
    """A text alone is a label: it says where, and nothing that a list knows."""
    dites = {"label": valeur} if isinstance(valeur, str) else valeur
    if not isinstance(dites, Mapping):
        raise ValeurInvalide("doit être une adresse")
    propres: dict[str, Any] = {
        cle: nettoyer(dites[cle]).strip() for cle in CLES if dites.get(cle) is not None
    }
    if not any(propres.values()):
        return BLANCHE
    propres["not_in_ban"] = dites.get("not_in_ban")
    propres["geometry"] = dites.get("geometry")
    complete = completer(propres)
    return Ecrite(complete["label"] or None, value_json=complete)


def controler(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    dite = detail(reponse)
    if (dite.get("country_code") or pays.FRANCE) == pays.FRANCE:
        if not (dite.get("city_code") and dite.get("street_address")):
            yield "doit préciser la voie et la commune"
    elif not (dite.get("postal_code") and dite.get("city_name") and dite.get("street_address")):
        yield "doit préciser la voie, le code postal et la ville"
