"""What the catalogue of a démarche is made of, loaded: its fields, its groupes, its labels, its badges."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, Text, any_, bindparam, or_, select
from sqlalchemy.dialects.postgresql import array, distinct_on
from sqlalchemy.orm import Session

from domain.badges.models import Preference
from domain.badges.types import DEFAUTS, Portee
from domain.colonnes.colonne import Colonne, Option
from domain.demarches.models import Demarche, Etat
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.bureau.catalogue import Catalogue, composer
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.labels import LABELS_DE_LA_DEMARCHE, LabelRow
from resolvers.loader import Loader, many, one
from resolvers.request import Request
from resolvers.statements import Statement, among


class ChampDeLaDemarcheRow(NamedTuple):
    cle: int
    revision_id: int
    stable_id: int
    parent_id: int | None
    position: int
    prive: bool
    type_champ: TypeChamp
    libelle: str
    description: str | None
    obligatoire: bool
    condition: Any
    options: dict[str, Any]


def _descripteurs(lignes: Sequence[ChampDeLaDemarcheRow]) -> list[Descripteur]:
    lus = [Descripteur(*ligne[1:]) for ligne in lignes]
    return [d._replace(type_champ=TypeChamp(d.type_champ)) for d in lus]


# Every field that a published form ever had, under its last definition; the draft's own while the
# démarche is in test.
DESCRIPTEURS: Loader[ChampDeLaDemarcheRow, list[Descripteur]] = Loader(
    "descripteurs_du_bureau",
    Statement(
        select(
            Revision.demarche_id.label("cle"),
            *(getattr(TypeDeChamp, nom) for nom in ChampDeLaDemarcheRow._fields[1:]),
        )
        .join(Revision, Revision.id == TypeDeChamp.revision_id)
        .join(Demarche, Demarche.id == Revision.demarche_id)
        .where(
            among(Revision.demarche_id),
            or_(Revision.publiee_le.is_not(None), Demarche.etat == Etat.brouillon),
        )
        .ext(distinct_on(Revision.demarche_id, TypeDeChamp.stable_id))
        .order_by(Revision.demarche_id, TypeDeChamp.stable_id, Revision.id.desc()),
        ChampDeLaDemarcheRow,
    ),
    _descripteurs,
)


class MonGroupeRow(NamedTuple):
    cle: int
    id: int
    label: str


MES_GROUPES = many(
    "mes_groupes_de_la_demarche",
    Statement(
        select(
            GroupeInstructeur.demarche_id.label("cle"),
            GroupeInstructeur.id,
            GroupeInstructeur.label,
        )
        .where(
            among(GroupeInstructeur.demarche_id),
            GroupeInstructeur.id == any_(bindparam("mes_groupes", None, type_=ARRAY(BigInteger))),
        )
        .order_by(GroupeInstructeur.demarche_id, GroupeInstructeur.label, GroupeInstructeur.id),
        MonGroupeRow,
    ),
)


class BadgesRegles(NamedTuple):
    """What I want of each badge that can be turned off, on one démarche; the columns are in the order
    of `DEFAUTS`."""

    cle: int
    portees: list[str]


BADGES_REGLES = one(
    "badges_regles",
    Statement(
        select(
            Preference.demarche_id.label("cle"),
            array([getattr(Preference, type_) for type_ in DEFAUTS], type_=Text).label("portees"),
        ).where(
            among(Preference.demarche_id),
            Preference.instructeur_id == bindparam("mon_instructeur", None, type_=BigInteger),
        ),
        BadgesRegles,
    ),
)


def _composer(
    demarche: DemarcheDuBureauRow,
    descripteurs: Sequence[Descripteur],
    groupes: Sequence[MonGroupeRow],
    labels: Sequence[LabelRow],
    regles: BadgesRegles | None,
) -> Catalogue:
    refuses = [
        type_
        for type_, portee in zip(DEFAUTS, regles.portees if regles else (), strict=False)
        if portee == Portee.aucun
    ]
    return composer(
        demarche,
        descripteurs,
        [Option(str(groupe.id), groupe.label) for groupe in groupes],
        [Option(str(label.id), label.nom) for label in labels],
        refuses,
    )


SOURCES: tuple[Loader[Any, Any], ...] = (
    DESCRIPTEURS,
    MES_GROUPES,
    LABELS_DE_LA_DEMARCHE,
    BADGES_REGLES,
)


async def catalogue(request: Request, demarche: DemarcheDuBureauRow) -> Catalogue:
    """Four statements, in one trip, the first time that a request needs it."""
    await request.load_together([(loader, [demarche.id]) for loader in SOURCES])
    return _composer(demarche, *(request.loaded(loader)[demarche.id] for loader in SOURCES))


def catalogue_en_session(
    session: Session, demarche: DemarcheDuBureauRow, parametres: Mapping[str, Any]
) -> Catalogue:
    """The same, for who is writing. `parametres` are the caller's, as a viewer gives them."""
    return _composer(
        demarche, *(en_session(session, loader, demarche.id, parametres) for loader in SOURCES)
    )


def en_session(
    session: Session, loader: Loader[Any, Any], cle: int, parametres: Mapping[str, Any]
) -> Any:
    """What a loader gives for one key, in the transaction of a write."""
    lignes = session.execute(loader.statement.select, {"cles": [cle], **parametres})
    make = loader.statement.make
    [valeur] = loader.share_out([make(tuple(ligne)) for ligne in lignes], [cle])
    return valeur


async def colonnes_de(request: Request, demarche: DemarcheDuBureauRow) -> list[Colonne]:
    """Those that may be shown or filtered on."""
    toutes = (await catalogue(request, demarche)).values()
    return [colonne for colonne in toutes if colonne.affichable or colonne.filtrable]
