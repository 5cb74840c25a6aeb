from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from domain.avis.models import Avis
from domain.comptes.models import Compte, Expert, Instructeur
from resolvers import profils
from resolvers.fichiers import FichierRow, Fichiers
from resolvers.loader import many
from resolvers.profils import Profil
from resolvers.statements import Statement, among, instant


class AvisRow(NamedTuple):
    dossier_id: int
    id: int
    introduction: str
    question: str | None
    question_reponse: bool | None
    reponse: str | None
    confidentiel: bool
    cree_le: str
    repondu_le: str | None
    revoque_le: str | None
    expert_id: int
    expert_email: str
    instructeur_id: int | None
    instructeur_email: str | None
    expert_demandeur_id: int | None
    expert_demandeur_email: str | None
    relance_le: str | None

    @property
    def expert(self) -> Profil:
        return profils.expert(self.expert_id, self.expert_email)

    @property
    def demandeur(self) -> Profil:
        """Who asked: an instructeur, or an expert who forwards the question."""
        if self.instructeur_id is not None:
            return profils.instructeur(self.instructeur_id, self.instructeur_email or "")
        return profils.expert(self.expert_demandeur_id or 0, self.expert_demandeur_email or "")


_expert, _demandeur = aliased(Compte), aliased(Compte)
_expert_demandeur, _compte_demandeur = aliased(Expert), aliased(Compte)

# By creation, confidential and revoked ones included: the administration sees them all (api 7.3).
AVIS_DU_DOSSIER = many(
    "avis_du_dossier",
    Statement(
        select(
            Avis.dossier_id,
            Avis.id,
            Avis.introduction,
            Avis.question,
            Avis.question_reponse,
            Avis.reponse,
            Avis.confidentiel,
            instant(Avis.cree_le),
            instant(Avis.repondu_le),
            instant(Avis.revoque_le),
            Avis.expert_id,
            _expert.email.label("expert_email"),
            Avis.instructeur_id,
            _demandeur.email.label("instructeur_email"),
            Avis.expert_demandeur_id,
            _compte_demandeur.email.label("expert_demandeur_email"),
            instant(Avis.relance_le),
        )
        .join(Expert, Expert.id == Avis.expert_id)
        .join(_expert, _expert.id == Expert.compte_id)
        .outerjoin(Instructeur, Instructeur.id == Avis.instructeur_id)
        .outerjoin(_demandeur, _demandeur.id == Instructeur.compte_id)
        .outerjoin(_expert_demandeur, _expert_demandeur.id == Avis.expert_demandeur_id)
        .outerjoin(_compte_demandeur, _compte_demandeur.id == _expert_demandeur.compte_id)
        .where(among(Avis.dossier_id))
        .order_by(Avis.dossier_id, Avis.cree_le, Avis.id),
        AvisRow,
    ),
)


def pieces(avis: AvisRow, fichiers: Fichiers) -> list[FichierRow]:
    return [f for f in fichiers if f.avis_id == avis.id]
