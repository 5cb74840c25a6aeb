"""Answers picked in a list that everybody knows, or that the field gives (rules 2.6.1)."""

import json
from typing import Any

from domain.geographie import communes, departements, pays, regions
from domain.geographie import epci as epcis
from domain.prefill.valeurs import Contexte, Ecartee, Options, Valeur, lire_texte


def choix(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """Not one of the options is « autre » where there is one; elsewhere it is kept, for the person to
    put right: this type is not validated beforehand."""
    choisi = lire_texte(valeur)
    if choisi not in options.get("options", []) and options.get("autre"):
        return Valeur(choisi, value_json={"autre": True})
    return Valeur(choisi)


def choix_multiple(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    if not isinstance(valeur, list):
        valeur = [valeur]
    choisis = list(dict.fromkeys(lire_texte(choix) for choix in valeur if choix not in (None, "")))
    connus = options.get("options", [])
    if not choisis or ("referentiel" not in options and not set(choisis) <= set(connus)):
        raise Ecartee
    return Valeur(json.dumps(choisis, ensure_ascii=False))


def un_pays(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return _nomme(lire_texte(valeur).strip(), pays.nom)


def region(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return _nomme(lire_texte(valeur).strip(), regions.nom)


def departement(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return _nomme(lire_texte(valeur).strip(), departements.nom)


def _nomme(code: str, nom_de: Any) -> Valeur:
    nom = nom_de(code)
    if nom is None:
        raise Ecartee
    return Valeur(nom, external_id=code)


def commune(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """[postal code, INSEE code], or the postal code alone: the person then picks among its communes."""
    code_postal, code = _paire(valeur)
    desservies = {trouvee.code: trouvee for trouvee in communes.par_code_postal(code_postal)}
    if not desservies:
        raise Ecartee
    if code is None:
        return Valeur(value_json={"code_postal": code_postal})
    if code not in desservies:
        raise Ecartee
    trouvee = desservies[code]
    return Valeur(
        trouvee.nom,
        external_id=code,
        value_json={
            "code_departement": trouvee.departement,
            "code_postal": code_postal,
            "code_region": trouvee.region,
        },
    )


def epci(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """[département, EPCI code], or the département alone."""
    code_departement, code = _paire(valeur)
    if departements.trouver(code_departement) is None:
        raise Ecartee
    if code is None:
        return Valeur(value_json={"code_departement": code_departement})
    trouve = epcis.trouver(code)
    if trouve is None or code_departement not in trouve.departements:
        raise Ecartee
    return Valeur(trouve.nom, external_id=code, value_json={"code_departement": code_departement})


def _paire(valeur: Any) -> tuple[str, str | None]:
    if not isinstance(valeur, list) or not 1 <= len(valeur) <= 2:
        raise Ecartee
    premier = lire_texte(valeur[0]).strip()
    second = None if len(valeur) == 1 or valeur[1] in (None, "") else lire_texte(valeur[1]).strip()
    return premier, second


def adresse(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """What was typed is kept as the answer until somebody finds the place."""
    ecrite = lire_texte(valeur).strip()
    return Valeur(ecrite, external_id=ecrite, a_completer=True)


def siret(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    return Valeur(external_id="".join(lire_texte(valeur).split()), a_completer=True)


def referentiel(valeur: Any, options: Options, contexte: Contexte) -> Valeur:
    """Only one that is asked for an exact identifier: the others need a person to pick."""
    if options.get("mode") != "exact_match":
        raise Ecartee
    return Valeur(external_id=lire_texte(valeur).strip(), a_completer=True)
