"""One effect for one key (api 14.12): what a field did is written in its own transaction, and whoever
comes again with the key is answered with that."""

from hashlib import sha256
from typing import Any

import msgspec
from psycopg.errors import LockNotAvailable
from sqlalchemy import Select, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from domain.suites.idempotence import Demande
from domain.transactions import Transaction
from resolvers.ecriture import Cle
from resolvers.mutations.payload import Payload

# How long one who comes beside the first waits for it, before being told to come back: less than a
# statement may last.
ATTENTE = "7s"


class CleReprise(Exception):
    """The key was used for something else: nothing is done."""

    def __init__(self) -> None:
        super().__init__(
            "Cette clé d’idempotence a déjà servi à une autre demande : rien n’a été fait"
        )


class EnCours(Exception):
    """The first one with this key has not finished yet."""


class Fait(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a field left: its payload, or the error that stands in its place."""

    payload: Payload | None = None
    message: str | None = None
    code: str | None = None


def empreinte(texte: str, operation: str | None, variables: Any) -> bytes:
    return sha256(
        msgspec.json.encode([texte, operation, variables], order="deterministic")
    ).digest()


def reserver(tx: Transaction, cle: Cle) -> Demande:
    """The row of the key, held until the commit. Raises CleReprise, EnCours."""
    session = tx.session
    try:
        session.execute(text(f"SET LOCAL lock_timeout = '{ATTENTE}'"))
        session.execute(
            insert(Demande)
            .values(porteur=cle.porteur, cle=cle.cle, empreinte=cle.empreinte)
            .on_conflict_do_nothing()
        )
        demande = session.scalars(_ligne(cle).with_for_update()).one()
        session.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
    except DBAPIError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise EnCours from error
        raise
    if demande.empreinte != cle.empreinte:
        raise CleReprise
    return demande


def deja_fait(demande: Demande, champ: str) -> Fait | None:
    """What this field of the request left the first time."""
    garde = demande.resultats.get(champ)
    return None if garde is None else msgspec.convert(garde, Fait)


def retenir(demande: Demande, champ: str, fait: Fait) -> None:
    demande.resultats = {**demande.resultats, champ: msgspec.to_builtins(fait)}


def corps_garde(tx: Transaction, cle: Cle) -> bytes | None:
    """The answer already made to this key. Raises CleReprise."""
    demande = tx.session.scalars(_ligne(cle)).one_or_none()
    if demande is None:
        return None
    if demande.empreinte != cle.empreinte:
        raise CleReprise
    return demande.corps


def garder_le_corps(tx: Transaction, cle: Cle, corps: bytes) -> bytes:
    """The answer that everybody gets: this one, unless another was kept first. A request that wrote
    nothing has no row, and leaves no trace."""
    tx.session.execute(
        update(Demande)
        .where(Demande.porteur == cle.porteur, Demande.cle == cle.cle, Demande.corps.is_(None))
        .values(corps=corps)
        .execution_options(synchronize_session=False)
    )
    garde = tx.session.scalars(_ligne(cle)).one_or_none()
    return garde.corps if garde and garde.corps is not None else corps


def _ligne(cle: Cle) -> Select[Demande]:
    return select(Demande).where(Demande.porteur == cle.porteur, Demande.cle == cle.cle)
