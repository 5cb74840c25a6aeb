"""The mail server of the world: it may vanish, want nothing of ours, or say nothing; it keeps all it took."""

from contextlib import ExitStack
from email import policy
from email.parser import BytesHeaderParser
from queue import Empty, Queue
from typing import NamedTuple

from server.embedded.ports import free_ports
from tests.smtp import SILENCE, Recu, ServeurSmtp, serveur_smtp

REFUS = "451 4.3.2 revenez plus tard"


ENTETES = BytesHeaderParser(policy=policy.compat32)


class Lettre(NamedTuple):
    """Headers as they came, encoded: two that tell the same thing are equal."""

    identifiant: str
    destinataire: str
    objet: str


class Puits:
    """`url` stays the same whatever happens to the server behind it."""

    def __init__(self) -> None:
        self.port = free_ports(1)[0]
        self.recus: list[Recu] = []
        self._ouvert = ExitStack()
        self._serveur: ServeurSmtp | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def ouvrir(self) -> None:
        self._serveur = self._ouvert.enter_context(serveur_smtp(port=self.port))
        self._serveur.recus = self.recus

    def fermer(self) -> None:
        self._ouvert.close()
        self._serveur = None

    def ne_rien_vouloir(self, fois: int) -> None:
        """Refuse our next mails before hearing them: the sender's turn is not a mail's fault."""
        assert self._serveur is not None
        self._serveur.aux_expediteurs.extend([REFUS] * fois)

    def attraper(self, patience: float) -> bool:
        """Take the next mail and never answer. Whether there was one within `patience` seconds; the
        mailer then has it in its hands until it is killed."""
        assert self._serveur is not None
        serveur = self._serveur
        serveur.arrivees = Queue()
        serveur.aux_courriels.append(SILENCE)
        try:
            while serveur.aux_courriels:
                serveur.arrivees.get(timeout=patience)
        except Empty:
            serveur.aux_courriels.clear()
            return False
        return True

    def lettres(self) -> list[Lettre]:
        """What was taken whole, in order. Headers alone are read: there are thousands of them."""
        entetes = (ENTETES.parsebytes(recu.octets) for recu in self.recus)
        return [Lettre(lus["Message-ID"][1:-1], lus["To"], lus["Subject"]) for lus in entetes]
