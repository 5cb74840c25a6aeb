"""A real SMTP server that does what a test tells it to."""

import asyncio
import ssl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from server.embedded.ports import free_ports

SILENCE = "silence"
COUPURE = "coupure"
"""To answer nothing; to take the whole mail, then go away without a word."""


@dataclass
class Recu:
    de: str
    a: list[str]
    octets: bytes
    chiffre: bool

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.octets, policy=policy.default)


@dataclass
class ServeurSmtp:
    """`aux_destinataires` and `aux_courriels` are the next answers, one a command; « 250 OK » after."""

    port: int
    recus: list[Recu] = field(default_factory=list)
    arrivees: "Queue[Recu]" = field(default_factory=Queue)
    aux_expediteurs: deque[str] = field(default_factory=deque)
    aux_destinataires: deque[str] = field(default_factory=deque)
    aux_courriels: deque[str] = field(default_factory=deque)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.aux_expediteurs:
            return self.aux_expediteurs.popleft()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.aux_destinataires:
            return self.aux_destinataires.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reponse = self.aux_courriels.popleft() if self.aux_courriels else "250 OK"
        if reponse in ("250 OK", SILENCE, COUPURE):
            assert isinstance(envelope.content, bytes)
            recu = Recu(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content,
                        session.ssl is not None)  # fmt: skip
            self.recus.append(recu)
            self.arrivees.put(recu)
        if reponse == SILENCE:
            await asyncio.Event().wait()
        if reponse == COUPURE:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return reponse


class _Controleur(Controller):
    """It leaves no connection half open behind it: the client of a broken one may have just vanished."""

    def factory(self) -> SMTP:
        protocole: SMTP = super().factory()  # type: ignore[no-untyped-call]
        self._protocoles = [*getattr(self, "_protocoles", []), protocole]
        return protocole

    def stop(self, no_assert: bool = False) -> None:
        self.loop.call_soon_threadsafe(self._couper)
        super().stop(no_assert)

    def _couper(self) -> None:
        for protocole in getattr(self, "_protocoles", []):
            for transport in (protocole.transport, protocole._original_transport):
                if isinstance(transport, asyncio.WriteTransport):
                    transport.abort()


@contextmanager
def serveur_smtp(
    *, port: int | None = None, tls: ssl.SSLContext | None = None, compte: tuple[str, str] | None = None
) -> Iterator[ServeurSmtp]:  # fmt: skip
    """Listening until the block ends. With `tls`, STARTTLS is asked for; with `compte`, AUTH is."""
    serveur = ServeurSmtp(port or free_ports(1)[0])

    def connait(_: object, __: object, ___: object, mecanisme: str, donnees: object) -> AuthResult:
        assert isinstance(donnees, LoginPassword)
        return AuthResult(
            success=(donnees.login.decode(), donnees.password.decode()) == compte, handled=False
        )

    controleur = _Controleur(
        serveur, hostname="127.0.0.1", port=serveur.port, tls_context=tls,
        require_starttls=tls is not None, auth_required=compte is not None,
        auth_require_tls=tls is not None, authenticator=connait if compte else None,
        enable_SMTPUTF8=True, ready_timeout=10,
    )  # fmt: skip
    controleur.start()
    try:
        yield serveur
    finally:
        controleur.stop()
