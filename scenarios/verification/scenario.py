"""The whole world: what its parts say of each other."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from domain.comptes.roles import Role
from domain.demarches.creation import chemin_de
from domain.dossiers.states import State
from scenarios.format.scenario import Scenario
from scenarios.plan import Plan
from scenarios.refus import Anomalies, Chemin
from scenarios.verification.contexte import Contexte, roles_connus
from scenarios.verification.demarches import verifier_demarche
from scenarios.verification.existants import Existants

PRIS = "existe déjà (--remplacer le remplace)"


def verifier(
    scenario: Scenario,
    *,
    existants: Existants,
    maintenant: datetime,
    anomalies: Anomalies,
    remplacer: bool,
) -> Plan:
    """The plan of a world in which nothing is wrong. Raises ScenarioRefuse."""
    roles = roles_connus(scenario, existants)
    contexte = Contexte(anomalies, roles, existants, maintenant, remplacer)
    _verifier_comptes(contexte, scenario)
    _verifier_services(contexte, scenario)
    _verifier_cles(contexte, scenario)
    plan = Plan(
        scenario,
        maintenant,
        [
            verifier_demarche(contexte, demarche, ("demarches", rang))
            for rang, demarche in enumerate(scenario.demarches)
        ],
    )
    _verifier_liens(contexte, plan)
    _verifier_jetons(contexte, scenario)
    anomalies.refuser_s_il_y_en_a()
    return plan


def _verifier_comptes(contexte: Contexte, scenario: Scenario) -> None:
    for rang, compte in enumerate(scenario.comptes):
        ici = ("comptes", rang)
        tenus = contexte.roles[compte.email]
        if compte.supprime_le and tenus != {Role.usager}:
            contexte.noter((*ici, "supprime_le"), "seul un compte qui n’est qu’usager peut être supprimé")  # fmt: skip
        if compte.france_connect and tenus & {Role.instructeur, Role.administrateur}:
            contexte.noter((*ici, "france_connect"), "un instructeur ou un administrateur ne se connecte pas par FranceConnect")  # fmt: skip
    supprimes = {c.email: rang for rang, c in enumerate(scenario.comptes) if c.supprime_le}
    for demarche in scenario.demarches:
        for dossier in demarche.dossiers:
            if dossier.etat is State.en_instruction and dossier.usager in supprimes:
                contexte.noter(
                    ("comptes", supprimes[dossier.usager], "supprime_le"),
                    "ce compte ne peut pas être supprimé : un de ses dossiers est en instruction",
                )


def _verifier_services(contexte: Contexte, scenario: Scenario) -> None:
    _uniques(contexte, ((("services", r, "cle"), s.cle) for r, s in enumerate(scenario.services)))
    _uniques(contexte, ((("services", r, "nom"), s.nom) for r, s in enumerate(scenario.services)))
    connus = {service.cle for service in scenario.services}
    for rang, demarche in enumerate(scenario.demarches):
        if demarche.service is not None and demarche.service not in connus:
            contexte.noter(
                ("demarches", rang, "service"),
                f"« {demarche.service} » n’est pas la clé d’un service",
            )


def _uniques(contexte: Contexte, valeurs: Iterable[tuple[Chemin, object]]) -> None:
    vues: Counter[object] = Counter()
    for chemin, valeur in valeurs:
        vues[valeur] += 1
        if vues[valeur] > 1:
            contexte.noter(chemin, f"{chemin[-1]} : « {valeur} » est déjà pris dans ce fichier")


def _verifier_cles(contexte: Contexte, scenario: Scenario) -> None:
    """Keys and numbers: unique in the file, free in the database (or to be replaced)."""
    demarches = list(enumerate(scenario.demarches))
    _uniques(contexte, ((("demarches", r, "cle"), chemin_de(d.cle)) for r, d in demarches))
    _uniques(contexte, ((("demarches", r, "number"), d.number) for r, d in demarches if d.number))
    dossiers = [
        (("demarches", r, "dossiers", s), dossier)
        for r, demarche in demarches
        for s, dossier in enumerate(demarche.dossiers)
    ]
    _uniques(contexte, (((*ici, "cle"), d.cle) for ici, d in dossiers if d.cle))
    _uniques(contexte, (((*ici, "number"), d.number) for ici, d in dossiers if d.number))
    if contexte.remplacer:
        return
    for rang, demarche in demarches:
        if chemin_de(demarche.cle) in contexte.existants.chemins:
            contexte.noter(("demarches", rang, "cle"), f"la démarche « {demarche.cle} » {PRIS}")
        if demarche.number in contexte.existants.demarches:
            contexte.noter(("demarches", rang, "number"), f"la démarche {demarche.number} {PRIS}")
    for ici, dossier in dossiers:
        if dossier.number in contexte.existants.dossiers:
            contexte.noter((*ici, "number"), f"le dossier {dossier.number} {PRIS}")


def _verifier_liens(contexte: Contexte, plan: Plan) -> None:
    """The keys that dossier_link champs mean are those of dossiers of the file."""
    cles = {d.forme.cle for demarche in plan.demarches for d in demarche.dossiers if d.forme.cle}
    for demarche in plan.demarches:
        for dossier in demarche.dossiers:
            for reponse in dossier.reponses:
                lien = reponse.ecrite.lien
                if lien is not None and lien not in cles:
                    contexte.noter(reponse.chemin, f"« {lien} » n’est pas la clé d’un dossier du fichier")  # fmt: skip


def _verifier_jetons(contexte: Contexte, scenario: Scenario) -> None:
    _uniques(contexte, ((("jetons", r, "nom"), j.nom) for r, j in enumerate(scenario.jetons)))
    cles = {demarche.cle for demarche in scenario.demarches}
    numeros = {d.number for d in scenario.demarches} | contexte.existants.demarches
    for rang, jeton in enumerate(scenario.jetons):
        ici = ("jetons", rang)
        contexte.exiger(jeton.administrateur, (*ici, "administrateur"), Role.administrateur)
        for numero, demarche in enumerate(jeton.demarches or ()):
            connue = demarche in cles or (demarche.isdecimal() and int(demarche) in numeros)
            if not connue:
                contexte.noter(
                    (*ici, "demarches", numero), f"« {demarche} » n’est pas la clé d’une démarche"
                )
