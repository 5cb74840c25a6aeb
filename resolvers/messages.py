from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from domain import identifiants
from domain.messagerie.models import Correction, Message
from resolvers.fichiers import FichierRow, Fichiers
from resolvers.loader import many
from resolvers.statements import Statement, among, instant


class MessageRow(NamedTuple):
    """A message with the correction that it asks for. Discarded ones stay, emptied (api 7.3)."""

    dossier_id: int
    id: int
    email: str
    corps: str
    cree_le: str
    supprime_le: str | None
    raison: str | None
    resolue_le: str | None


class CorrectionRow(NamedTuple):
    raison: str
    resolue_le: str | None


MESSAGES_DU_DOSSIER = many(
    "messages_du_dossier",
    Statement(
        select(
            Message.dossier_id,
            Message.id,
            Message.email,
            Message.corps,
            instant(Message.cree_le),
            instant(Message.supprime_le),
            Correction.raison,
            instant(Correction.resolue_le),
        )
        .outerjoin(Correction, Correction.message_id == Message.id)
        .where(among(Message.dossier_id))
        .order_by(Message.dossier_id, Message.cree_le, Message.id),
        MessageRow,
    ),
)


def correction(message: MessageRow) -> CorrectionRow | None:
    return CorrectionRow(message.raison, message.resolue_le) if message.raison else None


def pieces(message: MessageRow, fichiers: Fichiers) -> list[FichierRow]:
    return [f for f in fichiers if f.message_id == message.id]


def d_id(_: Any, lignes: Sequence[Any] | None, id: str | None = None) -> Sequence[Any]:
    """The rows whose key is in `id`; none for an id of nothing; all without it (api 5.4)."""
    if id is None:
        return lignes or ()
    cle = identifiants.cle_de(id)
    return [ligne for ligne in lignes or () if str(ligne.id) == cle]
