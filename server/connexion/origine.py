"""Requests that another site would make a browser send are refused (reliability 2.4, CSRF).

A browser says where a request comes from, and pages cannot forge it. What says nothing is no browser:
it has no cookie but its own. Bodies are JSON besides, which no page sends elsewhere without asking first.
"""

from urllib.parse import urlsplit

from starlette.requests import Request

from server.connexion.refus import ConnexionRefusee

LOCALES = ("127.0.0.1", "[::1]", "localhost")


def exiger_la_meme(http: Request, url: str) -> None:
    """`url` is our public one. Raises ConnexionRefusee."""
    site = http.headers.get("sec-fetch-site")
    origine = http.headers.get("origin")
    if site not in (None, "same-origin") or (origine is not None and origine not in _notres(url)):
        raise ConnexionRefusee(403, "Cette requête vient d’un autre site", "origine_refusee")


def _notres(url: str) -> set[str]:
    """A machine on which somebody tries things has several names."""
    adresse = urlsplit(url)
    origine = f"{adresse.scheme}://{adresse.netloc}"
    hote, deux_points, port = adresse.netloc.rpartition(":")
    if adresse.scheme == "http" and hote in LOCALES:
        return {origine, *(f"http://{nom}{deux_points}{port}" for nom in LOCALES)}
    return {origine}
