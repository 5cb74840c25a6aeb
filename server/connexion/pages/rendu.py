"""A page as bytes, with the headers that keep it from others: nothing is loaded from anywhere, no script
runs, no other site shows it in a frame, and its address, which may hold a secret, is told to nobody."""

import hashlib
from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from server.connexion.pages import formulaire
from server.connexion.pages.modele import Vue
from server.connexion.refus import JAMAIS_GARDE
from server.negotiation import qualities
from server.resources import Resources

GABARITS = Path(__file__).parent / "gabarits"
STYLE = (GABARITS / "page.css").read_text()
PAGE = Environment(
    loader=FileSystemLoader(GABARITS), autoescape=True, undefined=StrictUndefined, trim_blocks=True
).get_template("page.html")
_EMPREINTE = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

ENTETES = {
    **JAMAIS_GARDE,
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_EMPREINTE}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    # The origin alone: without it browsers would say nothing of where a form comes from.
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def veut_une_page(http: Request) -> bool:
    """A browser, that is; whoever takes anything is a program."""
    voulus = qualities(http.headers.get("accept", ""))
    return voulus.get("text/html", 0.0) > voulus.get("application/json", 0.0)


def montrer(http: Request, resources: Resources, vue: Vue, status: int = 200) -> Response:
    jeton, poser = formulaire.jeton(http, resources)
    corps = PAGE.render(vue=vue, jeton=jeton, style=Markup(STYLE))
    reponse = HTMLResponse(corps, status, headers=ENTETES)
    poser(reponse)
    return reponse
