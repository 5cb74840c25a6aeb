"""The experts of a démarche: the list that its administrateur keeps, and whom its instructeurs may ask."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, exists, func, or_, select

from domain.actes.avis import INTRODUCTION_PROPOSEE
from domain.avis.models import ExpertDemarche
from domain.comptes.models import Compte, Expert
from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.sessions.models import Connexion
from resolvers.bureau.demarche import un_groupe_est_mien
from resolvers.bureau.droit_d_expert import messagerie_ouverte, option
from resolvers.loader import many, one
from resolvers.statements import Statement, among, instant


class ReglagesRow(NamedTuple):
    """rules 1.12.1"""

    id: int
    autorises: bool
    messagerie: bool
    liste_seule: bool

    @property
    def introduction_proposee(self) -> str:
        return INTRODUCTION_PROPOSEE


_REGLAGES = (
    Demarche.id,
    option("allow_expert_review", defaut=True).label("autorises"),
    messagerie_ouverte().label("messagerie"),
    option("experts_require_administrateur_invitation", defaut=False).label("liste_seule"),
)
_administree = exists().where(
    DemarcheAdministrateur.demarche_id == Demarche.id,
    DemarcheAdministrateur.administrateur_id
    == bindparam("mon_administrateur", None, type_=BigInteger),
)

REGLAGES_DES_EXPERTS = one(
    "reglages_des_experts",
    Statement(
        select(*_REGLAGES).where(among(Demarche.id), Demarche.supprimee_le.is_(None), _administree),
        ReglagesRow,
    ),
)

REGLAGES_POUR_INSTRUIRE = one(
    "reglages_des_experts_pour_instruire",
    Statement(
        select(*_REGLAGES).where(
            among(Demarche.id), Demarche.supprimee_le.is_(None), un_groupe_est_mien()
        ),
        ReglagesRow,
    ),
)


class ExpertDeLaDemarcheRow(NamedTuple):
    demarche_id: int
    email: str
    acces_decision: bool
    revoque_le: str | None


EXPERTS_DE_LA_DEMARCHE = many(
    "experts_de_la_demarche",
    Statement(
        select(
            ExpertDemarche.demarche_id,
            Compte.email,
            ExpertDemarche.acces_decision,
            instant(ExpertDemarche.revoque_le),
        )
        .join(Demarche, Demarche.id == ExpertDemarche.demarche_id)
        .join(Expert, Expert.id == ExpertDemarche.expert_id)
        .join(Compte, Compte.id == Expert.compte_id)
        .where(among(ExpertDemarche.demarche_id), _administree)
        .order_by(ExpertDemarche.demarche_id, Compte.email),
        ExpertDeLaDemarcheRow,
    ),
)


class SuggestionRow(NamedTuple):
    demarche_id: int
    email: str


_venu = exists().where(Connexion.compte_id == Compte.id)
_nouveau = Expert.cree_le > func.now() - func.make_interval(0, 0, 0, 1)

# rules 1.12.4: those of the list, where there is one; else those who came once, or were asked a day ago.
SUGGESTIONS = many(
    "experts_suggeres",
    Statement(
        select(ExpertDemarche.demarche_id, Compte.email)
        .join(Demarche, Demarche.id == ExpertDemarche.demarche_id)
        .join(Expert, Expert.id == ExpertDemarche.expert_id)
        .join(Compte, Compte.id == Expert.compte_id)
        .where(
            among(ExpertDemarche.demarche_id),
            un_groupe_est_mien(),
            ExpertDemarche.revoque_le.is_(None),
            or_(
                option("experts_require_administrateur_invitation", defaut=False),
                _venu,
                _nouveau,
            ),
        )
        .order_by(ExpertDemarche.demarche_id, Compte.email),
        SuggestionRow,
    ),
)


def adresses(_: object, suggestions: Sequence[SuggestionRow] | None) -> list[str]:
    return [suggestion.email for suggestion in suggestions or ()]
