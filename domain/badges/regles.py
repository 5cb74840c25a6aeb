"""The rules of badges, as tables: what makes and unmakes each, what must hold for it, when it is shown
(rules 4.7, 4.8). `pose.py` applies them."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, or_

from domain.avis.models import Avis
from domain.badges.models import Badge, Preference
from domain.badges.types import DEFAUTS, NON_REGLABLES, Portee, TypeBadge
from domain.comptes.models import Compte
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.messagerie.models import AttenteReponse, Correction, Message

T = TypeBadge

# How long a deposit may wait before anybody is reminded of it (rules 4.7).
PATIENCE = timedelta(days=7)

# The last days of a dossier, before it expires as before it is purged (rules 4.7.1, 9.4).
FENETRE = timedelta(days=14)


class Fait(StrEnum):
    """What happens to a dossier, as far as badges are concerned."""

    depose = "depose"
    redepose = "redepose"
    identite_modifiee = "identite_modifiee"
    message_ecrit = "message_ecrit"
    annotation_modifiee = "annotation_modifiee"
    avis_demande = "avis_demande"
    avis_rendu = "avis_rendu"
    avis_retire = "avis_retire"
    correction_demandee = "correction_demandee"
    correction_resolue = "correction_resolue"
    reponse_attendue = "reponse_attendue"
    reponse_recue = "reponse_recue"
    suivi = "suivi"
    instruit = "instruit"
    reinstruit = "reinstruit"
    decide = "decide"
    prolonge = "prolonge"
    expire_bientot = "expire_bientot"
    expire = "expire"
    jete_des_deux_cotes = "jete_des_deux_cotes"
    restaure = "restaure"


class Effet(NamedTuple):
    """`cree` for those who want it; `retire` to everybody; `revoit` to everybody too, unless what made
    it still holds."""

    cree: TypeBadge | None = None
    retire: frozenset[TypeBadge] = frozenset()
    revoit: TypeBadge | None = None


def _retire(*types: TypeBadge) -> frozenset[TypeBadge]:
    return frozenset(types)


EFFETS: dict[Fait, Effet] = {
    Fait.depose: Effet(cree=T.dossier_depose),
    Fait.redepose: Effet(cree=T.dossier_modifie),
    Fait.identite_modifiee: Effet(cree=T.dossier_modifie),
    Fait.message_ecrit: Effet(cree=T.message),
    Fait.annotation_modifiee: Effet(cree=T.annotation_instructeur),
    Fait.avis_demande: Effet(cree=T.attente_avis),
    Fait.avis_rendu: Effet(cree=T.avis_externe, revoit=T.attente_avis),
    Fait.avis_retire: Effet(revoit=T.attente_avis),
    Fait.correction_demandee: Effet(cree=T.attente_correction),
    Fait.correction_resolue: Effet(retire=_retire(T.attente_correction)),
    Fait.reponse_attendue: Effet(cree=T.attente_reponse),
    Fait.reponse_recue: Effet(retire=_retire(T.attente_reponse)),
    Fait.suivi: Effet(retire=_retire(T.dossier_depose)),
    Fait.instruit: Effet(retire=_retire(T.dossier_depose, T.dossier_expirant)),
    Fait.reinstruit: Effet(retire=_retire(T.dossier_expirant)),
    Fait.decide: Effet(retire=_retire(T.attente_avis)),
    Fait.prolonge: Effet(retire=_retire(T.dossier_expirant, T.dossier_suppression)),
    Fait.expire_bientot: Effet(cree=T.dossier_expirant),
    Fait.expire: Effet(cree=T.dossier_suppression, retire=_retire(T.dossier_expirant)),
    Fait.jete_des_deux_cotes: Effet(cree=T.dossier_suppression),
    Fait.restaure: Effet(retire=_retire(T.dossier_suppression)),
}


class Volet(StrEnum):
    """The tabs of a dossier whose opening is a reading."""

    demande = "demande"
    annotations = "annotations"
    avis = "avis"
    messagerie = "messagerie"


# What is read in each tab, which is also where its red dot is (rules 4.7.4).
LECTURES: dict[Volet, TypeBadge] = {
    Volet.demande: T.dossier_modifie,
    Volet.annotations: T.annotation_instructeur,
    Volet.avis: T.avis_externe,
    Volet.messagerie: T.message,
}
VOLETS: dict[TypeBadge, Volet] = {badge: volet for volet, badge in LECTURES.items()}


# --- what must hold, for a badge to be made without its fact (rules 4.8.3) ---------------------------


def _du_dossier(modele: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(modele.dossier_id == Dossier.id, *conditions).correlate(Dossier, Compte)


def _annotation_d_un_autre() -> ColumnElement[bool]:
    """A date tells that they changed; by whom is beside each value. Nobody's, it is another's."""
    ecrite = and_(Champ.prive, Champ.flux == MAIN)
    mienne = _du_dossier(Champ, ecrite, Champ.modifie_par == Compte.email)
    d_un_autre = _du_dossier(Champ, ecrite, Champ.modifie_par != Compte.email)
    return and_(Dossier.annotations_modifiees_le.is_not(None), or_(not_(mienne), d_un_autre))


# On the rows of `dossiers`, for the instructeur whose account is the row of `comptes`.
CONDITIONS: dict[TypeBadge, ColumnElement[bool]] = {
    T.dossier_depose: and_(
        Dossier.state == State.en_construction,
        not_(exists().where(Suivi.dossier_id == Dossier.id, Suivi.fin_le.is_(None)).correlate(Dossier)),
    ),
    T.dossier_expirant: and_(
        Dossier.state.in_(sorted({State.en_construction, *TERMINE})),
        Dossier.cache_par_expiration_le.is_(None),
        Dossier.expire_le <= func.now() + literal(FENETRE),
    ),
    T.dossier_suppression: or_(
        Dossier.cache_par_expiration_le.is_not(None),
        and_(
            Dossier.cache_par_usager_le.is_not(None),
            Dossier.cache_par_administration_le.is_not(None),
        ),
    ),
    T.dossier_modifie: or_(
        Dossier.champs_modifies_le > Dossier.depose_le,
        Dossier.identite_modifiee_le > Dossier.depose_le,
    ),
    T.message: _du_dossier(
        Message,
        Message.supprime_le.is_(None),
        func.num_nonnulls(Message.usager_id, Message.instructeur_id, Message.expert_id) == 1,
        Message.email != Compte.email,
    ),
    T.annotation_instructeur: _annotation_d_un_autre(),
    T.avis_externe: _du_dossier(Avis, Avis.repondu_le.is_not(None)),
    T.attente_correction: _du_dossier(Correction, Correction.resolue_le.is_(None)),
    T.attente_reponse: _du_dossier(AttenteReponse, AttenteReponse.resolue_le.is_(None)),
    T.attente_avis: and_(
        Dossier.state.not_in(sorted(TERMINE)),
        _du_dossier(Avis, Avis.repondu_le.is_(None), Avis.revoque_le.is_(None)),
    ),
}  # fmt: skip


# --- for whom, and when ------------------------------------------------------------------------------


def portee(badge: TypeBadge) -> ColumnElement[Any]:
    """How much of it is wanted by the instructeur of the row of `preferences`, if there is one."""
    colonne = getattr(Preference, badge)
    return func.coalesce(colonne, literal(DEFAUTS[badge], colonne.type))


def est_voulu(badge: TypeBadge) -> ColumnElement[bool]:
    """On a dossier that the instructeur follows when there is a row of `suivis` (rules 4.8.2)."""
    if badge in NON_REGLABLES:
        return literal(True)
    suivi = and_(portee(badge) == Portee.suivis, Suivi.id.is_not(None))
    return or_(portee(badge) == Portee.tous, suivi)


def est_voulu_des_suivis(badge: TypeBadge) -> ColumnElement[bool]:
    """Which coming to follow gives: what is wanted of all, he had before, and has perhaps read."""
    return portee(badge) == Portee.suivis


def est_voulu_de_tous(badge: TypeBadge) -> ColumnElement[bool]:
    """Which coming into a groupe gives, before anything is followed (rules 4.8.6)."""
    return literal(True) if badge in NON_REGLABLES else portee(badge) == Portee.tous


def affiche_le(badge: TypeBadge) -> ColumnElement[Any]:
    return Dossier.depose_le + literal(PATIENCE) if badge is T.dossier_depose else func.now()


def s_affiche() -> ColumnElement[bool]:
    """Which of the badges kept are shown: an archived dossier tells only that it expires, a hidden one
    that it is about to go (rules 4.7.2). `badges` and `dossiers` are joined."""
    jete = or_(
        Dossier.cache_par_expiration_le.is_not(None),
        Dossier.cache_par_administration_le.is_not(None),
    )
    return and_(
        Badge.affiche_le <= func.now(),
        case(
            (jete, Badge.type == T.dossier_suppression),
            (not_(Dossier.visible_par_administration), literal(False)),
            (Dossier.archive, Badge.type == T.dossier_expirant),
            else_=literal(True),
        ),
    )
