"""Places of the official lists, chosen by their code (rules 2.4.19-2.4.23).

A place is given by its code, or as a mapping whose `nom` wins over the list's: dossiers brought from
elsewhere name places that are no more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.formulaires.reponses import Reponse, detail
from domain.geographie import communes, departements, pays, regions
from domain.geographie import epci as epcis
from domain.reponses.ecrite import BLANCHE, Contexte, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer


def _cles(valeur: Any) -> Mapping[str, str]:
    """What is said of the place, blanks left out."""
    dites = {"code": valeur} if isinstance(valeur, str) else valeur
    if not isinstance(dites, Mapping):
        raise ValeurInvalide("doit être désigné par son code")
    propres = {cle: nettoyer(v).strip() for cle, v in dites.items() if v is not None}
    return {cle: v for cle, v in propres.items() if v}


def _code(dites: Mapping[str, str]) -> str | None:
    return dites.get("code")


def departement(valeur: Any, _: Options) -> Ecrite:
    dites = _cles(valeur)
    if not (code := _code(dites)):
        return BLANCHE
    code = code.upper().zfill(2)
    return Ecrite(dites.get("nom") or departements.nom(code) or code, external_id=code)


def controler_departement(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if departements.nom(reponse.external_id or "") is None:
        yield "doit être un département existant"


def region(valeur: Any, _: Options) -> Ecrite:
    dites = _cles(valeur)
    if not (code := _code(dites)):
        return BLANCHE
    code = code.zfill(2)
    return Ecrite(dites.get("nom") or regions.nom(code) or code, external_id=code)


def controler_region(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if regions.nom(reponse.external_id or "") is None:
        yield "doit être une région existante"


def un_pays(valeur: Any, _: Options) -> Ecrite:
    dites = _cles(valeur)
    if not (code := _code(dites)):
        return BLANCHE
    code = code.upper()
    return Ecrite(dites.get("nom") or pays.nom(code) or code, external_id=code)


def controler_pays(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    if pays.nom(reponse.external_id or "") is None:
        yield "doit être un pays existant"


def commune(valeur: Any, _: Options) -> Ecrite:
    """By its INSEE code; its first postal code when none is given."""
    dites = _cles(valeur)
    if not (code := _code(dites)):
        return BLANCHE
    connue = communes.trouver(code)
    code_postal = dites.get("code_postal")
    if code_postal is None and connue and connue.codes_postaux:
        code_postal = connue.codes_postaux[0]
    dans = dites.get("departement") or communes.departement_de(code)
    return Ecrite(
        dites.get("nom") or (connue.nom if connue else code),
        external_id=code,
        value_json={
            "code_departement": dans,
            "code_postal": code_postal,
            "code_region": departements.region_de(dans) if dans else None,
        },
    )


def controler_commune(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    connue = communes.trouver(reponse.external_id or "")
    if connue is None:
        yield "doit être une commune existante"
    elif connue.codes_postaux and detail(reponse).get("code_postal") not in connue.codes_postaux:
        yield "doit avoir le code postal de la commune choisie"


def epci(valeur: Any, _: Options) -> Ecrite:
    """Of a département, the first of its own when none is given."""
    dites = _cles(valeur)
    if not (code := _code(dites)):
        return BLANCHE
    connu = epcis.trouver(code)
    dans = dites.get("departement") or (connu.departements[0] if connu else None)
    return Ecrite(
        dites.get("nom") or (connu.nom if connu else code),
        external_id=code,
        value_json={"code_departement": dans},
    )


def controler_epci(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
    connu = epcis.trouver(reponse.external_id or "")
    if connu is None:
        yield "doit être un EPCI existant"
    elif detail(reponse).get("code_departement") not in connu.departements:
        yield "doit être un EPCI du département choisi"
