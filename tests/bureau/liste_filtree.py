"""Lists of the world of filters, as Inès asks for them."""

from typing import Any

from tests.bureau.bureau import Bureau
from tests.bureau.tableaux import NUMERO, numeros, refus

INES, IVAN, FILTRES = "ines@exemple.fr", "ivan@exemple.fr", 850


def tous(bureau: Bureau, *filtres: dict[str, Any], **voulu: Any) -> list[int]:
    voulu = {"tri": NUMERO, "archives": True, **voulu}
    return numeros(bureau, INES, FILTRES, "tous", filtres=list(filtres), **voulu)


def filtre(colonne: str, *valeurs: str, operateur: str = "correspond") -> dict[str, Any]:
    return {"colonne": colonne, "operateur": operateur, "valeurs": list(valeurs)}


def refuse(bureau: Bureau, *filtres: dict[str, Any], **voulu: Any) -> tuple[str, str]:
    return refus(bureau, INES, FILTRES, "tous", filtres=list(filtres), **voulu)
