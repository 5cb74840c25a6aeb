from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier


class Couleur(StrEnum):
    """rules 1.13.2"""

    beige_gris_galet = "beige_gris_galet"
    blue_ecume = "blue_ecume"
    brown_cafe_creme = "brown_cafe_creme"
    green_bourgeon = "green_bourgeon"
    green_emeraude = "green_emeraude"
    green_menthe = "green_menthe"
    green_tilleul_verveine = "green_tilleul_verveine"
    pink_macaron = "pink_macaron"
    purple_glycine = "purple_glycine"
    yellow_tournesol = "yellow_tournesol"


# The five labels that every new démarche is given (rules 1.13.1).
PAR_DEFAUT = (
    ("À examiner", Couleur.purple_glycine),
    ("À relancer", Couleur.green_tilleul_verveine),
    ("Complet", Couleur.green_emeraude),
    ("À signer", Couleur.blue_ecume),
    ("Urgent", Couleur.pink_macaron),
)


class Label(Model):
    __tablename__ = "labels"
    __table_args__ = (
        Index(None, "demarche_id", "position", "id"),
        CheckConstraint("char_length(nom) BETWEEN 1 AND 30", name="nom"),
    )

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    nom: Mapped[str]
    couleur: Mapped[Couleur]
    position: Mapped[int] = mapped_column(server_default=text("0"))


class DossierLabel(Model):
    __tablename__ = "dossiers_labels"
    __table_args__ = (Index(None, "label_id", "dossier_id"),)

    dossier_id: Mapped[int] = mapped_column(
        ForeignKey(Dossier.id, ondelete="CASCADE"), primary_key=True
    )
    label_id: Mapped[int] = mapped_column(
        ForeignKey(Label.id, ondelete="CASCADE"), primary_key=True
    )
