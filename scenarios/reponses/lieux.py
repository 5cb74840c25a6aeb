"""Answers that are places (rules 2.4.18-2.4.23). What the file leaves out is looked up."""

from typing import Any

from domain.geographie import communes, departements, pays, regions
from domain.geographie import epci as epcis
from scenarios.format.etablissements import Adresse
from scenarios.reponses.ecrite import Ecrite
from scenarios.reponses.formes import Commune, Epci, Lieu
from scenarios.reponses.textes import Options


def _nomme(nom: str | None, *, code: str, genre: str) -> str:
    if nom is None:
        raise ValueError(f"{genre} « {code} » n’est pas connu : « nom » est nécessaire")
    return nom


def commune(valeur: Any, _: Options) -> Ecrite:
    forme = Commune.model_validate(valeur)
    connue = communes.trouver(forme.code)
    departement = forme.departement or communes.departement_de(forme.code)
    code_postal = forme.code_postal
    if code_postal is None and connue and connue.codes_postaux:
        code_postal = connue.codes_postaux[0]
    return Ecrite(
        _nomme(
            forme.nom or (connue.nom if connue else None),
            code=forme.code,
            genre="le code de commune",
        ),
        external_id=forme.code,
        value_json={
            "code_departement": departement,
            "code_postal": code_postal,
            "code_region": departements.region_de(departement) if departement else None,
        },
    )


def departement(valeur: Any, _: Options) -> Ecrite:
    forme = Lieu.model_validate(valeur)
    code = forme.code.zfill(2)
    nom = forme.nom or departements.nom(code)
    return Ecrite(_nomme(nom, code=code, genre="le département"), external_id=code)


def region(valeur: Any, _: Options) -> Ecrite:
    forme = Lieu.model_validate(valeur)
    code = forme.code.zfill(2)
    nom = forme.nom or regions.nom(code)
    return Ecrite(_nomme(nom, code=code, genre="la région"), external_id=code)


def un_pays(valeur: Any, _: Options) -> Ecrite:
    forme = Lieu.model_validate(valeur)
    code = forme.code.upper()
    return Ecrite(_nomme(forme.nom or pays.nom(code), code=code, genre="le pays"), external_id=code)


def epci(valeur: Any, _: Options) -> Ecrite:
    forme = Epci.model_validate(valeur)
    connu = epcis.trouver(forme.code)
    departement = forme.departement or (connu.departements[0] if connu else None)
    if departement is None:
        raise ValueError(
            f"l’EPCI « {forme.code} » n’est pas connu : « departement » est nécessaire"
        )
    return Ecrite(
        _nomme(forme.nom or (connu.nom if connu else None), code=forme.code, genre="l’EPCI"),
        external_id=forme.code,
        value_json={"code_departement": departement},
    )


def detail_d_adresse(forme: Adresse) -> dict[str, Any]:
    """All the keys of an address, those that follow from others filled in."""
    detail = forme.model_dump()
    etranger = (forme.country_code or pays.FRANCE) != pays.FRANCE
    code_departement = forme.department_code or (
        departements.ETRANGER
        if etranger
        else forme.city_code and communes.departement_de(forme.city_code)
    )
    code_region = forme.region_code or (
        code_departement and departements.region_de(code_departement)
    )
    rue = forme.street_address or " ".join(filter(None, (forme.street_number, forme.street_name)))
    detail |= {
        "type": forme.type or "housenumber",
        "street_address": rue or None,
        "city_name": forme.city_name or (forme.city_code and communes.nom(forme.city_code)),
        "department_code": code_departement,
        "department_name": forme.department_name
        or (code_departement and departements.nom(code_departement)),
        "region_code": code_region,
        "region_name": forme.region_name or (code_region and regions.nom(code_region)),
        "country_code": forme.country_code or pays.FRANCE,
        "country_name": forme.country_name or pays.nom(forme.country_code or pays.FRANCE),
        "not_in_ban": bool(forme.not_in_ban),
    }
    ville = " ".join(filter(None, (forme.postal_code, detail["city_name"])))
    detail["label"] = forme.label or " ".join(filter(None, (detail["street_address"], ville)))
    return detail


def adresse(valeur: Any, _: Options) -> Ecrite:
    detail = detail_d_adresse(Adresse.model_validate(valeur))
    if not detail["label"]:
        raise ValueError("une adresse a au moins un « label », ou une rue et une ville")
    return Ecrite(detail["label"], value_json=detail)
