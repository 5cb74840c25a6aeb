"""The messagerie of a dossier for an instructeur: who wrote, who read, what he has begun to write."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, select

from domain.brouillons_de_message.models import BrouillonDeMessage
from domain.messagerie.models import AttenteReponse, Correction, Message
from resolvers.bureau.dossier import SituationRow
from resolvers.bureau.nouveautes_du_dossier import plus_tard
from resolvers.dossiers import DossierRow
from resolvers.loader import many, one
from resolvers.statements import Statement, among, instant


class MessageDuBureauRow(NamedTuple):
    """What the contract shows of a message, and what only the administration knows."""

    dossier_id: int
    id: int
    email: str
    corps: str
    cree_le: str
    supprime_le: str | None
    raison: str | None
    resolue_le: str | None
    usager_id: int | None
    instructeur_id: int | None
    expert_id: int | None
    lu_le: str | None
    attente_id: int | None
    repondu_le: str | None


MESSAGES_DU_BUREAU = many(
    "messages_du_bureau",
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
            Message.usager_id,
            Message.instructeur_id,
            Message.expert_id,
            instant(Message.lu_le),
            AttenteReponse.id.label("attente_id"),
            instant(AttenteReponse.resolue_le.label("repondu_le")),
        )
        .outerjoin(Correction, Correction.message_id == Message.id)
        .outerjoin(AttenteReponse, AttenteReponse.message_id == Message.id)
        .where(among(Message.dossier_id))
        .order_by(Message.dossier_id, Message.cree_le.desc(), Message.id.desc()),
        MessageDuBureauRow,
    ),
)


class BrouillonRow(NamedTuple):
    dossier_id: int
    corps: str
    modifie_le: str


MON_BROUILLON = one(
    "mon_brouillon",
    Statement(
        select(
            BrouillonDeMessage.dossier_id,
            BrouillonDeMessage.corps,
            instant(BrouillonDeMessage.modifie_le),
        ).where(
            and_(
                among(BrouillonDeMessage.dossier_id),
                BrouillonDeMessage.instructeur_id
                == bindparam("mon_instructeur", None, type_=BigInteger),
            )
        ),
        BrouillonRow,
    ),
)


class GenreDAuteur(StrEnum):
    """An invited person writes as the usager does; `invite` tells them apart."""

    usager = "usager"
    instructeur = "instructeur"
    expert = "expert"
    systeme = "systeme"


def genre(dossier: DossierRow, message: MessageDuBureauRow) -> GenreDAuteur:
    """The usager’s is still his once his account is gone: his address stays beside it."""
    if message.instructeur_id is not None:
        return GenreDAuteur.instructeur
    if message.expert_id is not None:
        return GenreDAuteur.expert
    if message.usager_id is not None:
        return GenreDAuteur.usager
    parti = dossier.usager_supprime_email is not None
    if parti and message.email == dossier.usager_supprime_email:
        return GenreDAuteur.usager
    return GenreDAuteur.systeme


class MessageLu(NamedTuple):
    """A message before the eyes of who asks."""

    message: MessageDuBureauRow
    genre: GenreDAuteur
    invite: bool
    le_mien: bool
    nouveau: bool

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def lu_le(self) -> str | None:
        """Only its author learns that it was read (rules 7.6)."""
        return self.message.lu_le if self.le_mien else None

    @property
    def supprimable(self) -> bool:
        return self.le_mien and self.message.supprime_le is None

    @property
    def attend_une_reponse(self) -> bool:
        return self.message.attente_id is not None and self.message.repondu_le is None


def messages(
    dossier: DossierRow, tous: Sequence[MessageDuBureauRow], vue: SituationRow | None
) -> list[MessageLu]:
    """The latest first (rules 7.2)."""
    return [_lu(dossier, message, vue) for message in tous]


def _lu(dossier: DossierRow, message: MessageDuBureauRow, vue: SituationRow | None) -> MessageLu:
    le_genre = genre(dossier, message)
    le_mien = (
        vue is not None
        and message.instructeur_id is not None
        and message.instructeur_id == vue.mon_numero
    )
    return MessageLu(
        message,
        le_genre,
        invite=message.usager_id is not None and message.usager_id != dossier.usager_id,
        le_mien=le_mien,
        nouveau=not le_mien
        and vue is not None
        and plus_tard(message.cree_le, vue.vu_messagerie_le),
    )


class Fermeture(StrEnum):
    """Why nobody can write (rules 7.3)."""

    supprime = "supprime"
    archive = "archive"
    usager_parti = "usager_parti"


def fermeture(dossier: DossierRow, vue: SituationRow | None) -> Fermeture | None:
    """None while it is open. The account’s end hides the dossier too, and is what is told of it."""
    if dossier.cache_par_administration_le or (vue and vue.cache_par_expiration_le):
        return Fermeture.supprime
    if dossier.archive:
        return Fermeture.archive
    if dossier.usager_id is None:
        return Fermeture.usager_parti
    return Fermeture.supprime if dossier.cache_par_usager_le else None
