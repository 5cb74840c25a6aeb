"""The drafts of a démarche, which an instructeur counts and writes to, and never reads (rules 4.16.1)."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from domain.dossiers.models import Dossier
from domain.envois_groupes.destinataires import brouillon_visible
from domain.envois_groupes.models import DestinataireDEnvoi, EnvoiAuxBrouillons
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.loader import many
from resolvers.statements import Statement, among, instant
from resolvers.visibilite import de_mes_groupes


class BrouillonsRow(NamedTuple):
    """`groupe_id` and `label` are null for those that no groupe has yet."""

    cle: int
    groupe_id: int | None
    label: str | None
    mien: bool
    nombre: int


class EnvoiRow(NamedTuple):
    cle: int
    id: int
    email: str
    corps: str
    envoye_le: str
    termine_le: str | None
    envoyes: int
    echecs: int
    en_attente: int


_Groupe = aliased(GroupeInstructeur)
_mien = func.coalesce(func.bool_or(de_mes_groupes(Dossier)), False)

BROUILLONS_PAR_GROUPE = many(
    "brouillons_par_groupe",
    Statement(
        select(
            Dossier.demarche_id.label("cle"),
            Dossier.groupe_instructeur_id.label("groupe_id"),
            _Groupe.label.label("label"),
            _mien.label("mien"),
            func.count().label("nombre"),
        )
        .outerjoin(_Groupe, _Groupe.id == Dossier.groupe_instructeur_id)
        .where(among(Dossier.demarche_id), brouillon_visible())
        .group_by(Dossier.demarche_id, Dossier.groupe_instructeur_id, _Groupe.label)
        .order_by(Dossier.demarche_id, _Groupe.label.nulls_last()),
        BrouillonsRow,
    ),
)

_fait = DestinataireDEnvoi.fait_le.is_not(None)
ENVOIS_AUX_BROUILLONS = many(
    "envois_aux_brouillons",
    Statement(
        select(
            EnvoiAuxBrouillons.demarche_id.label("cle"),
            EnvoiAuxBrouillons.id,
            EnvoiAuxBrouillons.email,
            EnvoiAuxBrouillons.corps,
            instant(EnvoiAuxBrouillons.envoye_le),
            instant(EnvoiAuxBrouillons.termine_le),
            func.count(DestinataireDEnvoi.dossier_id)
            .filter(_fait, DestinataireDEnvoi.echec.is_(None))
            .label("envoyes"),
            func.count(DestinataireDEnvoi.echec).label("echecs"),
            func.count(DestinataireDEnvoi.dossier_id).filter(~_fait).label("en_attente"),
        )
        .outerjoin(DestinataireDEnvoi, DestinataireDEnvoi.envoi_id == EnvoiAuxBrouillons.id)
        .where(among(EnvoiAuxBrouillons.demarche_id))
        .group_by(EnvoiAuxBrouillons.id)
        .order_by(EnvoiAuxBrouillons.demarche_id, EnvoiAuxBrouillons.id.desc()),
        EnvoiRow,
    ),
)


class EchecRow(NamedTuple):
    cle: int
    dossier_id: int
    echec: str


# The number of a draft that was filed since says nothing that its own list does not.
ECHECS_D_ENVOI = many(
    "echecs_d_envoi",
    Statement(
        select(
            DestinataireDEnvoi.envoi_id.label("cle"),
            DestinataireDEnvoi.dossier_id,
            DestinataireDEnvoi.echec,
        )
        .where(among(DestinataireDEnvoi.envoi_id), DestinataireDEnvoi.echec.is_not(None))
        .order_by(DestinataireDEnvoi.envoi_id, DestinataireDEnvoi.dossier_id),
        EchecRow,
    ),
)
