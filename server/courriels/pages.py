"""Two pages and a file. They exist for one machine alone: mails hold links that open accounts."""

import asyncio
from html import escape
from ipaddress import ip_address
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from domain.calendrier import PARIS
from server.courriels.boite import Garde, dossier_de_la_boite, gardes, lire
from server.resources import Resources
from server.settings import Settings

# A mail is shown in a frame without script, form, nor any request to the outside.
SURETE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
RELAYEES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

STYLE = """body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2430}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:.4rem;border-bottom:1px solid #d3d9e2}
pre{white-space:pre-wrap;background:#f3f5f9;padding:1rem}iframe{width:100%;height:32rem;border:1px solid #d3d9e2}"""


def est_d_ici(request: Request, settings: Settings) -> bool:
    """Whether a person on this very machine asks, by its own name: neither through a proxy, nor by a
    name that somebody else gave to this address."""
    client = request.client
    hote = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    return (
        settings.environment == "developpement"
        and client is not None
        and _est_locale(client.host)
        and (_est_locale(hote.strip("[]")) or hote == "localhost")
        and not any(nom in request.headers for nom in RELAYEES)
    )


def _est_locale(hote: str) -> bool:
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return False


async def liste(request: Request) -> Response:
    dossier = _ouverte(request)
    lignes = await asyncio.to_thread(lambda: "".join(map(_ligne, gardes(dossier))))
    tableau = f"<table><thead><tr><th>Reçu le</th><th>À</th><th>Objet</th></tr></thead><tbody>{lignes}</tbody></table>"  # fmt: skip
    return _page(
        "Courriels envoyés", tableau if lignes else "<p>Aucun courriel n’a encore été envoyé.</p>"
    )


async def un(request: Request) -> Response:
    garde = await _garde(request)
    faits = "".join(
        f"<tr><th>{libelle}</th><td>{escape(garde.en_tete(nom))}</td></tr>"
        for libelle, nom in (
            ("De", "From"),
            ("À", "To"),
            ("Date", "Date"),
            ("Message-ID", "Message-ID"),
        )
    )
    cadre = f'<iframe sandbox="" title="Le courriel mis en forme" srcdoc="{escape(garde.corps("html"))}"></iframe>'
    return _page(
        garde.en_tete("Subject"),
        f'<p><a href="/courriels">Tous les courriels</a> · <a href="/courriels/{garde.nom}.eml">Fichier .eml</a></p>'
        f"<table>{faits}</table><h2>Mis en forme</h2>{cadre}<h2>En texte</h2>"
        f"<pre>{escape(garde.corps('plain'))}</pre>",
    )


async def brut(request: Request) -> Response:
    garde = await _garde(request)
    nom = {"Content-Disposition": f'attachment; filename="{garde.nom}.eml"'}
    return Response(garde.octets, media_type="message/rfc822", headers={**SURETE, **nom})


def _ouverte(request: Request) -> Path:
    """Raises the same refusal as an address that does not exist."""
    resources: Resources = request.state.resources
    dossier = dossier_de_la_boite(resources.settings)
    if not est_d_ici(request, resources.settings) or not dossier.is_dir():
        raise HTTPException(404)
    return dossier


async def _garde(request: Request) -> Garde:
    dossier = _ouverte(request)
    garde = await asyncio.to_thread(lire, dossier, request.path_params["nom"])
    if garde is None:
        raise HTTPException(404)
    return garde


def _ligne(garde: Garde) -> str:
    recu = f"{garde.recu_le.astimezone(PARIS):%d/%m/%Y %H:%M:%S}"
    objet = escape(garde.en_tete("Subject")) or "(sans objet)"
    return (
        f"<tr><td>{recu}</td><td>{escape(garde.en_tete('To'))}</td>"
        f'<td><a href="/courriels/{garde.nom}">{objet}</a></td></tr>'
    )


def _page(titre: str, corps: str) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(titre)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(titre)}</h1>{corps}</body></html>",
        headers=SURETE,
    )
