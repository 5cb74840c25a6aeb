"""What happened to a dossier, told by its traitements."""

from typing import NamedTuple

from sqlalchemy import func, select

from domain.dossiers.evenements import Evenement, evenement
from domain.dossiers.historique import Traitement
from resolvers.loader import many
from resolvers.statements import Statement, among, instant


class TraitementRow(NamedTuple):
    dossier_id: int
    id: int
    revision_id: int | None
    state: str
    precedent: str | None
    traite_le: str
    instructeur_email: str | None
    motivation: str | None

    @property
    def event(self) -> Evenement:
        return evenement(
            self.state, precedent=self.precedent, par_instructeur=self.instructeur_email is not None
        )


TRAITEMENTS_DU_DOSSIER = many(
    "traitements_du_dossier",
    Statement(
        select(
            Traitement.dossier_id,
            Traitement.id,
            Traitement.revision_id,
            Traitement.state,
            func.lag(Traitement.state)
            .over(
                partition_by=Traitement.dossier_id,
                order_by=(Traitement.traite_le, Traitement.id),
            )
            .label("precedent"),
            instant(Traitement.traite_le),
            Traitement.instructeur_email,
            Traitement.motivation,
        )
        .where(among(Traitement.dossier_id))
        .order_by(Traitement.dossier_id, Traitement.traite_le, Traitement.id),
        TraitementRow,
    ),
)
