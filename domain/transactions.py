"""One use case, one transaction. The edge opens and commits it; the domain only adds to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Table, event, insert, inspect, text
from sqlalchemy.orm import Session, UOWTransaction

from domain.auteurs import Auteur
from domain.base import Model
from domain.events import Event
from domain.journal.chaine import Tete
from domain.journal.ecriture import Entree, ecrire, prendre
from domain.journal.models import Operation
from domain.signaux import CANAL as CANAL_DU_FLUX
from domain.signaux import NOMMES_MAX, Quoi, Signal
from domain.suites.models import EvenementSorti

# What the relay listens to. A notification lost costs a second, until it looks by itself.
CANAL = "outbox"

_OUTBOX: Any = EvenementSorti.__table__
_PUBLIER = insert(_OUTBOX)

# The two ends of what a transaction holds of a démarche: one trip, while the others wait.
_POSER = text(
    "WITH fil AS (UPDATE fils SET rang = CAST(:rang AS bigint), empreinte = :empreinte"
    " WHERE demarche_id = CAST(:demarche AS bigint)) "
    "UPDATE dossiers SET modifie_le = :le WHERE id = ANY(CAST(:dossiers AS bigint[]))"
    " RETURNING id, groupe_instructeur_id, state"
)

# A signal is named by its transaction and its rank in it: the same for every process that hears it.
_NOTIFIER = text(
    "SELECT pg_notify(canal, pg_current_xact_id() || '-' || rang || ' ' || signal) "
    "FROM unnest(CAST(:canaux AS text[]), CAST(:signaux AS text[]))"
    " WITH ORDINALITY AS t (canal, signal, rang)"
)


class Transaction:
    """All or nothing: the rows that a verb writes, the journal, and the events that tell about them.

    Verbs are plain functions; one that needs the number of what it has just added calls `flush`,
    so behind an `AsyncSession` verbs run inside its `run_sync`. Whoever opened the transaction calls
    `sceller`, once, just before it commits.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._entrees: list[Entree] = []
        self._touches: dict[int, set[int]] = defaultdict(set)
        self._evenements: list[dict[str, Any]] = []
        self._signaux: dict[Signal, None] = {}
        event.listen(session, "after_flush", self._retenir)

    def add(self, *rows: Model) -> None:
        self.session.add_all(rows)

    def delete(self, row: Model) -> None:
        self.session.delete(row)

    def flush(self) -> None:
        self.session.flush()

    def publish(self, happened: Event) -> None:
        """Tell what follows, if this commits: `jobs/reactions.py` lists it."""
        self._evenements.append({"nom": type(happened).__name__, "donnees": happened.donnees()})

    def journaliser(
        self,
        operation: Operation,
        *,
        demarche_id: int,
        dossier_id: int,
        auteur: Auteur,
        contenu: Mapping[str, Any] | None = None,
        at: datetime,
    ) -> None:
        """A row of the journal (rules 3.19). `contenu` is JSON, and goes with the dossier."""
        self._entrees.append(Entree(operation, demarche_id, dossier_id, auteur, contenu or {}, at))

    def modifies(self, demarche_id: int, dossiers: Iterable[int]) -> None:
        """Dossiers changed by a statement, which no object of the session tells about."""
        self._touches[demarche_id].update(dossiers)

    def signaler(self, signal: Signal) -> None:
        """Tell whoever looks live, if this commits. Dossiers that are changed are told of by themselves."""
        self._signaux[signal] = None

    @contextmanager
    def point(self) -> Iterator[None]:
        """All or nothing inside a transaction that goes on: what raises in there leaves nothing, neither
        rows nor what was to be sealed of them, and raises on."""
        entrees, evenements = list(self._entrees), list(self._evenements)
        touches = {demarche: set(numeros) for demarche, numeros in self._touches.items()}
        signaux = dict(self._signaux)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self._entrees, self._evenements, self._signaux = entrees, evenements, signaux
            self._touches = defaultdict(set, touches)
            raise

    def oublier(self) -> None:
        """What was to be sealed of writings that have been taken back, to a savepoint."""
        self._entrees.clear()
        self._touches.clear()
        self._evenements.clear()
        self._signaux.clear()

    def sceller(self) -> None:
        """Put the journal's rows in their thread, and give the dossiers changed the instant of the
        commit. Whoever reads « what changed since » then never goes past a change that is not visible
        yet: one démarche's changes become visible in the order of their `modifie_le`."""
        self.flush()
        if self._evenements:
            self.session.execute(_PUBLIER, self._evenements)
        entrees: dict[int, list[Entree]] = defaultdict(list)
        for entree in self._entrees:
            entrees[entree.demarche_id].append(entree)
        for demarche_id in sorted({*entrees, *self._touches}):  # one order for all: no deadlock
            prise = prendre(self.session, demarche_id)
            tete = ecrire(self.session, prise, entrees[demarche_id])
            self._poser(demarche_id, prise.le, tete)
        self._notifier()

    def _poser(self, demarche_id: int, le: datetime, tete: Tete) -> None:
        """The new end of a thread, and the date of its dossiers. A draft is nobody's business yet: it
        has no groupe to tell."""
        dossiers = self._touches[demarche_id]
        nomme = len(dossiers) <= NOMMES_MAX
        pose = {"demarche": demarche_id, "le": le, "dossiers": list(dossiers), **tete._asdict()}
        for dossier_id, groupe_id, state in self.session.execute(_POSER, pose):
            if state != "brouillon":
                self.signaler(
                    Signal(
                        quoi=Quoi.dossiers, demarche_id=demarche_id, groupe_id=groupe_id,
                        dossier_id=dossier_id if nomme else None,
                    )
                )  # fmt: skip

    def _notifier(self) -> None:
        signaux: list[tuple[str, str | None]] = [(CANAL, None)] if self._evenements else []
        signaux += [(CANAL_DU_FLUX, signal.ecrit()) for signal in self._signaux]
        if signaux:
            canaux, textes = zip(*signaux, strict=True)
            self.session.execute(_NOTIFIER, {"canaux": list(canaux), "signaux": list(textes)})

    def _retenir(self, session: Session, _: UOWTransaction) -> None:
        """The dossiers that this flush wrote, and whose last change it dated."""
        for objet in {*session.new, *session.dirty}:
            etat: Any = inspect(objet)
            table: Table = etat.mapper.local_table
            if table.name == "dossiers" and etat.attrs.modifie_le.history.has_changes():
                self._touches[objet.demarche_id].add(objet.id)
