"""The avis of a dossier that its expert may read: shared, his own, and those that he asked (rules 6.5)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import String, case, func
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from domain.avis.models import Avis
from domain.comptes.models import Compte, Expert, Instructeur
from domain.dossiers.models import Dossier
from domain.fichiers.models import Role
from resolvers.bureau.droit_d_expert import mon_numero, nom_d_instructeur, ouverts, se_montre
from resolvers.fichiers import FichierRow, Fichiers
from resolvers.loader import many
from resolvers.statements import Statement, instant


class AvisVuRow(NamedTuple):
    """`cle` is the avis that lets it be read; `le_mien` and `par_moi` say whose it is."""

    cle: int
    id: int
    introduction: str
    question: str | None
    question_reponse: bool | None
    reponse: str | None
    confidentiel: bool
    cree_le: str
    repondu_le: str | None
    relance_le: str | None
    revoque_le: str | None
    expert: str
    demandeur: str
    le_mien: bool
    par_moi: bool


_vu = aliased(Avis)
_expert, _demandeur = aliased(Expert), aliased(Expert)
_compte, _instructeur, _par = aliased(Compte), aliased(Compte), aliased(Compte)

AVIS_VUS_DE_L_AVIS = many(
    "avis_vus_de_l_avis",
    Statement(
        ouverts(
            Avis.id.label("cle"),
            _vu.id,
            _vu.introduction,
            _vu.question,
            _vu.question_reponse,
            _vu.reponse,
            _vu.confidentiel,
            instant(_vu.cree_le),
            instant(_vu.repondu_le),
            instant(_vu.relance_le),
            instant(_vu.revoque_le),
            _compte.email.label("expert"),
            case(
                (
                    _vu.instructeur_id.is_not(None),
                    nom_d_instructeur(_vu.instructeur_id, _instructeur.email),
                ),
                else_=sql_cast(_par.email, String),
            ).label("demandeur"),
            (_vu.expert_id == mon_numero()).label("le_mien"),
            func.coalesce(_vu.expert_demandeur_id == mon_numero(), False).label("par_moi"),
        )
        .join(_vu, _vu.dossier_id == Dossier.id)
        .join(_expert, _expert.id == _vu.expert_id)
        .join(_compte, _compte.id == _expert.compte_id)
        .outerjoin(Instructeur, Instructeur.id == _vu.instructeur_id)
        .outerjoin(_instructeur, _instructeur.id == Instructeur.compte_id)
        .outerjoin(_demandeur, _demandeur.id == _vu.expert_demandeur_id)
        .outerjoin(_par, _par.id == _demandeur.compte_id)
        .where(se_montre(_vu))
        .order_by(Avis.id, _vu.cree_le, _vu.id),
        AvisVuRow,
    ),
)


def pieces(role: Role, avis_id: int, fichiers: Fichiers) -> list[FichierRow]:
    return [f for f in fichiers if f.avis_id == avis_id and f.role == role]


def de_la_demande(avis: AvisVuRow, fichiers: Fichiers | None) -> Sequence[FichierRow]:
    return pieces(Role.introduction, avis.id, fichiers or ())


def de_la_reponse(avis: AvisVuRow, fichiers: Fichiers | None) -> Sequence[FichierRow]:
    return pieces(Role.piece, avis.id, fichiers or ())
