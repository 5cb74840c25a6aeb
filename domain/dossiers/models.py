"""The dossier's own row: its state, and the dates that tell its history (rules C.5)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Administrateur, Compte
from domain.demarches.models import Demarche
from domain.dossiers.states import Action, State, after
from domain.formulaires.models import Revision
from domain.groupes_instructeurs.models import GroupeInstructeur


class RaisonSuppression(StrEnum):
    """Why a dossier left the lists, or was purged (rules 3.16.8)."""

    expired = "expired"
    instructeur_request = "instructeur_request"
    manager_request = "manager_request"
    not_modified_for_a_long_time = "not_modified_for_a_long_time"
    procedure_removed = "procedure_removed"
    user_expired = "user_expired"
    user_removed = "user_removed"
    user_request = "user_request"


# Rule 3.7, written once: lists, counts, partial indexes and the API all use this column.
VISIBLE_PAR_ADMINISTRATION = """
    state <> 'brouillon'
    AND cache_par_administration_le IS NULL
    AND cache_par_expiration_le IS NULL
    AND ((cache_par_usager_le IS NULL AND NOT apercu) OR state <> 'en_construction')
"""

# The date that orders `pendingDeletedDossiers`; null when the dossier is not in that list (api 6.2).
SUPPRESSION_EN_ATTENTE = """
    CASE state
      WHEN 'brouillon' THEN NULL
      WHEN 'en_construction' THEN coalesce(cache_par_usager_le, cache_par_administration_le)
      ELSE cache_par_administration_le
    END
