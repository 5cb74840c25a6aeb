"""Meetings of a dossier, each with its history (rules 4.15)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from domain.comptes.models import Compte, Instructeur
from domain.rendez_vous.models import EtapeDeRendezVous, RendezVous
from resolvers.loader import many
from resolvers.statements import Statement, among, instant


class RendezVousRow(NamedTuple):
    dossier_id: int
    id: int
    statut: str
    debut_le: str | None
    lieu: str
    precisions: str
    lien: str | None
    cree_le: str
    propose_par: str


class EtapeRow(NamedTuple):
    dossier_id: int
    rendez_vous_id: int
    le: str
    par: str | None
    statut: str
    debut_le: str | None
    lieu: str
    precisions: str


RENDEZ_VOUS_DU_DOSSIER = many(
    "rendez_vous_du_dossier",
    Statement(
        select(
            RendezVous.dossier_id,
            RendezVous.id,
            RendezVous.statut,
            instant(RendezVous.debut_le),
            RendezVous.lieu,
            RendezVous.precisions,
            RendezVous.lien,
            instant(RendezVous.cree_le),
            Compte.email.label("propose_par"),
        )
        .join(Instructeur, Instructeur.id == RendezVous.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(among(RendezVous.dossier_id))
        .order_by(RendezVous.dossier_id, RendezVous.cree_le.desc(), RendezVous.id.desc()),
        RendezVousRow,
    ),
)

ETAPES_DES_RENDEZ_VOUS = many(
    "etapes_des_rendez_vous",
    Statement(
        select(
            RendezVous.dossier_id,
            EtapeDeRendezVous.rendez_vous_id,
            instant(EtapeDeRendezVous.le),
            EtapeDeRendezVous.par,
            EtapeDeRendezVous.statut,
            instant(EtapeDeRendezVous.debut_le),
            EtapeDeRendezVous.lieu,
            EtapeDeRendezVous.precisions,
        )
        .join(RendezVous, RendezVous.id == EtapeDeRendezVous.rendez_vous_id)
        .where(among(RendezVous.dossier_id))
        .order_by(RendezVous.dossier_id, EtapeDeRendezVous.le, EtapeDeRendezVous.id),
        EtapeRow,
    ),
)


def etapes(rendez_vous: RendezVousRow, toutes: Sequence[EtapeRow]) -> list[EtapeRow]:
    """The first one first."""
    return [etape for etape in toutes if etape.rendez_vous_id == rendez_vous.id]
