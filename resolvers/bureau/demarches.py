"""The démarches that an instructeur has on his desk, by tab, in his own order (rules 4.2).

A tab is where a démarche is for who asks: one that is closed is not over while dossiers of his groupes wait.
"""

from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy import cast as sql_cast

from domain.avis.models import Avis
from domain.comptes.models import Expert
from domain.demarches.models import Demarche, Etat
from domain.dossiers.models import Dossier
from domain.places.models import PlaceDeDemarche
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU, DemarcheDuBureauRow, un_groupe_est_mien
from resolvers.bureau.onglets import COMPTEURS, CompteursRow
from resolvers.bureau.pages_avant import PageAvant, entier, lire, taille
from resolvers.pages import Compte
from resolvers.request import Request
from resolvers.statements import NombreRow, Statement
from resolvers.visibilite import de_mes_groupes


class OngletDeDemarches(StrEnum):
    en_cours = "en_cours"
    en_test = "en_test"
    terminees = "terminees"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


O = OngletDeDemarches  # noqa: E741
LIBELLES = {O.en_cours: "en cours", O.en_test: "en test", O.terminees: "terminée"}


class Accueil(StrEnum):
    """Where an instructeur arrives: who has no démarche but is asked an avis goes there (rules 4.2.6)."""

    demarches = "demarches"
    avis = "avis"


class PlaceRow(NamedTuple):
    """`cle` orders the tab: the position, or the date of creation in microseconds."""

    id: int
    cle: int


class DemarchePlacee(NamedTuple):
    id: int
    cle: int
    demarche: DemarcheDuBureauRow


class NumeroRow(NamedTuple):
    id: int


class OngletCompte(NamedTuple):
    cle: str
    nombre: int

    @property
    def libelle(self) -> str:
        return O(self.cle).libelle


def _onglet() -> ColumnElement[str]:
    """rules 4.2.1"""
    reste = select(Dossier.id).where(
        Dossier.demarche_id == Demarche.id,
        de_mes_groupes(Dossier),
        Dossier.visible_par_administration,
        literal_column("dossiers.state IN ('en_construction', 'en_instruction')"),
    )
    return case(
        (Demarche.etat == Etat.brouillon, literal_column("'en_test'", Text)),
        (
            or_(Demarche.etat == Etat.publiee, reste.correlate(Demarche).exists()),
            literal_column("'en_cours'", Text),
        ),
        else_=literal_column("'terminees'", Text),
    )


_MIENNES = and_(Demarche.supprimee_le.is_(None), un_groupe_est_mien())
# Above any position: what has none is newly met, and on top (rules 4.2.2).
_EN_TETE = literal_column(str(2**62), BigInteger)
_CREATION = sql_cast(func.extract("epoch", Demarche.cree_le) * 1_000_000, BigInteger)


def _page(personnel: bool, suite: bool) -> Statement[PlaceRow]:
    cle = func.coalesce(PlaceDeDemarche.position, _EN_TETE) if personnel else _CREATION
    requete = (
        select(Demarche.id, cle.label("cle"))
        .outerjoin(
            PlaceDeDemarche,
            and_(
                PlaceDeDemarche.demarche_id == Demarche.id,
                PlaceDeDemarche.instructeur_id
                == bindparam("mon_instructeur", None, type_=BigInteger),
            ),
        )
        .where(_MIENNES, _onglet() == bindparam("onglet", None, type_=Text))
    )
    if suite:
        apres = tuple_(
            bindparam("apres_cle", None, type_=BigInteger),
            bindparam("apres_id", None, type_=BigInteger),
        )
        requete = requete.where(tuple_(cle, Demarche.id) < apres)
    limite = bindparam("limite", None, type_=BigInteger)
    return Statement(requete.order_by(cle.desc(), Demarche.id.desc()).limit(limite), PlaceRow)