"""

VISIBLES = text("visible_par_administration")
EN_ATTENTE = text("suppression_en_attente_le IS NOT NULL")
TRAITES = text("visible_par_administration AND traite_le IS NOT NULL")

# The tabs of an instructeur's lists, in the order of changes; what counters look at is in the indexes (rules 4.3).
BUREAU = {
    "en_cours": "visible_par_administration AND NOT archive AND state IN ('en_construction', 'en_instruction')",
    "tous": "visible_par_administration AND NOT archive",
    "archives": "visible_par_administration AND archive",
    "corbeille": "state <> 'brouillon' AND (cache_par_expiration_le IS NOT NULL OR (cache_par_administration_le IS NOT NULL AND state IN ('accepte', 'refuse', 'sans_suite')))",
}  # fmt: skip
A_EXPIRER = "visible_par_administration AND expire_le IS NOT NULL AND state <> 'en_instruction'"
COMPTES = ["groupe_instructeur_id", "state"]


class Dossier(Model):
    __tablename__ = "dossiers"
    __table_args__ = (
        # A dossier's form and groupe are its démarche's own, whatever the code above does.
        ForeignKeyConstraint(["revision_id", "demarche_id"], ["revisions.id", "revisions.demarche_id"]),
        ForeignKeyConstraint(
            ["groupe_instructeur_id", "demarche_id"],
            ["groupes_instructeurs.id", "groupes_instructeurs.demarche_id"],
        ),
        CheckConstraint("state = 'brouillon' OR (depose_le IS NOT NULL AND en_construction_le IS NOT NULL AND groupe_instructeur_id IS NOT NULL)", name="depose"),
        CheckConstraint("state IN ('brouillon', 'en_construction') OR en_instruction_le IS NOT NULL", name="instruit"),
        CheckConstraint("state NOT IN ('accepte', 'refuse', 'sans_suite') OR traite_le IS NOT NULL", name="traite"),
        CheckConstraint("NOT archive OR state IN ('accepte', 'refuse', 'sans_suite')", name="archive_traite"),
        CheckConstraint("cache_par_expiration_le IS NULL OR state <> 'en_instruction'", name="n_expire_pas_en_instruction"),
        CheckConstraint("pour_un_tiers = (mandataire_nom IS NOT NULL)", name="mandataire"),
        CheckConstraint("usager_id IS NULL OR usager_supprime_email IS NULL", name="usager"),
        Index("dossiers_demarche_depose_idx", "demarche_id", "depose_le", "id", postgresql_where=VISIBLES),
        Index("dossiers_demarche_modifie_idx", "demarche_id", "modifie_le", "id", postgresql_where=VISIBLES),
        Index("dossiers_demarche_state_idx", "demarche_id", "state", "depose_le", "id", postgresql_where=VISIBLES),
        Index("dossiers_groupe_depose_idx", "groupe_instructeur_id", "depose_le", "id", postgresql_where=VISIBLES),
        Index("dossiers_groupe_modifie_idx", "groupe_instructeur_id", "modifie_le", "id", postgresql_where=VISIBLES),
        Index("dossiers_groupe_state_idx", "groupe_instructeur_id", "state", "depose_le", "id", postgresql_where=VISIBLES),
        Index("dossiers_demarche_traite_idx", "demarche_id", "traite_le", "id", postgresql_where=TRAITES),
        Index("dossiers_groupe_traite_idx", "groupe_instructeur_id", "traite_le", "id", postgresql_where=TRAITES),
        Index("dossiers_demarche_en_attente_idx", "demarche_id", "suppression_en_attente_le", "id", postgresql_where=EN_ATTENTE),
        Index("dossiers_groupe_en_attente_idx", "groupe_instructeur_id", "suppression_en_attente_le", "id", postgresql_where=EN_ATTENTE),
        *(Index(f"dossiers_bureau_{nom}_idx", "demarche_id", "modifie_le", "id", postgresql_where=text(tels), postgresql_include=COMPTES) for nom, tels in BUREAU.items()),
        Index("dossiers_bureau_comptes_idx", "groupe_instructeur_id", "state", postgresql_where=text(BUREAU["tous"])),
        Index("dossiers_bureau_expirants_idx", "demarche_id", "expire_le", postgresql_where=text(A_EXPIRER), postgresql_include=COMPTES),
        Index("dossiers_expire_idx", "state", "expire_le", "id", postgresql_where=text("expire_le IS NOT NULL AND cache_par_expiration_le IS NULL")),
        Index("dossiers_revision_idx", "revision_id"),
        Index("dossiers_usager_idx", "usager_id"),
        Index("dossiers_usager_supprime_idx", "usager_supprime_email", postgresql_where=text("usager_supprime_email IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id))
    revision_id: Mapped[int]
    revision_deposee_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    groupe_instructeur_id: Mapped[int | None]
    groupe_force: Mapped[bool] = mapped_column(server_default=text("false"))
    groupe_modifie_le: Mapped[datetime | None]
    usager_id: Mapped[int | None] = mapped_column(ForeignKey(Compte.id))
    usager_supprime_email: Mapped[str | None]

    state: Mapped[State] = mapped_column(server_default=State.brouillon)
    motivation: Mapped[str | None]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())
    depose_le: Mapped[datetime | None]
    en_construction_le: Mapped[datetime | None]
    en_instruction_le: Mapped[datetime | None]
    traite_le: Mapped[datetime | None]
    expire_le: Mapped[datetime | None]
    expiration_annoncee_le: Mapped[datetime | None]
    """When people were warned of it: it ends two weeks later (rules 9.1.2)."""
    conservation_extension: Mapped[timedelta] = mapped_column(server_default=text("interval '0'"))
    declaratif_declenche_le: Mapped[datetime | None]
    decision_sva_svr_le: Mapped[date | None]
    decision_sva_svr_declenchee_le: Mapped[datetime | None]

    archive: Mapped[bool] = mapped_column(server_default=text("false"))
    archive_le: Mapped[datetime | None]
    archive_par: Mapped[str | None]
    apercu: Mapped[bool] = mapped_column(server_default=text("false"))
    cache_par_usager_le: Mapped[datetime | None]
    cache_par_administration_le: Mapped[datetime | None]
    cache_par_expiration_le: Mapped[datetime | None]
    cache_raison: Mapped[RaisonSuppression | None]

    pour_un_tiers: Mapped[bool] = mapped_column(server_default=text("false"))
    mandataire_prenom: Mapped[str | None]
    mandataire_nom: Mapped[str | None]
    prefilled: Mapped[bool] = mapped_column(server_default=text("false"))
    jeton_prefill: Mapped[str | None] = mapped_column(unique=True)
    cree_par_administrateur_id: Mapped[int | None] = mapped_column(
        ForeignKey(Administrateur.id, ondelete="SET NULL")
    )
    """Whose program made it, if one did: its drafts are his to complete, and nobody else's are."""
    dossier_parent_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers.id", ondelete="SET NULL"))  # fmt: skip

    identite_modifiee_le: Mapped[datetime | None]
    champs_modifies_le: Mapped[datetime | None]
    annotations_modifiees_le: Mapped[datetime | None]
    avis_modifies_le: Mapped[datetime | None]
    messages_modifies_le: Mapped[datetime | None]

    visible_par_administration: Mapped[bool] = mapped_column(
        Computed(VISIBLE_PAR_ADMINISTRATION, persisted=True)
    )
    suppression_en_attente_le: Mapped[datetime | None] = mapped_column(
        Computed(SUPPRESSION_EN_ATTENTE, persisted=True)
    )

    def move(self, action: Action) -> None:
        self.state = after(self.state, action)


class DossierSupprime(Model):
    """What is left of a purged dossier: enough to say that it existed, when and why it went."""

    __tablename__ = "dossiers_supprimes"
    __table_args__ = (
        Index("dossiers_supprimes_demarche_idx", "demarche_id", "supprime_le", "id"),
        Index("dossiers_supprimes_groupe_idx", "groupe_instructeur_id", "supprime_le", "id"),
    )

    id: Mapped[int] = identity()
    dossier_number: Mapped[int] = mapped_column(unique=True)
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id, ondelete="SET NULL"))
    groupe_instructeur_id: Mapped[int | None] = mapped_column(
        ForeignKey(GroupeInstructeur.id, ondelete="SET NULL")
    )
    usager_id: Mapped[int | None] = mapped_column(ForeignKey(Compte.id, ondelete="SET NULL"))
    state: Mapped[State]
    raison: Mapped[RaisonSuppression]
    supprime_le: Mapped[datetime]
    depose_le: Mapped[date | None]
