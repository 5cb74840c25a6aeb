"""Dossiers: the row that every page, link and look-up loads, with its demandeur and its usager."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from domain.comptes.models import Compte, IdentiteFranceConnect
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.messagerie.models import Correction
from resolvers.demarches import Existe
from resolvers.loader import one
from resolvers.statements import AnySelect, Statement, among, instant
from resolvers.visibilite import un_dossier_accessible


class DossierRow(NamedTuple):
    id: int
    demarche_id: int
    revision_id: int
    groupe_instructeur_id: int
    state: str
    archive: bool
    prefilled: bool
    motivation: str | None
    pour_un_tiers: bool
    mandataire_prenom: str | None
    mandataire_nom: str | None
    cree_le: str
    modifie_le: str
    depose_le: str
    en_construction_le: str
    en_instruction_le: str | None
    traite_le: str | None
    expire_le: str | None
    cache_par_usager_le: str | None
    cache_par_administration_le: str | None
    champs_modifies_le: str | None
    annotations_modifiees_le: str | None
    correction_en_attente_le: str | None
    decision_sva_svr_le: date | None
    decision_sva_svr_declenchee_le: str | None
    usager_id: int | None
    usager_email: str | None
    usager_supprime_email: str | None
    identites_france_connect: int
    pour_individu: bool
    individu_id: int | None
    civilite: str | None
    nom: str | None
    prenom: str | None
    date_de_naissance: date | None
    email: str | None
    etablissement_id: int | None


def dossiers() -> AnySelect:
    """Every column of DossierRow, without a right: the caller adds the condition that loads."""
    identites = (
        select(func.count())
        .where(IdentiteFranceConnect.compte_id == Dossier.usager_id)
        .scalar_subquery()
    )
    correction = and_(
        Correction.dossier_id == Dossier.id,
        Correction.resolue_le.is_(None),
        Dossier.state == State.en_construction,  # pending only there (rules 3.10.4)
    )
    return (
        select(
            Dossier.id,
            Dossier.demarche_id,
            Dossier.revision_id,
            Dossier.groupe_instructeur_id,
            Dossier.state,
            Dossier.archive,
            Dossier.prefilled,
            case((Dossier.state.in_(sorted(TERMINE)), Dossier.motivation)).label("motivation"),
            Dossier.pour_un_tiers,
            Dossier.mandataire_prenom,
            Dossier.mandataire_nom,
            instant(Dossier.cree_le),
            instant(Dossier.modifie_le),
            instant(Dossier.depose_le),
            instant(Dossier.en_construction_le),
            instant(Dossier.en_instruction_le),
            instant(Dossier.traite_le),
            # A dossier en instruction never expires, whatever its row remembers (api 7.3).
            instant(
                case((Dossier.state != State.en_instruction, Dossier.expire_le)).label("expire_le")
            ),
            instant(Dossier.cache_par_usager_le),
            instant(Dossier.cache_par_administration_le),
            instant(Dossier.champs_modifies_le),
            instant(Dossier.annotations_modifiees_le),
            instant(Correction.cree_le.label("correction_en_attente_le")),
            Dossier.decision_sva_svr_le,
            instant(Dossier.decision_sva_svr_declenchee_le),
            Dossier.usager_id,
            Compte.email.label("usager_email"),
            Dossier.usager_supprime_email,
            identites.label("identites_france_connect"),
            Demarche.pour_individu,
            Individu.id.label("individu_id"),
            Individu.civilite,
            Individu.nom,
            Individu.prenom,
            Individu.date_de_naissance,
            Individu.email,
            Etablissement.id.label("etablissement_id"),
        )
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .outerjoin(Compte, Compte.id == Dossier.usager_id)
        .outerjoin(Individu, Individu.dossier_id == Dossier.id)
        .outerjoin(Etablissement, Etablissement.dossier_id == Dossier.id)
        .outerjoin(Correction, correction)
    )


DOSSIER = one(
    "dossier", Statement(dossiers().where(among(Dossier.id), un_dossier_accessible()), DossierRow)
)

DOSSIER_EXISTE = one(
    "dossier_existe",
    Statement(
        select(Dossier.id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .where(
            among(Dossier.id),
            Dossier.visible_par_administration,
            Demarche.supprimee_le.is_(None),
        ),
        Existe,
    ),
)