_PAGES = {(p, s): _page(p, s) for p in (False, True) for s in (False, True)}
_COMBIEN = Statement(
    select(func.count().label("nombre"))
    .select_from(Demarche)
    .where(_MIENNES, _onglet() == bindparam("onglet", None, type_=Text)),
    NombreRow,
)
_rangees = select(_onglet().label("cle")).where(_MIENNES).subquery()
_ONGLETS = Statement(
    select(_rangees.c.cle, func.count().label("nombre")).group_by(_rangees.c.cle), OngletCompte
)
# The open ones first, then by the dates of what happened last (rules 4.2.5).
_ACCES_DIRECT = Statement(
    select(Demarche.id)
    .where(_MIENNES)
    .order_by(
        Demarche.fermee_le.desc().nulls_first(),
        Demarche.depubliee_le.desc().nulls_first(),
        Demarche.publiee_le.desc().nulls_first(),
        Demarche.cree_le.desc(),
        Demarche.id.desc(),
    ),
    NumeroRow,
)
_AVIS = Statement(
    select(Avis.id)
    .join(Expert, Expert.id == Avis.expert_id)
    .where(
        Expert.compte_id == bindparam("compte", None, type_=BigInteger), Avis.revoque_le.is_(None)
    )
    .limit(literal_column("1")),
    NumeroRow,
)


async def demarches(
    request: Request,
    _: object,
    *,
    onglet: str = OngletDeDemarches.en_cours,
    first: int | None = None,
    after: str | None = None,
) -> PageAvant[DemarchePlacee]:
    """100 at most. Raises Refus on a cursor of another tab."""
    liste = f"demarches.{onglet}"
    apres_cle, apres_id = lire(liste, after, entier, entier) if after else (None, None)
    voulues = taille(first)
    parametres = {
        **request.viewer.parameters,
        "onglet": onglet,
        "apres_cle": apres_cle,
        "apres_id": apres_id,
        "limite": voulues + 1,
    }
    personnel = onglet == OngletDeDemarches.en_cours
    lues = await request.snapshot.rows(_PAGES[personnel, after is not None], parametres)
    chargees = await request.load_all(DEMARCHE_DU_BUREAU, [lue.id for lue in lues])
    return PageAvant(
        [DemarchePlacee(lue.id, lue.cle, _lue(chargees[lue.id])) for lue in lues[:voulues]],
        precedente=after is not None,
        suivante=len(lues) > voulues,
        liste=liste,
        place=lambda ligne: (ligne.cle, ligne.id),
        compte=Compte(partial(_compter, request, parametres)),
    )


def _lue(demarche: DemarcheDuBureauRow | None) -> DemarcheDuBureauRow:
    """Of the same snapshot, under the same right: it is there."""
    assert demarche is not None
    return demarche


async def _compter(request: Request, parametres: dict[str, Any]) -> int:
    [trouve] = await request.snapshot.rows(_COMBIEN, parametres)
    return trouve.nombre


async def onglets(request: Request, _: object) -> list[OngletCompte]:
    """The three of them, empty ones too."""
    lus = await request.snapshot.rows(_ONGLETS, request.viewer.parameters)
    nombres = {lu.cle: lu.nombre for lu in lus}
    return [OngletCompte(onglet, nombres.get(onglet, 0)) for onglet in OngletDeDemarches]


async def acces_direct(request: Request, _: object) -> list[DemarcheDuBureauRow]:
    numeros = await _toutes(request)
    chargees = await request.load_all(DEMARCHE_DU_BUREAU, numeros)
    return [_lue(chargees[numero]) for numero in numeros]


async def synthese(request: Request, _: object) -> CompteursRow:
    """The sums over all his démarches (rules 4.2.4); where nothing expires there is nothing to add."""
    numeros = await _toutes(request)
    comptes = await request.load_all(COMPTEURS, numeros)
    lus = [compte for numero in numeros if (compte := comptes[numero]) is not None]
    return CompteursRow(
        cle=0,
        a_suivre=sum(lu.a_suivre for lu in lus),
        suivis=sum(lu.suivis for lu in lus),
        traites=sum(lu.traites for lu in lus),
        tous=sum(lu.tous for lu in lus),
        expirants=sum(lu.expirants or 0 for lu in lus),
    )


async def _toutes(request: Request) -> list[int]:
    lues = await request.snapshot.rows(_ACCES_DIRECT, request.viewer.parameters)
    return [lue.id for lue in lues]


async def accueil(request: Request, _: object) -> Accueil:
    if request.viewer.groupes:
        return Accueil.demarches
    demandes = await request.snapshot.rows(_AVIS, {"compte": request.viewer.compte_id})
    return Accueil.avis if demandes else Accueil.demarches
