"""Giving a mail to an SMTP server, and telling apart what its answer means for us.

Headers are written by `email.message` alone: no text of ours or of anybody can add one.
"""

import re
from asyncio import WriteTransport
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Protocol, Self

import aiosmtplib

from adapters.serveur_smtp import lire_url

PATIENCE = 120.0  # seconds for each answer of the server; those who look for spam take their time


class Empeche(Exception):
    """The mail was not delivered; the message is what the server said."""


class Refuse(Empeche):
    """It never will be. `adresse`: because of its recipient, not of what it says."""

    def __init__(self, texte: str, *, adresse: bool) -> None:
        super().__init__(texte)
        self.adresse = adresse


class Reporte(Empeche):
    """Not now: the server asks to come back with it."""


class ServeurAbsent(Empeche):
    """There is no server, or it wants nothing from us: whatever the mail."""


class IssueInconnue(Empeche):
    """The server had the whole mail, and went away without a word: it may have kept it."""


@dataclass(frozen=True, kw_only=True)
class Lettre:
    """`identifiant` is the Message-ID without its angle brackets. The same letter has the same bytes."""

    identifiant: str
    expediteur: str
    destinataire: str
    objet: str
    texte: str
    html: str
    date: datetime
    repondre_a: str | None = None

    def ecrire(self) -> EmailMessage:
        """Raises Refuse for what no mail can hold."""
        destinataire = adresse_smtp(self.destinataire)
        message = EmailMessage(policy=SMTP if destinataire.username.isascii() else SMTPUTF8)
        message["To"] = destinataire
        try:
            message["From"] = self.expediteur
            # Two characters begin an encoded word: what is in a subject is what is read, nothing else.
            message["Subject"] = self.objet.replace("=?", "= ?")
            message["Date"] = self.date
            message["Message-ID"] = f"<{self.identifiant}>"
            message["Auto-Submitted"] = "auto-generated"
            message["X-Auto-Response-Suppress"] = "All"
            if self.repondre_a:
                message["Reply-To"] = adresse_smtp(self.repondre_a)
            message.set_content(_encodable(self.texte), cte="quoted-printable")
            message.add_alternative(_encodable(self.html), subtype="html", cte="quoted-printable")
        except ValueError as error:
            raise Refuse(f"courriel impossible à écrire : {error}", adresse=False) from error
        message.set_boundary(f"guichet-{self.identifiant.partition('@')[0]}")
        return message


class Courrier(Protocol):
    async def envoyer(self, lettre: Lettre) -> None:
        """Raises an Empeche."""

    async def fermer(self) -> None: ...


class CourrierSmtp:
    """A connection to one server, opened at the first letter and kept between letters."""

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        """`patience`, in seconds, is for each answer. Raises UrlSmtpInvalide."""
        self._reglage = lire_url(url)
        self._patience = patience
        self._client: aiosmtplib.SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.fermer()

    async def envoyer(self, lettre: Lettre) -> None:
        """A connection that was kept may have died since: it is then opened again, once."""
        message = lettre.ecrire()
        gardee = self._client is not None
        try:
            await self._envoyer(message)
        except ServeurAbsent:
            if not gardee:
                raise
            await self._envoyer(message)

    async def _envoyer(self, message: EmailMessage) -> None:
        client = await self._ouvert()
        try:
            async with _connexion_perdue():
                await self._presenter(client, message)
            await self._remettre(client, message.as_bytes())
        except (Refuse, Reporte):
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.rset()
            raise
        except BaseException:
            self._lacher()
            raise

    async def fermer(self) -> None:
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit()

    def _lacher(self) -> None:
        """At once: there is nothing left to say to it, and TLS would wait for its answer."""
        client, self._client = self._client, None
        if client is not None:
            transport = client.transport
            client.close()
            if isinstance(transport, WriteTransport):
                transport.abort()

    async def _ouvert(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        self._lacher()
        client = self._reglage.client()
        try:
            async with _connexion_perdue():
                await client.connect()
        except BaseException:
            client.close()
            raise
        self._client = client
        return client

    async def _presenter(self, client: aiosmtplib.SMTP, message: EmailMessage) -> None:
        """Who it is from and to. A server that refuses the former refuses us."""
        destinataire: str = message["To"].addresses[0].addr_spec
        accentuee = not destinataire.isascii()
        if accentuee and not client.supports_extension("smtputf8"):
            raise Refuse("le serveur n’écrit pas à une adresse accentuée", adresse=True)
        await client.mail(
            message["From"].addresses[0].addr_spec,
            options=["SMTPUTF8"] if accentuee else [],
            timeout=self._patience,
        )
        try:
            encodage = "utf-8" if accentuee else "ascii"
            await client.rcpt(destinataire, encoding=encodage, timeout=self._patience)
        except aiosmtplib.SMTPRecipientRefused as refus:
            raise _selon(refus.code, _dit(refus), adresse=True) from refus

    async def _remettre(self, client: aiosmtplib.SMTP, octets: bytes) -> None:
        """From here on, silence says nothing of what the server did."""
        try:
            await client.data(octets, timeout=self._patience)
        except aiosmtplib.SMTPResponseException as refus:
            if refus.code < 0:
                raise IssueInconnue(_dit(refus)) from refus
            raise _selon(refus.code, _dit(refus), adresse=False) from refus
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as panne:
            raise IssueInconnue(_dit(panne)) from panne


@asynccontextmanager
async def _connexion_perdue() -> AsyncIterator[None]:
    """Before the letter itself, whatever happens means that nothing was given."""
    try:
        yield
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as panne:
        raise ServeurAbsent(_dit(panne)) from panne


def _selon(code: int, texte: str, *, adresse: bool) -> Empeche:
    if 500 <= code < 600:
        return Refuse(texte, adresse=adresse)
    return Reporte(texte)


def _dit(panne: BaseException) -> str:
    if isinstance(panne, aiosmtplib.SMTPResponseException) and panne.code > 0:
        return f"{panne.code} {panne.message}"
    return f"{type(panne).__name__}: {panne}"


def _encodable(texte: str) -> str:
    """Lone surrogates have no bytes; a NUL ends texts for some."""
    return texte.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f\ud800-\udfff]{1,64}")
DOMAINE = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.I
)


def adresse_smtp(adresse: str) -> Address:
    """As the protocol writes it: a domain with accents has an ASCII form, what is before it has not.

    Raises Refuse for what is no address.
    """
    local, _, domaine = adresse.rpartition("@")
    try:
        domaine = domaine.encode("idna").decode("ascii")
    except UnicodeError:
        domaine = ""
    if not LOCAL.fullmatch(local) or not DOMAINE.fullmatch(domaine):
        raise Refuse("ce n’est pas une adresse", adresse=True)
    return Address(username=local, domain=domaine)
