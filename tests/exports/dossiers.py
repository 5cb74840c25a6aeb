"""Forms and dossiers made in a line, for the columns that read them."""

from datetime import UTC, datetime
from typing import Any

from domain.dossiers.states import State
from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp as T
from exports.colonnes.contenu import Dossier


def champ(stable_id: int, type_champ: T, libelle: str = "Champ", **autres: Any) -> Descripteur:
    faits: dict[str, Any] = {
        "revision_id": 1, "parent_id": None, "position": stable_id, "prive": False, "description": None,
        "obligatoire": False, "condition": None, "options": {},
    }  # fmt: skip
    return Descripteur(stable_id=stable_id, type_champ=type_champ, libelle=libelle, **{**faits, **autres})  # fmt: skip


def formulaire(*champs: Descripteur) -> Formulaire:
    return Formulaire(1, champs)


def dossier(form: Formulaire, **autres: Any) -> Dossier:
    faits: dict[str, Any] = {
        "id": 12, "email": "camille@exemple.fr", "state": State.en_construction, "formulaire": form,
        "modifie_le": datetime(2026, 2, 1, 10, 0, 0, 999, tzinfo=UTC), "depose_le": datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
    }  # fmt: skip
    return Dossier(**{**faits, **autres})
