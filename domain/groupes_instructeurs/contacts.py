"""How a usager reaches the groupe that has his dossier (rules 1.11.17)."""

from datetime import datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model
from domain.groupes_instructeurs.models import GroupeInstructeur


class ContactDeGroupe(Model):
    """It takes the place of the service’s, once the démarche is routed. One for each groupe."""

    __tablename__ = "contacts_de_groupe"

    groupe_instructeur_id: Mapped[int] = mapped_column(
        ForeignKey(GroupeInstructeur.id, ondelete="CASCADE"), primary_key=True
    )
    nom: Mapped[str]
    email: Mapped[str]
    telephone: Mapped[str]
    horaires: Mapped[str]
    adresse: Mapped[str]
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())
