"""What people's browsers send: a JSON object, and nothing that a form can send; but on pages of links."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from server.api import json_strict
from server.api.json_strict import JsonIllisible
from server.api.refus import RequeteRefusee
from server.connexion.refus import ConnexionRefusee

JSON = "application/json"
OCTETS_MAX = 16 * 1024
TEXTE_MAX = 1_000


def type_mime(http: Request) -> str:
    return http.headers.get("content-type", "").partition(";")[0].strip().lower()


def exiger_du_json(http: Request) -> None:
    """Raises ConnexionRefusee."""
    if type_mime(http) != JSON:
        raise ConnexionRefusee(415, f"Le corps doit être du {JSON}", "type_refuse")


async def lire(http: Request) -> dict[str, Any]:
    """Raises ConnexionRefusee."""
    exiger_du_json(http)
    brut = await octets(http)
    try:
        valeur = json_strict.lire(brut)
        json_strict.verifier(valeur, texte_max=TEXTE_MAX)
    except (JsonIllisible, RecursionError, RequeteRefusee):
        valeur = None
    if not isinstance(valeur, dict):
        raise ConnexionRefusee(400, "Le corps n’est pas un objet JSON lisible", "corps_illisible")
    return valeur


async def octets(http: Request) -> bytes:
    """Raises ConnexionRefusee."""
    morceaux, taille = [], 0
    async for morceau in http.stream():
        taille += len(morceau)
        if taille > OCTETS_MAX:
            raise ConnexionRefusee(413, f"Corps de plus de {OCTETS_MAX} octets", "corps_trop_grand")
        morceaux.append(morceau)
    return b"".join(morceaux)


def texte(corps: Mapping[str, Any], nom: str) -> str:
    """Raises ConnexionRefusee."""
    valeur = corps.get(nom)
    if not isinstance(valeur, str) or not valeur:
        raise ConnexionRefusee(400, f"« {nom} » est attendu", "corps_incomplet")
    return valeur
