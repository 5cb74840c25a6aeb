"""What mails say of this Guichet, read from its settings."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from domain.courriels.plateforme import Plateforme
from server.settings import Settings

NOM = "Guichet"


def plateforme_de(settings: Settings) -> Plateforme:
    domaine = _domaine(settings.url)
    return Plateforme(
        url=settings.url,
        expediteur=f"{NOM} <{settings.sender or f'ne-pas-repondre@{domaine}'}>",
        contact=settings.contact or f"contact@{domaine}",
        nom=NOM,
    )


def _domaine(url: str) -> str:
    """An address of mail wants a name: a number is that of a machine on which somebody tries things."""
    hote = urlsplit(url).hostname or "localhost"
    try:
        ip_address(hote)
    except ValueError:
        return hote
    return "localhost"
