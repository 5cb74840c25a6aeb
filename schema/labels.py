import strawberry

from domain.labels.models import Couleur
from schema.fields import column, identifiant

LabelColor = strawberry.enum(
    Couleur, name="LabelColorEnum", description="Couleur d’un label, dans la palette de l’État."
)


@strawberry.type(description="Un label que les instructeurs posent sur les dossiers.")
class Label:
    id: strawberry.ID = identifiant("Label")
    name: str = column("Nom du label.", "nom")
    color: Couleur = column("Couleur du label.", "couleur")
