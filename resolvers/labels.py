from typing import NamedTuple

from sqlalchemy import select

from domain.labels.models import DossierLabel, Label
from resolvers.loader import many
from resolvers.statements import Statement, among


class LabelRow(NamedTuple):
    cle: int
    id: int
    nom: str
    couleur: str


_ORDRE = (Label.position, Label.id)

LABELS_DE_LA_DEMARCHE = many(
    "labels_de_la_demarche",
    Statement(
        select(Label.demarche_id.label("cle"), Label.id, Label.nom, Label.couleur)
        .where(among(Label.demarche_id))
        .order_by(Label.demarche_id, *_ORDRE),
        LabelRow,
    ),
)

LABELS_DU_DOSSIER = many(
    "labels_du_dossier",
    Statement(
        select(DossierLabel.dossier_id.label("cle"), Label.id, Label.nom, Label.couleur)
        .join(Label, Label.id == DossierLabel.label_id)
        .where(among(DossierLabel.dossier_id))
        .order_by(DossierLabel.dossier_id, *_ORDRE),
        LabelRow,
    ),
)
