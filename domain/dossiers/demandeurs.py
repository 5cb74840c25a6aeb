"""Who asks: a person, or an establishment known by its SIRET."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.dossiers.models import Dossier


class Civilite(StrEnum):
    """Stored as the contract writes it; the champ `civilite` keeps its own spelling, « M. »."""

    M = "M"
    Mme = "Mme"


class EtatAdministratif(StrEnum):
    Actif = "Actif"
    Ferme = "Ferme"


class Individu(Model):
    __tablename__ = "individus"

    id: Mapped[int] = identity()
    dossier_id: Mapped[int] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"), unique=True)
    civilite: Mapped[Civilite | None]
    nom: Mapped[str]
    prenom: Mapped[str]
    date_de_naissance: Mapped[date | None]
    email: Mapped[str | None]


class Etablissement(Model):
    """An establishment. Without `adresse` it is degraded: only its SIRET is known yet (rules 2.5.3).

    It belongs to a dossier as its demandeur (`dossier_id`), or to a siret champ that points at it.
    """

    __tablename__ = "etablissements"
    __table_args__ = (
        Index("etablissements_dossier_key", "dossier_id", unique=True),
        CheckConstraint("siret ~ '^[0-9]{14}$'", name="siret"),
    )

    id: Mapped[int] = identity()
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey(Dossier.id, ondelete="CASCADE"))
    siret: Mapped[str]
    siege_social: Mapped[bool | None]
    naf: Mapped[str | None]
    libelle_naf: Mapped[str | None]
    adresse: Mapped[str | None]
    adresse_detail: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    numero_voie: Mapped[str | None]
    type_voie: Mapped[str | None]
    nom_voie: Mapped[str | None]
    complement_adresse: Mapped[str | None]
    code_postal: Mapped[str | None]
    localite: Mapped[str | None]
    code_insee_localite: Mapped[str | None]

    siren: Mapped[str | None]
    raison_sociale: Mapped[str | None]
    nom_commercial: Mapped[str | None]
    capital_social: Mapped[int | None] = mapped_column(BigInteger)
    code_effectif_entreprise: Mapped[str | None]
    numero_tva_intracommunautaire: Mapped[str | None]
    forme_juridique: Mapped[str | None]
    forme_juridique_code: Mapped[str | None]
    siret_siege_social: Mapped[str | None]
    enseigne: Mapped[str | None]
    date_creation: Mapped[date | None]
    etat_administratif: Mapped[EtatAdministratif | None]
    nom: Mapped[str | None]
    prenom: Mapped[str | None]
    effectifs: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    association: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
