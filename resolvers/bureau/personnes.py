"""Who has to do with a dossier, and where it went (rules 4.12, 4.13)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from domain.comptes.models import Compte, Instructeur
from domain.dossiers.historique import ModeAffectation, Reaffectation, Suivi
from domain.dossiers.invitations import Invitation
from resolvers import profils
from resolvers.avis import AvisRow
from resolvers.bureau.dossier import SituationRow
from resolvers.dossiers import DossierRow
from resolvers.groupes_instructeurs import GroupeRow
from resolvers.loader import many
from resolvers.profils import Profil
from resolvers.statements import Statement, among, instant


class SuiviRow(NamedTuple):
    """A follow, over or not."""

    dossier_id: int
    id: int
    numero: int
    email: str
    debut_le: str
    fin_le: str | None

    @property
    def instructeur(self) -> Profil:
        return profils.instructeur(self.numero, self.email)


SUIVIS_DU_DOSSIER = many(
    "suivis_du_dossier",
    Statement(
        select(
            Suivi.dossier_id,
            Suivi.id,
            Instructeur.id.label("numero"),
            Compte.email,
            instant(Suivi.debut_le),
            instant(Suivi.fin_le),
        )
        .join(Instructeur, Instructeur.id == Suivi.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(among(Suivi.dossier_id))
        .order_by(Suivi.dossier_id, Suivi.debut_le.desc(), Suivi.id.desc()),
        SuiviRow,
    ),
)


class InvitationRow(NamedTuple):
    dossier_id: int
    email: str
    cree_le: str


INVITES_DU_DOSSIER = many(
    "invites_du_dossier",
    Statement(
        select(Invitation.dossier_id, Invitation.email, instant(Invitation.cree_le))
        .where(among(Invitation.dossier_id))
        .order_by(Invitation.dossier_id, Invitation.cree_le, Invitation.id),
        InvitationRow,
    ),
)


class ReaffectationRow(NamedTuple):
    """Labels are those of that day: groupes are renamed, and go."""

    dossier_id: int
    id: int
    le: str
    par: str | None
    groupe_label: str
    groupe_precedent_label: str | None


REAFFECTATIONS_MANUELLES = many(
    "reaffectations_manuelles",
    Statement(
        select(
            Reaffectation.dossier_id,
            Reaffectation.id,
            instant(Reaffectation.le),
            Reaffectation.par,
            Reaffectation.groupe_label,
            Reaffectation.groupe_precedent_label,
        )
        .where(among(Reaffectation.dossier_id), Reaffectation.mode == ModeAffectation.manual)
        .order_by(Reaffectation.dossier_id, Reaffectation.le.desc(), Reaffectation.id.desc()),
        ReaffectationRow,
    ),
)


def suiveurs(_: DossierRow, suivis: Sequence[SuiviRow]) -> list[SuiviRow]:
    """The latest first."""
    return [suivi for suivi in suivis if suivi.fin_le is None]


def anciens_suiveurs(_: DossierRow, suivis: Sequence[SuiviRow]) -> list[SuiviRow]:
    """Those who follow no more, each by his last follow, the latest gone first."""
    vus = {suivi.numero for suivi in suivis if suivi.fin_le is None}
    anciens: list[SuiviRow] = []
    for suivi in suivis:
        if suivi.numero not in vus:
            vus.add(suivi.numero)
            anciens.append(suivi)
    return anciens


def experts(_: DossierRow, avis: Sequence[AvisRow]) -> list[Profil]:
    """Each once, in the order in which they were first asked."""
    return list({demande.expert_id: demande.expert for demande in avis}.values())


class Archivage(NamedTuple):
    le: str | None
    par: str | None


def archivage(dossier: DossierRow, vue: SituationRow | None) -> Archivage | None:
    if not dossier.archive or vue is None:
        return None
    return Archivage(vue.archive_le, vue.archive_par)


def autres_groupes(dossier: DossierRow, groupes: Sequence[GroupeRow]) -> list[GroupeRow]:
    """Where it may go: closed ones too (rules 4.13)."""
    return [groupe for groupe in groupes if groupe.id != dossier.groupe_instructeur_id]
