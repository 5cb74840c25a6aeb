from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.auteurs import Genre
from domain.avis.models import Avis
from domain.base import Model, identity
from domain.demarches.models import Demarche
from domain.dossiers.champs import Champ
from domain.dossiers.models import Dossier
from domain.messagerie.models import Message


class Analyse(StrEnum):
    """What the antivirus said; without an antivirus a file stays `pending`, never « safe »."""

    pending = "pending"
    safe = "safe"
    infected = "infected"
    integrity_error = "integrity_error"


class Role(StrEnum):
    """What a file is to the row that holds it. Of an avis, `introduction` goes with the question, and
    `piece` with the answer."""

    piece = "piece"
    introduction = "introduction"
    justificatif = "justificatif"
    attestation = "attestation"
    logo = "logo"
    notice = "notice"
    deliberation = "deliberation"
    modele = "modele"


HORS_DOSSIER = "dossier_id, demarche_id, revision_id"
DANS_LE_DOSSIER = "champ_id, message_id, avis_id"


class Fichier(Model):
    """A file: its bytes are an S3 object (`cle`), its facts are here. `md5` is Base64, as the API says.

    Whatever holds it inside a dossier, `dossier_id` is set too: a dossier's files are loaded, moved
    and purged together. Without any owner it is an orphan: what held it has been deleted.
    """

    __tablename__ = "fichiers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["revision_id", "stable_id"],
            ["types_de_champ.revision_id", "types_de_champ.stable_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(f"num_nonnulls({HORS_DOSSIER}) <= 1", name="un_proprietaire"),
        CheckConstraint(f"num_nonnulls({DANS_LE_DOSSIER}) <= 1", name="une_place"),
        CheckConstraint("taille >= 0", name="taille"),
        Index("fichiers_champ_idx", "champ_id", postgresql_where="champ_id IS NOT NULL"),
        Index("fichiers_message_idx", "message_id", postgresql_where="message_id IS NOT NULL"),
        Index("fichiers_avis_idx", "avis_id", postgresql_where="avis_id IS NOT NULL"),
        Index("fichiers_dossier_idx", "dossier_id", postgresql_where="dossier_id IS NOT NULL"),
        Index("fichiers_demarche_idx", "demarche_id", postgresql_where="demarche_id IS NOT NULL"),
        Index("fichiers_modele_idx", "revision_id", "stable_id", postgresql_where="revision_id IS NOT NULL"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    cle: Mapped[str] = mapped_column(unique=True)
    nom: Mapped[str]
    type_mime: Mapped[str]
    taille: Mapped[int]
    md5: Mapped[str]
    analyse: Mapped[Analyse] = mapped_column(server_default=Analyse.pending)
    role: Mapped[Role] = mapped_column(server_default=Role.piece)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())

    champ_id: Mapped[int | None] = mapped_column(ForeignKey(Champ.id, ondelete="SET NULL"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey(Message.id, ondelete="SET NULL"))
    avis_id: Mapped[int | None] = mapped_column(ForeignKey(Avis.id, ondelete="SET NULL"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey(Dossier.id, ondelete="SET NULL"))
    demarche_id: Mapped[int | None] = mapped_column(ForeignKey(Demarche.id, ondelete="SET NULL"))
    revision_id: Mapped[int | None]
    stable_id: Mapped[int | None]


class Televersement(Model):
    """A file announced, that nothing holds yet (api 10.19): what was promised of it.

    Each try at sending it writes an object of its own, named by its number (`cle_de`): two that
    run together cannot mix, nor one replace bytes that were checked. `essai_retenu` is the try that
    came whole; it becomes the file's. The others, and all of them if nothing takes it, are swept.
    """

    __tablename__ = "televersements"
    __table_args__ = (
        CheckConstraint("taille >= 0", name="taille"),
        CheckConstraint("essai_retenu BETWEEN 1 AND essais", name="essai_retenu"),
        CheckConstraint("(recu_le IS NULL) = (essai_retenu IS NULL)", name="recu"),
        CheckConstraint("attache_le IS NULL OR recu_le IS NOT NULL", name="attache"),
        Index("televersements_annonce_idx", "annonce_le"),
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int | None] = mapped_column(ForeignKey(Demarche.id, ondelete="SET NULL"))
    auteur_genre: Mapped[Genre]
    auteur_id: Mapped[int | None]
    auteur_jeton: Mapped[str | None]
    cle: Mapped[str] = mapped_column(unique=True)
    nom: Mapped[str]
    type_mime: Mapped[str]
    taille: Mapped[int]
    md5: Mapped[str]
    essais: Mapped[int] = mapped_column(server_default=text("0"))
    essai_retenu: Mapped[int | None]
    annonce_le: Mapped[datetime]
    recu_le: Mapped[datetime | None]
    attache_le: Mapped[datetime | None]

    def cle_de(self, essai: int) -> str:
        return f"{self.cle}-{essai}"


class ObjetAEffacer(Model):
    """An object of the store that no row names any more. It is written with the deletion of the row
    that named it, and deleted once the object is: bytes are never lost sight of."""

    __tablename__ = "objets_a_effacer"

    cle: Mapped[str] = mapped_column(primary_key=True)
    depuis: Mapped[datetime]
