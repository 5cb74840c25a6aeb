import strawberry

from domain.dossiers.evenements import Evenement
from resolvers import descripteurs
from resolvers.formulaires import REVISION
from schema.enums import DossierState
from schema.fields import column, identifiant, relation
from schema.formulaires import Revision
from schema.scalars import DateTime


@strawberry.type(description="Un événement de la vie d’un dossier : dépôt, passage ou décision.")
class Traitement:
    id: strawberry.ID = identifiant("Traitement")
    event: Evenement = column("Ce qui est arrivé.", "event")
    state: DossierState = column(
        "État pris par le dossier.", "state", deprecated="Utilisez le champ `event` à la place."
    )
    email_agent_traitant: str | None = column(
        "Adresse électronique de l’instructeur ; nulle pour l’usager et pour ce qui est automatique.",
        "instructeur_email",
    )
    date_traitement: DateTime = column("Date de l’événement.", "traite_le")
    motivation: str | None = column("Motivation de la décision.", "motivation")
    revision: Revision | None = relation(
        "Révision du formulaire à cette date.",
        (REVISION, "revision_id"),
        build=lambda _, revision: revision and descripteurs.RevisionVue(revision, True),
    )
