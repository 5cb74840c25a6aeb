"""What a client asks, read from any of the forms that clients send (api 2)."""

import re
from typing import Any, NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from server.api import json_strict
from server.api.json_strict import OCTETS_MAX, JsonIllisible
from server.api.refus import RequeteRefusee, mauvaise

FORMULAIRES = ("application/x-www-form-urlencoded", "multipart/form-data")
CHAMPS_MAX = 500
IMBRIQUEE = re.compile(r"\[([^\]]*)\]")


class RequeteGraphQL(NamedTuple):
    query: str | None
    query_id: str | None
    operation_name: str | None
    variables: dict[str, Any]


async def lire(request: Request) -> RequeteGraphQL:
    """Raises RequeteRefusee: 400, 413 or 415."""
    corps = await _corps(request)
    parametres: dict[str, Any] = {}
    if request.scope["query_string"]:
        parametres.update(request.query_params)
        json_strict.verifier(parametres, texte_max=OCTETS_MAX)
    parametres.update(await _parametres(request, corps))
    return RequeteGraphQL(
        query=_texte(parametres.get("query")),
        query_id=_texte(parametres.get("queryId")),
        operation_name=_texte(parametres.get("operationName")),
        variables=_variables(parametres.get("variables")),
    )


async def _corps(request: Request) -> bytes:
    """The whole body, refused as soon as it passes the bound. Starlette keeps it for the forms."""
    morceaux, taille = [], 0
    async for morceau in request.stream():
        taille += len(morceau)
        if taille > OCTETS_MAX:
            raise RequeteRefusee(413, f"Request over {OCTETS_MAX} bytes", "payload_too_large")
        morceaux.append(morceau)
    corps = b"".join(morceaux)
    request._body = corps
    return corps


async def _parametres(request: Request, corps: bytes) -> dict[str, Any]:
    type_mime = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not corps.strip():
        return {}
    if type_mime in FORMULAIRES:
        formulaire = await _formulaire(request)
        json_strict.verifier(formulaire, texte_max=OCTETS_MAX)
        return formulaire
    if type_mime == "application/json" or type_mime.endswith("+json"):
        try:
            valeur = json_strict.lire(corps)
        except JsonIllisible as error:
            raise mauvaise(str(error)) from error
        if not json_strict.anodin(corps):
            json_strict.verifier(valeur, texte_max=OCTETS_MAX)
        return valeur if isinstance(valeur, dict) else {}
    raise RequeteRefusee(
        415, "Content-Type should be application/json or a form", "unsupported_media_type"
    )


async def _formulaire(request: Request) -> dict[str, Any]:
    """`a[b][c]=1` is `{"a": {"b": {"c": "1"}}}` (api 14.2). Files are no part of a request."""
    try:
        async with request.form(max_files=0, max_fields=CHAMPS_MAX) as formulaire:
            parametres: dict[str, Any] = {}
            for nom, valeur in formulaire.multi_items():
                if not isinstance(valeur, UploadFile):
                    _ranger(parametres, nom, valeur)
            return parametres
    except (MultiPartException, RecursionError, UnicodeDecodeError) as error:
        raise mauvaise("Malformed form") from error
    except HTTPException as error:  # what Starlette makes of the first, inside an application
        raise mauvaise("Malformed form") from error


def _ranger(parametres: dict[str, Any], nom: str, valeur: str) -> None:
    racine, crochet, _ = nom.partition("[")
    chemin = [racine, *IMBRIQUEE.findall(nom)] if crochet else [nom]
    if len(chemin) > json_strict.PROFONDEUR_MAX:
        raise mauvaise("Malformed form")
    place = parametres
    for cle in chemin[:-1]:
        suivante = place.setdefault(cle, {})
        if not isinstance(suivante, dict):
            raise mauvaise("Malformed form")
        place = suivante
    place[chemin[-1]] = valeur


def _texte(valeur: Any) -> str | None:
    """A blank says nothing, and neither does what is not a text."""
    return valeur if isinstance(valeur, str) and valeur else None


def _variables(valeur: Any) -> dict[str, Any]:
    """An object, or a text that holds one, or nothing (api 2.3)."""
    for _ in range(2):
        if isinstance(valeur, str) and valeur.strip():
            valeur = _variables_en_texte(valeur)
    if valeur is None or (isinstance(valeur, str) and not valeur.strip()):
        return {}
    if not isinstance(valeur, dict):
        raise mauvaise(f"Unexpected parameter: {str(valeur)[:200]}")
    json_strict.verifier(valeur)
    return valeur


def _variables_en_texte(texte: str) -> Any:
    try:
        return json_strict.lire_texte(texte)
    except JsonIllisible as error:
        raise RequeteRefusee(400, str(error), "graphql_parse_failed") from error
