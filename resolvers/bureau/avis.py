"""The avis that are asked of who is signed in: his démarches, his two lists, and each of them."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from domain import identifiants
from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Compte, Expert, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from resolvers.bureau.droit_d_expert import (
    decision_connue,
    est_a_moi,
    messagerie_ouverte,
    nom_d_instructeur,
    option,
)
from resolvers.loader import many, one
from resolvers.pages import Compte as Total
from resolvers.pages import Page, decouper, demande
from resolvers.request import Request
from resolvers.statements import AnySelect, NombreRow, Statement, among, instant


class OngletDAvis(StrEnum):
    """rules 6.7"""

    a_donner = "a_donner"
    donnes = "donnes"


EN_COURS = Dossier.state.not_in(sorted(TERMINE))
ONGLETS: dict[OngletDAvis, ColumnElement[bool]] = {
    OngletDAvis.a_donner: and_(Avis.repondu_le.is_(None), EN_COURS),
    OngletDAvis.donnes: Avis.repondu_le.is_not(None),
}


class MonAvisRow(NamedTuple):
    """`peut_repondre`: the dossier is not decided; `peut_transmettre`: nor does the démarche forbid it."""

    id: int
    dossier_id: int
    demarche_id: int
    demarche_libelle: str
    state: str
    introduction: str
    question: str | None
    question_reponse: bool | None
    reponse: str | None
    confidentiel: bool
    cree_le: str
    repondu_le: str | None
    relance_le: str | None
    demandeur: str
    peut_repondre: bool
    peut_transmettre: bool
    messagerie: bool


_instructeur, _par = aliased(Compte), aliased(Compte)
_expert_demandeur = aliased(Expert)


def demandeur() -> ColumnElement[str]:
    """Of the avis, as experts know him."""
    instructeur = nom_d_instructeur(Avis.instructeur_id, _instructeur.email)
    return case((Avis.instructeur_id.is_not(None), instructeur), else_=sql_cast(_par.email, String))


def avec_le_demandeur(lus: AnySelect) -> AnySelect:
    return (
        lus.outerjoin(Instructeur, Instructeur.id == Avis.instructeur_id)
        .outerjoin(_instructeur, _instructeur.id == Instructeur.compte_id)
        .outerjoin(_expert_demandeur, _expert_demandeur.id == Avis.expert_demandeur_id)
        .outerjoin(_par, _par.id == _expert_demandeur.compte_id)
    )


def _mes_avis() -> AnySelect:
    lus = (
        select(
            Avis.id,
            Avis.dossier_id,
            Dossier.demarche_id,
            Demarche.libelle.label("demarche_libelle"),
            Dossier.state,
            Avis.introduction,
            Avis.question,
            Avis.question_reponse,
            Avis.reponse,
            Avis.confidentiel,
            instant(Avis.cree_le),
            instant(Avis.repondu_le),
            instant(Avis.relance_le),
            demandeur().label("demandeur"),
            EN_COURS.label("peut_repondre"),
            and_(EN_COURS, option("allow_expert_review", defaut=True)).label("peut_transmettre"),
            messagerie_ouverte().label("messagerie"),
        )
        .select_from(Avis)
        .join(Dossier, Dossier.id == Avis.dossier_id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
    )
    return avec_le_demandeur(lus).where(est_a_moi())


MON_AVIS = one("mon_avis", Statement(_mes_avis().where(among(Avis.id)), MonAvisRow))


async def un_avis(request: Request, _: object, *, id: str) -> MonAvisRow | None:
    """None when it does not exist, when it is another's, and when it is his no more."""
    numero = identifiants.numero_de(id, "Avis")
    return None if numero is None else await request.load(MON_AVIS, numero)


# --- the two lists, the latest asked first ------------------------------------------------------

_demarche = bindparam("demarche", None, type_=BigInteger)
_curseur_le = bindparam("curseur_le", None, type_=DateTime(timezone=True))
_curseur_id = bindparam("curseur_id", None, type_=BigInteger)


def _liste(lus: AnySelect, onglet: OngletDAvis) -> AnySelect:
    return lus.where(ONGLETS[onglet], or_(_demarche.is_(None), Dossier.demarche_id == _demarche))


def _page(onglet: OngletDAvis) -> AnySelect:
    apres = or_(
        _curseur_le.is_(None),
        Avis.cree_le < _curseur_le,
        and_(Avis.cree_le == _curseur_le, Avis.id < _curseur_id),
    )
    lus = _liste(_mes_avis(), onglet).where(apres)
    return lus.order_by(Avis.cree_le.desc(), Avis.id.desc()).limit(
        bindparam("limite", None, type_=BigInteger)
    )


def _nombre(onglet: OngletDAvis) -> AnySelect:
    comptes = (
        select(func.count().label("nombre"))
        .select_from(Avis)
        .join(Dossier, Dossier.id == Avis.dossier_id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .where(est_a_moi())
    )
    return _liste(comptes, onglet)


_PAGES = {onglet: Statement(_page(onglet), MonAvisRow) for onglet in OngletDAvis}
_NOMBRES = {onglet: Statement(_nombre(onglet), NombreRow) for onglet in OngletDAvis}


async def mes_avis(
    request: Request,
    _: object,
    *,
    onglet: OngletDAvis,
    demarche: int | None = None,
    first: int | None = None,
    after: str | None = None,
) -> Page[MonAvisRow]:
    """Raises Refus on a cursor that is none."""
    voulue = demande(first=first, after=after, order="DESC")
    qui = {**request.viewer.parameters, "demarche": demarche}
    choisi = OngletDAvis(onglet)

    async def compter() -> int:
        [(nombre,)] = await request.snapshot.rows(_NOMBRES[choisi], qui)
        return int(nombre)

    lus = await request.snapshot.rows(_PAGES[choisi], {**qui, **voulue.parametres})
    return decouper(lus, voulue, "cree_le", Total(compter))


# --- the démarches that they are of ------------------------------------------------------------


class DemarcheDExpertRow(NamedTuple):
    """Counted as the lists are."""

    expert_id: int
    id: int
    libelle: str
    a_donner: int
    donnes: int
    messagerie: bool
    avertir_des_avis: bool
    avertir_des_messages: bool
    decision_connue: bool


DEMARCHES_DE_L_EXPERT = many(
    "demarches_de_l_expert",
    Statement(
        select(
            Avis.expert_id,
            Demarche.id,
            Demarche.libelle,
            func.count().filter(ONGLETS[OngletDAvis.a_donner]).label("a_donner"),
            func.count().filter(ONGLETS[OngletDAvis.donnes]).label("donnes"),
            messagerie_ouverte().label("messagerie"),
            ExpertDemarche.avertir_des_avis,
            ExpertDemarche.avertir_des_messages,
            decision_connue().label("decision_connue"),
        )
        .select_from(Avis)
        .join(Dossier, Dossier.id == Avis.dossier_id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .join(
            ExpertDemarche,
            and_(
                ExpertDemarche.demarche_id == Demarche.id,
                ExpertDemarche.expert_id == Avis.expert_id,
            ),
        )
        .where(among(Avis.expert_id), est_a_moi())
        .group_by(Avis.expert_id, Demarche.id, ExpertDemarche.expert_id, ExpertDemarche.demarche_id)
        .order_by(Avis.expert_id, Demarche.id),
        DemarcheDExpertRow,
    ),
)


def la_mienne(_: Any, demarches: list[DemarcheDExpertRow] | None, *, number: int) -> Any:
    return next((demarche for demarche in demarches or () if demarche.id == number), None)
