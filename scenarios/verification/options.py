"""`options`: the settings that have no key of their own, checked by the table of the domain."""

from typing import Any

from pydantic import ValidationError

from domain.demarches.options import OPTIONS, Genre, Option
from scenarios.format.bases import lire_jour
from scenarios.format.conditions import Condition
from scenarios.format.demarches import Demarche
from scenarios.format.messages import noter
from scenarios.refus import Chemin
from scenarios.verification.contexte import Contexte

# A published démarche has them (rules 1.2.2); the format supplies those left out.
FOURNIES = {
    "lien_site_web": "https://www.service-public.fr",
    "cadre_juridique": "Code des relations entre le public et l’administration, article L. 112-8",
}


def _est_de(genre: Genre, valeur: Any) -> bool:
    est_entier = isinstance(valeur, int) and not isinstance(valeur, bool)
    return {
        Genre.booleen: isinstance(valeur, bool),
        Genre.entier: est_entier,
        Genre.texte: isinstance(valeur, str),
        Genre.textes: isinstance(valeur, list) and all(isinstance(v, str) for v in valeur),
        Genre.donnees: isinstance(valeur, dict),
    }.get(genre, True)


def _lire(option: Option, valeur: Any) -> Any:
    """Raises ValueError with a sentence, or ValidationError for a condition."""
    if option.genre is Genre.condition:
        return Condition.model_validate(valeur).arbre()
    if option.genre is Genre.jour:
        return lire_jour(valeur).isoformat()
    if option.genre is Genre.choix and valeur not in option.choix:
        raise ValueError(f"possibles : {', '.join(option.choix)}")
    if not _est_de(option.genre, valeur):
        raise ValueError(f"{option.genre.value} est attendu")
    return valeur


def verifier_options(
    contexte: Contexte, forme: Demarche, chemin: Chemin
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options with a column of their own, then the others."""
    colonnes: dict[str, Any] = {}
    autres: dict[str, Any] = {}
    for nom, valeur in forme.options.items():
        ici = (*chemin, "options", nom)
        option = OPTIONS.get(nom)
        if option is None:
            contexte.noter(ici, f"« {nom} » n’est pas une option de démarche connue")
        elif valeur is not None:
            try:
                (colonnes if option.colonne else autres)[nom] = _lire(option, valeur)
            except ValidationError as error:
                noter(contexte.anomalies, error, base=ici)
            except ValueError as error:
                contexte.noter(ici, f"{nom} : {error}")
    if "chorus" in colonnes:
        colonnes["chorus"] = {
            cle: {"code": code} if isinstance(code, str) else code
            for cle, code in colonnes["chorus"].items()
        }
    if forme.etat != "brouillon":
        colonnes = FOURNIES | colonnes
    return colonnes, autres
