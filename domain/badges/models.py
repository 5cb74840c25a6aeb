from datetime import datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.badges.types import Portee, TypeBadge
from domain.base import Model, members
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier


class Badge(Model):
    """What one instructeur is shown on one dossier, once for each type. Hidden dossiers keep theirs, so
    that a restoration computes nothing (rules 4.8.7); `affiche_le` may be to come (rules 4.7)."""

    __tablename__ = "badges"
    __table_args__ = (
        Index(
            "badges_instructeur_idx",
            "instructeur_id",
            "dossier_id",
            postgresql_include=["type", "affiche_le"],
        ),
    )

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id), primary_key=True)
    type: Mapped[TypeBadge] = mapped_column(primary_key=True)
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    affiche_le: Mapped[datetime] = mapped_column(server_default=func.now())


OUI = text("true")
NON = text("false")


def _portee(nom: str, defaut: Portee) -> Mapped[Portee]:
    """A column; its check has its name, for several are of this type."""
    return mapped_column(
        Enum(
            Portee, name=nom, native_enum=False, create_constraint=True, length=40,
            values_callable=members,
        ),
        server_default=defaut,
    )  # fmt: skip


class Preference(Model):
    """What an instructeur wants to be told of one démarche: each badge, each mail (rules 4.8, 4.9, C.2).

    Without a row he wants what the columns have by default. Badges are columns of the name of their
    type; mails begin with `courriel_`.
    """

    __tablename__ = "preferences"
    __table_args__ = (
        CheckConstraint("dossier_depose <> 'suivis'", name="dossier_depose_sans_suivi"),
        Index(None, "demarche_id"),
    )

    instructeur_id: Mapped[int] = mapped_column(ForeignKey(Instructeur.id), primary_key=True)
    demarche_id: Mapped[int] = mapped_column(
        ForeignKey(Demarche.id, ondelete="CASCADE"), primary_key=True
    )

    dossier_depose: Mapped[Portee] = _portee("dossier_depose", Portee.tous)
    dossier_modifie: Mapped[Portee] = _portee("dossier_modifie", Portee.suivis)
    message: Mapped[Portee] = _portee("message", Portee.suivis)
    annotation_instructeur: Mapped[Portee] = _portee("annotation_instructeur", Portee.suivis)
    avis_externe: Mapped[Portee] = _portee("avis_externe", Portee.suivis)
    attente_correction: Mapped[Portee] = _portee("attente_correction", Portee.suivis)
    attente_reponse: Mapped[Portee] = _portee("attente_reponse", Portee.suivis)
    attente_avis: Mapped[Portee] = _portee("attente_avis", Portee.suivis)

    courriel_nouveau_dossier: Mapped[bool] = mapped_column(server_default=NON)
    courriel_nouveau_message: Mapped[bool] = mapped_column(server_default=NON)
    courriel_nouvel_avis: Mapped[bool] = mapped_column(server_default=NON)
    courriel_quotidien: Mapped[bool] = mapped_column(server_default=NON)
    courriel_hebdomadaire: Mapped[bool] = mapped_column(server_default=NON)
    courriel_expiration: Mapped[bool] = mapped_column(server_default=OUI)
    courriel_expire: Mapped[bool] = mapped_column(server_default=OUI)
    courriel_suppression: Mapped[bool] = mapped_column(server_default=OUI)
