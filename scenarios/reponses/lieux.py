"""Answers that are places (rules 2.4.18-2.4.23). What the file leaves out is looked up; what no list
knows must bear its name."""

from typing import Any

from domain.geographie import communes, departements, pays, regions
from domain.geographie import epci as epcis
from domain.reponses import adresses
from domain.reponses import lieux as domaine
from scenarios.format.etablissements import Adresse
from scenarios.reponses.ecrite import Ecrite
from scenarios.reponses.formes import Commune, Epci, Lieu
from scenarios.reponses.textes import Options


def _exiger(nom: str | None, *, code: str, genre: str) -> None:
    if nom is None:
        raise ValueError(f"{genre} « {code} » n’est pas connu : « nom » est nécessaire")


def commune(valeur: Any, options: Options) -> Ecrite:
    forme = Commune.model_validate(valeur)
    nom = forme.nom or communes.nom(forme.code)
    _exiger(nom, code=forme.code, genre="le code de commune")
    return Ecrite.de(domaine.commune(forme.model_dump(), options))


def departement(valeur: Any, options: Options) -> Ecrite:
    forme = Lieu.model_validate(valeur)
    code = forme.code.zfill(2)
    _exiger(forme.nom or departements.nom(code), code=code, genre="le département")
    return Ecrite.de(domaine.departement(forme.model_dump(), options))


def region(valeur: Any, options: Options) -> Ecrite:
    forme = Lieu.model_validate(valeur)
    code = forme.code.zfill(2)
    _exiger(forme.nom or regions.nom(code), code=code, genre="la région")
    return Ecrite.de(domaine.region(forme.model_dump(), options))


def un_pays(valeur: Any, options: Options) -> Ecrite:
    forme = Lieu.model_validate(valeur)
    code = forme.code.upper()
    _exiger(forme.nom or pays.nom(code), code=code, genre="le pays")
    return Ecrite.de(domaine.un_pays(forme.model_dump(), options))


def epci(valeur: Any, options: Options) -> Ecrite:
    forme = Epci.model_validate(valeur)
    if forme.departement is None and epcis.trouver(forme.code) is None:
        raise ValueError(
            f"l’EPCI « {forme.code} » n’est pas connu : « departement » est nécessaire"
        )
    _exiger(forme.nom or epcis.nom(forme.code), code=forme.code, genre="l’EPCI")
    return Ecrite.de(domaine.epci(forme.model_dump(), options))


def detail_d_adresse(forme: Adresse) -> dict[str, Any]:
    return adresses.completer(forme.model_dump())


def adresse(valeur: Any, _: Options) -> Ecrite:
    detail = detail_d_adresse(Adresse.model_validate(valeur))
    if not detail["label"]:
        raise ValueError("une adresse a au moins un « label », ou une rue et une ville")
    return Ecrite(detail["label"], value_json=detail)
