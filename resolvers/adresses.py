"""Addresses, wherever they come from: a champ, a register of associations, an establishment."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.formulaires.reponses import Reponse, detail, donnees
from domain.geographie import communes, departements, pays, regions
from domain.geographie.departements import ETRANGER, Departement
from domain.geographie.pays import FRANCE
from resolvers.champs import ChampVu
from resolvers.demandeurs import EtablissementRow


class Lieu(NamedTuple):
    """A commune or an EPCI."""

    code: str
    nom: str
    code_postal: str | None = None


class Adresse(NamedTuple):
    label: str
    type: str
    street_address: str | None
    street_number: str | None
    street_name: str | None
    postal_code: str
    city_name: str
    city_code: str
    department_name: str | None
    department_code: str | None
    region_name: str | None
    region_code: str | None
    country_name: str | None
    country_code: str | None
    geometry: dict[str, Any] | None


def adresse(connue: Mapping[str, Any]) -> Adresse:
    """The names of what has a code are recomputed from it: an old address follows the mergers of
    régions, and an arrondissement is named with its city (api 8.3)."""
    code_commune = connue.get("city_code") or ""
    departement = connue.get("department_code")
    region = connue.get("region_code") or (departement and departements.region_de(departement))
    pays_code = connue.get("country_code") or FRANCE
    return Adresse(
        label=connue.get("label") or "",
        type=connue.get("type") or "housenumber",
        street_address=connue.get("street_address"),
        street_number=connue.get("street_number"),
        street_name=connue.get("street_name"),
        postal_code=connue.get("postal_code") or "",
        city_name=communes.nom(code_commune) or connue.get("city_name") or "",
        city_code=code_commune,
        department_name=departements.nom(departement or "") or connue.get("department_name"),
        department_code=departement,
        region_name=regions.nom(region or "") or connue.get("region_name"),
        region_code=region,
        country_name=pays.nom(pays_code) or connue.get("country_name"),
        country_code=pays_code,
        geometry=connue.get("geometry"),
    )


def est_complete(connue: Mapping[str, Any]) -> bool:
    """In France a commune and a street; abroad the three lines (rules 2.4.18)."""
    rue = connue.get("street_address")
    if (connue.get("country_code") or FRANCE) == FRANCE:
        return bool(connue.get("city_code") and rue)
    return bool(connue.get("postal_code") and connue.get("city_name") and rue)


def du_champ(champ: ChampVu) -> Adresse | None:
    connue = detail(champ.reponse) if champ.reponse else {}
    return adresse(connue) if est_complete(connue) else None


def departement(code: str | None) -> Departement | None:
    """None without a code; a code that no list knows keeps its own text as a name."""
    if not code:
        return None
    return departements.trouver(code) or Departement(code, code, None)


def _d_adresse(reponse: Reponse) -> Mapping[str, Any]:
    return detail(reponse)


def _de_registre(reponse: Reponse) -> Mapping[str, Any]:
    """What a register of associations or foundations knows of the seat."""
    connue = donnees(reponse).get("adresse")
    return connue if isinstance(connue, dict) else {}


def commune_d_adresse(connue: Mapping[str, Any]) -> Lieu | None:
    """Null abroad, and without a code; its official name, without the postal code (api 14.8)."""
    code = connue.get("city_code")
    if not code or connue.get("department_code") == ETRANGER:
        return None
    return Lieu(
        code, communes.nom(code) or connue.get("city_name") or code, connue.get("postal_code")
    )


def commune_du_champ_adresse(champ: ChampVu) -> Lieu | None:
    return commune_d_adresse(_d_adresse(champ.reponse)) if champ.reponse else None


def departement_du_champ_adresse(champ: ChampVu) -> Departement | None:
    return departement(_d_adresse(champ.reponse).get("department_code")) if champ.reponse else None


def commune_du_registre(champ: ChampVu) -> Lieu | None:
    return commune_d_adresse(_de_registre(champ.reponse)) if champ.reponse else None


def departement_du_registre(champ: ChampVu) -> Departement | None:
    connue = _de_registre(champ.reponse) if champ.reponse else {}
    return departement(connue.get("department_code"))


def de_l_etablissement(etablissement: EtablissementRow) -> Adresse:
    """What was stored with its parts; else what the columns allow (api 7.4). Always a house number."""
    connue = dict(etablissement.adresse_detail or {})
    if not connue.get("department_code"):
        code = etablissement.code_insee_localite
        departement_code = communes.departement_de(code) if code else None
        rue = (etablissement.numero_voie, etablissement.type_voie, etablissement.nom_voie)
        connue = {
            "postal_code": etablissement.code_postal,
            "city_name": etablissement.localite,
            "city_code": code,
            "department_code": departement_code,
            "street_number": etablissement.numero_voie,
            "street_name": " ".join(p for p in rue[1:] if p) or None,
            "street_address": " ".join(p for p in rue if p) or None,
        }
    return adresse({**connue, "label": etablissement.adresse, "type": "housenumber"})
