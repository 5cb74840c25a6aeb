"""POST of a dossier begun for somebody, GET of what it has become (api 12.1-12.3)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain import identifiants
from domain.calendrier import PARIS
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.prefill.creation import preremplir
from domain.prefill.lecture import dossiers_de, sans_proprietaire
from domain.transactions import Transaction
from server.public import corps, demarches
from server.public.demarches import Publique
from server.public.limite import LimiteParAdresse
from server.public.refus import PubliqueRefusee, inconnue
from server.resources import Resources


class Prefill:
    def __init__(self) -> None:
        self._limite = LimiteParAdresse()

    async def creer(self, http: Request) -> Response:
        resources: Resources = http.state.resources
        trop = await self._limite.compter(http, resources, now=datetime.now(UTC))
        if trop is not None:
            return trop
        try:
            corps.controler_type(http)
            demarche = await _ouverte(resources, http.path_params["id"])
            valeurs = await corps.lire(http)
            url = _url(resources, demarche)
            cree = await resources.base.transaction(
                lambda tx: _prerempli(_creer(tx, demarche.id, valeurs), url)
            )
        except PubliqueRefusee as refus:
            return refus.reponse()
        except DomainError as refus:
            return JSONResponse({"error": str(refus)}, 400)
        return JSONResponse(cree, 201)

    async def lire(self, http: Request) -> Response:
        resources: Resources = http.state.resources
        try:
            demarche = await _ouverte(resources, http.path_params["id"])
        except PubliqueRefusee as refus:
            return refus.reponse()
        jetons = _jetons(http)
        if not jetons:
            return JSONResponse([])
        url = _url(resources, demarche)
        return JSONResponse(
            await resources.base.transaction(lambda tx: _etats(tx, demarche.id, jetons, url))
        )


async def _ouverte(resources: Resources, texte: str) -> Publique:
    """Raises PubliqueRefusee."""
    demarche = await demarches.par_numero(resources, texte)
    if demarche.etat not in demarches.OUVERTES:
        raise inconnue(texte)
    return demarche


def _creer(tx: Transaction, demarche_id: int, valeurs: Mapping[str, Any]) -> Dossier:
    """Raises DomainError."""
    at = tx.session.scalars(select(func.now())).one()
    demarche = tx.session.get_one(Demarche, demarche_id)
    return preremplir(tx, demarche=demarche, valeurs=valeurs, at=at)


def _etats(
    tx: Transaction, demarche_id: int, jetons: Sequence[str], url: str
) -> list[dict[str, Any]]:
    return [
        _prerempli(dossier, url) if sans_proprietaire(dossier) else _suivi(dossier)
        for dossier in dossiers_de(tx.session, demarche_id, jetons)
    ]


def _jetons(http: Request) -> list[str]:
    """`prefill_token=a,b`, or `prefill_token[]=a` as many times as needed."""
    textes = [
        *http.query_params.getlist("prefill_token"),
        *http.query_params.getlist("prefill_token[]"),
    ]
    jetons = (jeton.strip() for texte in textes for jeton in texte.split(","))
    return [jeton for jeton in jetons if jeton and "\0" not in jeton]


def _commun(dossier: Dossier) -> dict[str, Any]:
    return {
        "dossier_id": identifiants.identifiant("Dossier", dossier.id),
        "dossier_number": dossier.id,
        "dossier_prefill_token": dossier.jeton_prefill,
    }


def _url(resources: Resources, demarche: Publique) -> str:
    return f"{resources.settings.url}/commencer/{demarche.chemin}"


def _prerempli(dossier: Dossier, url: str) -> dict[str, Any]:
    return {
        "dossier_url": f"{url}?prefill_token={dossier.jeton_prefill}",
        "state": "prefilled",
        **_commun(dossier),
    }


def _suivi(dossier: Dossier) -> dict[str, Any]:
    dates = {"submitted_at": dossier.depose_le, "processed_at": dossier.traite_le}
    return {
        "state": dossier.state.value,
        **{
            nom: le.astimezone(PARIS).isoformat(timespec="seconds")
            for nom, le in dates.items()
            if le is not None
        },
        **_commun(dossier),
    }
