"""Which SMTP server SMTP_URL names, and how to speak to it."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import aiosmtplib

CONNEXION = 10.0  # seconds to be let in


@dataclass(frozen=True, kw_only=True)
class Reglage:
    """What an address says of its server. A password never goes in clear over a network."""

    hote: str
    port: int
    tls: bool
    starttls: bool | None
    utilisateur: str | None
    secret: str | None

    def client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.hote, port=self.port, use_tls=self.tls, start_tls=self.starttls,
            username=self.utilisateur, password=self.secret, timeout=CONNEXION,
        )  # fmt: skip


class UrlSmtpInvalide(ValueError):
    """The message says what is wrong, never the address: it may hold a password."""


def lire_url(url: str) -> Reglage:
    """`smtp://[user:secret@]host[:port][?starttls=oui|non]` or `smtps://…`. Without the option, TLS is
    taken when the server offers it, and asked for when there is a password to protect.

    Raises UrlSmtpInvalide.
    """
    parties = urlsplit(url)
    try:
        port = parties.port
    except ValueError as error:
        raise UrlSmtpInvalide("le port de SMTP_URL n’est pas un nombre") from error
    if not parties.hostname:
        raise UrlSmtpInvalide("SMTP_URL ne dit pas quel est le serveur")
    tls = parties.scheme == "smtps"
    return Reglage(
        hote=parties.hostname,
        port=port or (465 if tls else 587 if parties.username else 25),
        tls=tls,
        starttls=False if tls else _starttls(parties),
        utilisateur=unquote(parties.username) if parties.username else None,
        secret=unquote(parties.password) if parties.password else None,
    )


def _starttls(parties: SplitResult) -> bool | None:
    voulu = parse_qs(parties.query).get("starttls", [""])[0]
    if voulu in ("oui", "non"):
        return voulu == "oui"
    if voulu:
        raise UrlSmtpInvalide("dans SMTP_URL, starttls vaut « oui » ou « non »")
    return True if parties.username and not _est_locale(parties.hostname or "") else None


def _est_locale(hote: str) -> bool:
    try:
        return ip_address(hote).is_loopback
    except ValueError:
        return hote == "localhost"
