"""What an instructeur chose for the lists of a démarche, read."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, bindparam, select

from domain.presentations.choix import en_vigueur
from domain.presentations.models import Presentation
from domain.presentations.onglets import Onglet, onglets
from domain.presentations.reglages import Filtre, Reglages, Tri, lire
from resolvers.bureau.catalogue import Catalogue
from resolvers.bureau.colonnes import catalogue
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.loader import one
from resolvers.request import Request
from resolvers.statements import Statement, among


class PresentationRow(NamedTuple):
    cle: int
    colonnes: list[Any]
    tri_colonne: str
    tri_sens: str
    filtres: dict[str, Any]
    filtres_deplies: bool

    def reglages(self) -> Reglages:
        return lire(*self[1:])


PRESENTATION = one(
    "presentation_du_bureau",
    Statement(
        select(
            Presentation.demarche_id.label("cle"),
            Presentation.colonnes,
            Presentation.tri_colonne,
            Presentation.tri_sens,
            Presentation.filtres,
            Presentation.filtres_deplies,
        ).where(
            among(Presentation.demarche_id),
            Presentation.instructeur_id == bindparam("mon_instructeur", None, type_=BigInteger),
        ),
        PresentationRow,
    ),
)


class FiltresDOnglet(NamedTuple):
    onglet: Onglet
    filtres: Sequence[Filtre]


class PresentationVue(NamedTuple):
    """`reinitialisee`: what was kept named a column that is gone, and the defaults are shown."""

    demarche: DemarcheDuBureauRow
    catalogue: Catalogue
    reglages: Reglages
    reinitialisee: bool

    @property
    def colonnes(self) -> list[Any]:
        return [self.catalogue[id] for id in self.reglages.colonnes]

    @property
    def tri(self) -> Tri:
        return self.reglages.tri

    @property
    def filtres_deplies(self) -> bool:
        return self.reglages.filtres_deplies

    @property
    def filtres(self) -> list[FiltresDOnglet]:
        presents = onglets(expire_terminee=self.demarche.expire_terminee)
        return [FiltresDOnglet(onglet, self.reglages.filtres[onglet]) for onglet in presents]


async def presentation(request: Request, demarche: DemarcheDuBureauRow) -> PresentationVue:
    colonnes = await catalogue(request, demarche)
    gardee: PresentationRow | None = await request.load(PRESENTATION, demarche.id)
    reglages, reinitialisee = en_vigueur(gardee.reglages() if gardee else None, colonnes)
    return PresentationVue(demarche, colonnes, reglages, reinitialisee)
