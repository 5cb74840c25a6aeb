from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.comptes.models import Administrateur


class TypeOrganisme(StrEnum):
    administration_centrale = "administration_centrale"
    association = "association"
    autre = "autre"
    collectivite_territoriale = "collectivite_territoriale"
    etablissement_enseignement = "etablissement_enseignement"
    operateur_d_etat = "operateur_d_etat"
    service_deconcentre_de_l_etat = "service_deconcentre_de_l_etat"


class Service(Model):
    """The service that answers for a démarche: its name and how a person reaches it."""

    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("administrateur_id", "nom"),)

    id: Mapped[int] = identity()
    administrateur_id: Mapped[int] = mapped_column(ForeignKey(Administrateur.id))
    nom: Mapped[str]
    organisme: Mapped[str]
    type_organisme: Mapped[TypeOrganisme]
    siret: Mapped[str | None]
    email: Mapped[str | None]
    telephone: Mapped[str | None]
    horaires: Mapped[str | None]
    adresse: Mapped[str | None]
