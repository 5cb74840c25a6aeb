"""The cookie of a session. It is opaque, out of the reach of scripts, and sent to us alone."""

from starlette.requests import Request
from starlette.responses import Response

from domain.sessions.ouverture import SOUVENIR

NOM = "guichet-session"


def nom(url: str) -> str:
    """`__Host-` binds it to this very host, and wants https."""
    return f"__Host-{NOM}" if _chiffree(url) else NOM


def lire(http: Request, url: str) -> str | None:
    return http.cookies.get(nom(url))


def poser(reponse: Response, secret: str, *, url: str, souvenir: bool) -> None:
    """One that is not remembered goes with the browser's window."""
    reponse.set_cookie(
        nom(url), secret, max_age=int(SOUVENIR.total_seconds()) if souvenir else None, path="/",
        secure=_chiffree(url), httponly=True, samesite="lax",
    )  # fmt: skip


def effacer(reponse: Response, *, url: str) -> None:
    reponse.delete_cookie(nom(url), path="/", secure=_chiffree(url), httponly=True, samesite="lax")


def _chiffree(url: str) -> bool:
    return url.startswith("https://")
