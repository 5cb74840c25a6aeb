"""An export: what was asked of a démarche, and what became of it (rules 8.1, 8.11, 8.12)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Administrateur, Instructeur
from domain.demarches.models import Demarche
from domain.presentations.onglets import Onglet


class Format(StrEnum):
    csv = "csv"
    xlsx = "xlsx"
    ods = "ods"
    zip = "zip"
    json = "json"


class Etat(StrEnum):
    """rules 8.1.7; one that expired is no more."""

    en_attente = "en_attente"
    en_cours = "en_cours"
    pret = "pret"
    echoue = "echoue"


class Nature(StrEnum):
    """Why it was made: asked by somebody, as the archive of a month, or by a programme."""

    demande = "demande"
    archive = "archive"
    programme = "programme"


class Periode(StrEnum):
    tout = "tout"
    trente_jours = "trente_jours"
    """Deposited in the last thirty days (rules 8.1.3)."""


A_FAIRE = text("etat IN ('en_attente', 'en_cours')")


class Export(Model):
    """`dossiers` are the numbers found when it was asked for, by date of deposit: what it holds is frozen
    there. `groupes` are the groupes that it may tell of; `entiere` when that is the whole démarche, whatever
    groupes it will have. `empreinte` says what was asked, so that it is not made twice in five minutes.

    Each try writes an object of its own (`cle_de`); `objet` is that of the try that came whole.
    """

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint("num_nonnulls(instructeur_id, administrateur_id) <= 1", name="demandeur"),
        CheckConstraint("(etat = 'pret') = (objet IS NOT NULL)", name="pret"),
        CheckConstraint("etat <> 'echoue' OR erreur IS NOT NULL", name="echoue"),
        CheckConstraint("nature <> 'archive' OR format = 'zip'", name="archive"),
        Index("exports_a_faire_idx", "pas_avant", "id", postgresql_where=A_FAIRE),
        Index("exports_demarche_idx", "demarche_id", "demande_le", "id"),
        Index("exports_empreinte_idx", "empreinte", "id"),
        Index("exports_expire_idx", "expire_le", postgresql_where=text("expire_le IS NOT NULL")),
    )

    id: Mapped[int] = identity()
    nature: Mapped[Nature] = mapped_column(server_default=Nature.demande)
    demarche_id: Mapped[int | None] = mapped_column(ForeignKey(Demarche.id, ondelete="SET NULL"))
    groupes: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    entiere: Mapped[bool] = mapped_column(server_default=text("false"))
    instructeur_id: Mapped[int | None] = mapped_column(
        ForeignKey(Instructeur.id, ondelete="SET NULL"), index=True
    )
    administrateur_id: Mapped[int | None] = mapped_column(
        ForeignKey(Administrateur.id, ondelete="SET NULL"), index=True
    )
    format: Mapped[Format]
    onglet: Mapped[Onglet | None]
    avec_archives: Mapped[bool] = mapped_column(server_default=text("false"))
    periode: Mapped[Periode] = mapped_column(server_default=Periode.tout)
    mois: Mapped[date | None]
    programme_id: Mapped[int | None] = mapped_column(
        ForeignKey("programmes_d_export.id", ondelete="SET NULL"), index=True
    )
    depuis: Mapped[datetime | None]
    jusqu_a: Mapped[datetime | None]
    """Of an incremental programme: the changes told of before, and by this one."""
    manifeste: Mapped[str | None]
    signature: Mapped[str | None]
    modele: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The template as it was when the export was asked for; null for the default layout."""
    empreinte: Mapped[str]
    dossiers: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), deferred=True)
    nombre: Mapped[int]
    nom: Mapped[str]

    etat: Mapped[Etat] = mapped_column(server_default=Etat.en_attente)
    demande_le: Mapped[datetime] = mapped_column(server_default=func.now())
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())
    commence_le: Mapped[datetime | None]
    termine_le: Mapped[datetime | None]
    expire_le: Mapped[datetime | None]
    pas_avant: Mapped[datetime] = mapped_column(server_default=func.now())
    tentatives: Mapped[int] = mapped_column(server_default=text("0"))
    faits: Mapped[int] = mapped_column(server_default=text("0"))
    """Dossiers written so far by the try under way, or by the one that ended it."""
    manquants: Mapped[int] = mapped_column(server_default=text("0"))
    """Files that a zip could not hold, and lists."""
    erreur: Mapped[str | None]
    detail: Mapped[str | None]

    cle: Mapped[str] = mapped_column(unique=True)
    objet: Mapped[str | None]
    taille: Mapped[int | None]
    md5: Mapped[str | None]

    @property
    def prefixe(self) -> str:
        """Under which all its objects are: not to be guessed."""
        return f"{PREFIXE}{self.cle}/"

    def cle_de(self, tentative: int) -> str:
        return f"{self.prefixe}{tentative}"

    def cle_du_manifeste(self, tentative: int) -> str:
        return f"{self.cle_de(tentative)}.manifeste.json"

    def cles_de(self, tentative: int) -> list[str]:
        """All that a try may have left."""
        sans = [self.cle_de(tentative)]
        return sans if self.programme_id is None else [*sans, self.cle_du_manifeste(tentative)]


PREFIXE = "exports/"

TYPES_MIME = {
    Format.csv: "text/csv",
    Format.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ods: "application/vnd.oasis.opendocument.spreadsheet",
    Format.zip: "application/zip",
    Format.json: "application/geo+json",
}
