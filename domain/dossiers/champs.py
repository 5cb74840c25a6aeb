"""The answers: one row a champ, the truth for filters, sorts and exports (ARCHITECTURE 5)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier
from domain.formulaires.types_de_champ import TypeChamp

# The streams (rules 2.1.5): the official value, the edits not submitted yet, the values replaced.
MAIN = "main"
TAMPON_USAGER = "user:buffer"
TAMPON_INSTRUCTEUR = "instructeur:buffer"
TAMPONS = (TAMPON_USAGER, TAMPON_INSTRUCTEUR)
HISTORIQUE = "history:"

# The number that an answer reads as, null when it is none: a function that the migrations make, so
# that the partial index and the filters which use it say the same words.
NOMBRE = "nombre_de(value)"

# An answer that is there, out of any repetition.
REPONDU = f"flux = '{MAIN}' AND retire_le IS NULL AND row_id IS NULL AND value IS NOT NULL"


class EtatExterne(StrEnum):
    """Where the fetching of remote data stands (rules 2.5); null is idle."""

    waiting_for_job = "waiting_for_job"
    fetching = "fetching"
    fetched = "fetched"
    external_error = "external_error"


class Champ(Model):
    """What was answered to a field. `type_champ` is the type it was written under (rules 2.1.4).

    `flux` is `main` for the official value, `user:buffer` and `instructeur:buffer` for edits not yet
    submitted, `history:<instant>` for values replaced; an annotation is never edited apart.
    `row_id` is the ULID of a repetition's row; the repetition itself has one row here per row there.
    """

    __tablename__ = "champs"
    __table_args__ = (
        UniqueConstraint(
            "dossier_id", "flux", "stable_id", "row_id",
            name="champs_dossier_flux_stable_row_key",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("flux IN ('main', 'user:buffer', 'instructeur:buffer') OR flux LIKE 'history:_%'", name="flux"),
        CheckConstraint("NOT prive OR flux NOT LIKE '%buffer'", name="annotation_sans_tampon"),
        CheckConstraint(
            "row_id IS NULL OR row_id ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'", name="row_ulid"
        ),
        Index("champs_valeur_idx", "stable_id", text("left(value, 64)"), "dossier_id"),
        Index("champs_repondus_idx", "stable_id", "dossier_id", postgresql_where=text(REPONDU)),
        Index("champs_nombre_idx", "stable_id", text(NOMBRE), "dossier_id", postgresql_where=text(f"{NOMBRE} IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    flux: Mapped[str] = mapped_column(server_default=MAIN)
    stable_id: Mapped[int]
    row_id: Mapped[str | None]
    type_champ: Mapped[TypeChamp]
    prive: Mapped[bool] = mapped_column(server_default=text("false"))
    value: Mapped[str | None]
    value_json: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    external_id: Mapped[str | None]
    data: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    etat_externe: Mapped[EtatExterne | None]
    etablissement_id: Mapped[int | None] = mapped_column(
        ForeignKey(Etablissement.id, ondelete="SET NULL")
    )
    prefilled: Mapped[bool] = mapped_column(server_default=text("false"))
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())
    modifie_par: Mapped[str | None]
    rebase_le: Mapped[datetime | None]
    retire_le: Mapped[datetime | None]


class SourceGeo(StrEnum):
    cadastre = "cadastre"
    rpg = "rpg"
    selection_utilisateur = "selection_utilisateur"


class ZoneGeo(Model):
    """A shape drawn on a carte, or a parcel picked on it."""

    __tablename__ = "zones_geo"

    id: Mapped[int] = identity()
    champ_id: Mapped[int] = mapped_column(ForeignKey(Champ.id, ondelete="CASCADE"), index=True)
    source: Mapped[SourceGeo]
    description: Mapped[str | None]
    geometry: Mapped[dict[str, Any]]
    proprietes: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
