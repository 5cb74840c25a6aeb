"""Revisions of a démarche, and the form of each."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from resolvers.loader import Loader, many, one
from resolvers.statements import Statement, among, instant


class RevisionRow(NamedTuple):
    cle: int
    id: int
    demarche_id: int
    cree_le: str
    publiee_le: str | None


_COLONNES = (
    Revision.id,
    Revision.demarche_id,
    instant(Revision.cree_le),
    instant(Revision.publiee_le),
)

REVISION = one(
    "revision",
    Statement(select(Revision.id.label("cle"), *_COLONNES).where(among(Revision.id)), RevisionRow),
)

# In the order of their making, the draft included (api 7.2).
REVISIONS_DE_LA_DEMARCHE = many(
    "revisions_de_la_demarche",
    Statement(
        select(Revision.demarche_id.label("cle"), *_COLONNES)
        .where(among(Revision.demarche_id))
        .order_by(Revision.demarche_id, Revision.id),
        RevisionRow,
    ),
)


def publiee(revisions: Sequence[RevisionRow]) -> RevisionRow | None:
    """The one published last."""
    publiees = [revision for revision in revisions if revision.publiee_le is not None]
    return max(publiees, key=lambda revision: revision.id) if publiees else None


def brouillon(revisions: Sequence[RevisionRow]) -> RevisionRow | None:
    return next((revision for revision in revisions if revision.publiee_le is None), None)


def active(revisions: Sequence[RevisionRow]) -> RevisionRow | None:
    """The published revision, else the draft (api 7.2)."""
    return publiee(revisions) or brouillon(revisions)


def _formulaire(lignes: Sequence[Descripteur]) -> Formulaire:
    descripteurs = [ligne._replace(type_champ=TypeChamp(ligne.type_champ)) for ligne in lignes]
    return Formulaire(lignes[0].revision_id if lignes else 0, descripteurs)


FORMULAIRE: Loader[Descripteur, Formulaire] = Loader(
    "formulaire",
    Statement(
        select(
            TypeDeChamp.revision_id,
            TypeDeChamp.stable_id,
            TypeDeChamp.parent_id,
            TypeDeChamp.position,
            TypeDeChamp.prive,
            TypeDeChamp.type_champ,
            TypeDeChamp.libelle,
            TypeDeChamp.description,
            TypeDeChamp.obligatoire,
            TypeDeChamp.condition,
            TypeDeChamp.options,
        ).where(among(TypeDeChamp.revision_id)),
        Descripteur,
    ),
    _formulaire,
)
