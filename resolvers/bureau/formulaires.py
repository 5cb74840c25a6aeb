"""The forms of a démarche through time, and whether the caller has seen the last one (rules 1.3.6-1.3.8)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, case, func, select

from domain.demarches.models import Demarche
from domain.formulaires.changements import Changement, changements
from domain.formulaires.duree import duree_de_remplissage
from domain.formulaires.models import Revision
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.places.models import PlaceDeDemarche
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.demarches import DEMARCHE
from resolvers.descripteurs import RevisionVue
from resolvers.formulaires import FORMULAIRE, REVISIONS_DE_LA_DEMARCHE, RevisionRow, active
from resolvers.loader import many, one
from resolvers.request import Request
from resolvers.statements import Statement, among, instant


class PublieeRow(NamedTuple):
    cle: int
    id: int
    publiee_le: str
    publiee_par: str | None


class RevisionPubliee(NamedTuple):
    id: int
    publiee_le: str
    publiee_par: str | None
    changements: Sequence[Changement]


PUBLIEES = many(
    "revisions_publiees",
    Statement(
        select(
            Revision.demarche_id.label("cle"),
            Revision.id,
            instant(Revision.publiee_le),
            Revision.publiee_par,
        )
        .where(among(Revision.demarche_id), Revision.publiee_le.is_not(None))
        .order_by(Revision.demarche_id, Revision.id.desc()),
        PublieeRow,
    ),
)


class NouveauRow(NamedTuple):
    cle: int
    nouveau: bool


_moi = bindparam("mon_instructeur", None, type_=BigInteger)
_arrivee = (
    select(func.min(Affectation.cree_le))
    .join(GroupeInstructeur, GroupeInstructeur.id == Affectation.groupe_instructeur_id)
    .where(GroupeInstructeur.demarche_id == Demarche.id, Affectation.instructeur_id == _moi)
    .scalar_subquery()
)
_plus_recente = (
    select(Revision.id)
    .where(
        Revision.demarche_id == Demarche.id,
        Revision.publiee_le.is_not(None),
        case(
            (
                PlaceDeDemarche.revision_vue_id.is_not(None),
                Revision.id > PlaceDeDemarche.revision_vue_id,
            ),
            else_=Revision.publiee_le > _arrivee,
        ),
    )
    .correlate(Demarche, PlaceDeDemarche)
    .exists()
)
# Who came after it was published has met the form as it is (rules 1.3.7).
FORMULAIRE_NOUVEAU = one(
    "formulaire_nouveau",
    Statement(
        select(Demarche.id.label("cle"), _plus_recente.label("nouveau"))
        .outerjoin(
            PlaceDeDemarche,
            and_(
                PlaceDeDemarche.demarche_id == Demarche.id, PlaceDeDemarche.instructeur_id == _moi
            ),
        )
        .where(among(Demarche.id)),
        NouveauRow,
    ),
)


def est_nouveau(_: object, lu: NouveauRow | None) -> bool:
    return lu is not None and lu.nouveau


async def historique(request: Request, demarche: DemarcheDuBureauRow) -> list[RevisionPubliee]:
    """The newest first, each against the one before it. The first form is not a change, nor is the draft
    (rules 1.3.8)."""
    publiees = await request.load(PUBLIEES, demarche.id)
    formulaires = await request.load_all(FORMULAIRE, [publiee.id for publiee in publiees])
    return [
        RevisionPubliee(
            publiee.id,
            publiee.publiee_le,
            publiee.publiee_par,
            changements(formulaires[precedente.id], formulaires[publiee.id]),
        )
        for publiee, precedente in pairwise(publiees)
    ]


def formulaire_actif(_: Any, revisions: Sequence[RevisionRow]) -> RevisionVue | None:
    """As its usagers see it, and the annotations, which who instructs may know of."""
    revision = active(revisions)
    return None if revision is None else RevisionVue(revision, montre_annotations=True)


async def duree_estimee(request: Request, demarche: DemarcheDuBureauRow) -> int | None:
    """Of the form that usagers fill, unless the démarche keeps it to itself (rules 1.3.11)."""
    revision = active(await request.load(REVISIONS_DE_LA_DEMARCHE, demarche.id))
    if revision is None or not demarche.option("estimated_duration_visible"):
        return None
    return duree_de_remplissage(await request.load(FORMULAIRE, revision.id))


async def lien_public(request: Request, demarche: DemarcheDuBureauRow) -> str | None:
    trouvee = await request.load(DEMARCHE, demarche.id)
    return request.liens.commencer(trouvee.chemin) if trouvee and trouvee.chemin else None
