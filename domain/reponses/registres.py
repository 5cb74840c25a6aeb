"""Answers that another administration knows more about (rules 2.4.15-2.4.17, 2.4.24, 2.4.35-2.4.41).

What was typed is kept as `external_id`; the rest is fetched after (rules 2.5.2). A new answer always
forgets what was known of the one before.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from stdnum.fr import siret as sirets

from domain.dossiers.champs import EtatExterne
from domain.formulaires.reponses import Reponse, donnees
from domain.reponses.ecrite import BLANCHE, Contexte, Controle, Ecrite, Options, ValeurInvalide
from domain.reponses.textes import nettoyer

EN_ATTENTE = frozenset({EtatExterne.waiting_for_job, EtatExterne.fetching})
A_CHERCHER = EtatExterne.waiting_for_job
NUMERO_RNA = re.compile(r"W[0-9A-Z]{9}")


def _serre(valeur: Any) -> str:
    return "".join(nettoyer(valeur).split())


def est_siret(texte: str) -> bool:
    return bool(sirets.is_valid(texte))


def siret(valeur: Any, _: Options) -> Ecrite:
    """Its `value` comes with the établissement."""
    lu = _serre(valeur)
    return Ecrite(external_id=lu, etat_externe=A_CHERCHER) if lu else BLANCHE


def controler_siret(reponse: Reponse, _: Options, contexte: Contexte) -> Iterator[str]:
    if not est_siret(reponse.external_id or reponse.value or ""):
        yield "doit être un numéro SIRET valide"
    elif not contexte.etablissement and contexte.etat_externe not in EN_ATTENTE:
        yield "doit être le SIRET d’un établissement existant"


def est_rna(texte: str) -> bool:
    return NUMERO_RNA.fullmatch(texte) is not None


def rna(valeur: Any, _: Options) -> Ecrite:
    lu = _serre(valeur).upper()
    return Ecrite(lu, external_id=lu, etat_externe=A_CHERCHER) if lu else BLANCHE


def controler_rna(reponse: Reponse, _: Options, contexte: Contexte) -> Iterator[str]:
    if not est_rna(reponse.value or ""):
        yield "doit être un numéro RNA : W suivi de 9 chiffres ou lettres"
    elif contexte.etat_externe is EtatExterne.external_error:
        yield "doit être le numéro d’une association existante"


def _par_identifiant(valeur: Any, _: Options) -> Ecrite:
    lu = nettoyer(valeur).strip()
    return Ecrite(lu, external_id=lu, etat_externe=A_CHERCHER) if lu else BLANCHE


def rnf(valeur: Any, options: Options) -> Ecrite:
    return _par_identifiant(_serre(valeur), options)


referentiel = _par_identifiant


def annuaire_education(valeur: Any, options: Options) -> Ecrite:
    return _par_identifiant(_serre(valeur).upper(), options)


def controler_trouve(reponse: Reponse, _: Options, contexte: Contexte) -> Iterator[str]:
    """These do not leave before the answer of the register (rules 2.5.2)."""
    if contexte.etat_externe is EtatExterne.external_error:
        yield "ne correspond à rien de connu"
    elif contexte.au_depot and not donnees(reponse):
        yield "est en cours de vérification : réessayez dans quelques instants"


def identifiants(valeur: Any, _: Options) -> Ecrite:
    """cnaf, dgfip, pole_emploi, mesri, cojo: what the person gives to be recognised there."""
    if not isinstance(valeur, Mapping):
        raise ValeurInvalide("doit être un tableau d’identifiants")
    dits = {str(cle): nettoyer(v).strip() for cle, v in valeur.items() if v is not None}
    if not any(dits.values()):
        return BLANCHE
    return Ecrite(external_id=en_json(dits), etat_externe=A_CHERCHER)


def en_json(dits: Mapping[str, Any]) -> str:
    return json.dumps(dits, ensure_ascii=False)


# What each register asks for, and how it is written.
FORMES: dict[str, Mapping[str, str]] = {
    "cnaf": {"numero_allocataire": r"\d{1,7}", "code_postal": r"\w{5}"},
    "dgfip": {"numero_fiscal": r"\w{13,14}", "reference_avis": r"\w{13,14}"},
    "pole_emploi": {"identifiant": r".+"},
    "mesri": {"ine": r"\w+"},
    "cojo": {"accreditation_number": r".+", "accreditation_birthdate": r"\d{4}-\d{2}-\d{2}"},
}


def controle_de(registre: str) -> Controle:
    """How the identifiers of one register are checked: all of them, each in its form."""
    formes = {cle: re.compile(forme) for cle, forme in FORMES[registre].items()}

    def controler(reponse: Reponse, _: Options, __: Contexte) -> Iterator[str]:
        dits = _lire(reponse.external_id)
        for cle, forme in formes.items():
            if not forme.fullmatch(str(dits.get(cle) or "")):
                yield f"doit donner {NOMS[cle]} valide"

    return controler


NOMS = {
    "numero_allocataire": "un numéro d’allocataire",
    "code_postal": "un code postal",
    "numero_fiscal": "un numéro fiscal",
    "reference_avis": "une référence d’avis d’imposition",
    "identifiant": "un identifiant",
    "ine": "un INE",
    "accreditation_number": "un numéro d’accréditation",
    "accreditation_birthdate": "une date de naissance",
}


def _lire(external_id: str | None) -> Mapping[str, Any]:
    try:
        dits = json.loads(external_id or "{}")
    except ValueError:
        return {}
    return dits if isinstance(dits, Mapping) else {}
