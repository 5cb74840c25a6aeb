"""The answers of a dossier, read one by one against its form."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import NON_REMPLISSABLES, TypeChamp
from scenarios.format.messages import noter
from scenarios.plan import PlanDossier, PlanReponse
from scenarios.refus import Chemin
from scenarios.reponses.types import lire_reponse
from scenarios.verification.contexte import Contexte


def verifier_reponses(contexte: Contexte, plan: PlanDossier, formulaire: Formulaire) -> None:
    """Fill `plan.reponses` and `plan.rangees` from `champs` and `annotations`."""
    racines = (
        ("champs", plan.forme.champs, formulaire.champs),
        ("annotations", plan.forme.annotations, formulaire.annotations),
    )
    for cle, valeurs, permis in racines:
        connus = {descripteur.stable_id: descripteur for descripteur in permis}
        for stable_id, valeur in valeurs.items():
            ici = (*plan.chemin, cle, stable_id)
            descripteur = connus.get(stable_id)
            if descripteur is None:
                contexte.noter(ici, _inconnu(stable_id, formulaire, cle))
            elif descripteur.type_champ is TypeChamp.repetition:
                _verifier_rangees(contexte, plan, formulaire, descripteur, valeur, ici)
            else:
                _verifier_reponse(contexte, plan, descripteur, valeur, ici)
    for descripteur in (*formulaire.champs, *formulaire.annotations):
        # rules 2.1.6: one empty row to begin with
        if descripteur.type_champ is TypeChamp.repetition and (
            descripteur.prive or descripteur.obligatoire
        ):
            plan.rangees[descripteur.stable_id] = plan.rangees.get(descripteur.stable_id) or 1


def _inconnu(stable_id: int, formulaire: Formulaire, cle: str) -> str:
    ailleurs = formulaire.par_stable_id.get(stable_id)
    if ailleurs is None:
        return f"le champ {stable_id} n’existe pas dans le formulaire de ce dossier"
    if ailleurs.parent_id is not None:
        return (
            f"le champ {stable_id} se remplit dans les lignes de la répétition {ailleurs.parent_id}"
        )
    return (
        f"{stable_id} est {'une annotation' if ailleurs.prive else 'un champ'}, pas parmi les {cle}"
    )


def _verifier_rangees(
    contexte: Contexte,
    plan: PlanDossier,
    formulaire: Formulaire,
    repetition: Descripteur,
    valeur: Any,
    chemin: Chemin,
) -> None:
    if valeur is None:
        return
    if not isinstance(valeur, list) or not all(isinstance(r, dict | None) for r in valeur):
        contexte.noter(chemin, "une liste de lignes {id : valeur} est attendue")
        return
    enfants = {d.stable_id: d for d in formulaire.enfants.get(repetition.stable_id, ())}
    plan.rangees[repetition.stable_id] = len(valeur)
    for rang, rangee in enumerate(valeur):
        contenu: Mapping[Any, Any] = rangee or {}
        for stable_id, reponse in contenu.items():
            ici = (*chemin, rang, stable_id)
            enfant = enfants.get(stable_id)
            if enfant is None:
                contexte.noter(ici, f"le champ {stable_id} n’existe pas dans la répétition {repetition.stable_id}")  # fmt: skip
            else:
                _verifier_reponse(contexte, plan, enfant, reponse, ici, rang=rang)


def _verifier_reponse(
    contexte: Contexte,
    plan: PlanDossier,
    descripteur: Descripteur,
    valeur: Any,
    chemin: Chemin,
    *,
    rang: int | None = None,
) -> None:
    if valeur is None:
        return
    if descripteur.type_champ in NON_REMPLISSABLES:
        contexte.noter(chemin, f"un champ {descripteur.type_champ} ne se remplit pas")
        return
    try:
        ecrite = lire_reponse(descripteur.type_champ, descripteur.options, valeur)
    except ValidationError as error:
        noter(contexte.anomalies, error, base=chemin)
    except ValueError as error:
        contexte.noter(
            chemin, f"champ {descripteur.stable_id} ({descripteur.type_champ}) : {error}"
        )
    else:
        plan.reponses.append(
            PlanReponse(
                stable_id=descripteur.stable_id,
                type_champ=descripteur.type_champ,
                prive=descripteur.prive,
                ecrite=ecrite,
                chemin=chemin,
                parent_id=descripteur.parent_id,
                rang=rang,
            )
        )
