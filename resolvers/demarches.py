"""Démarches, what anybody may know of them, and the services that answer for them."""

from typing import Any, NamedTuple

from sqlalchemy import func, select

from domain.demarches.models import Chemin, Demarche, DemarcheZone, Zone
from domain.services.models import Service
from resolvers.loader import one
from resolvers.statements import AnySelect, Statement, among, instant
from resolvers.visibilite import demarche_accessible, demarche_lisible


class DemarcheRow(NamedTuple):
    """`publique` is what the caller may see of it: all, or only its description (opendata)."""

    id: int
    libelle: str
    description: str
    etat: str
    declarative: str | None
    pour_individu: bool
    opendata: bool
    duree_conservation: int
    service_id: int | None
    lien_site_web: str | None
    lien_notice: str | None
    lien_dpo: str | None
    cadre_juridique: str | None
    tags: list[str]
    chorus: dict[str, Any]
    cree_le: str
    modifiee_le: str
    publiee_le: str | None
    fermee_le: str | None
    depubliee_le: str | None
    chemin: str | None
    zones: list[str] | None
    accessible: bool


def demarches() -> AnySelect:
    """Every column of DemarcheRow, without a right: the caller adds the condition that loads."""
    chemin = (
        select(Chemin.chemin)
        .where(Chemin.demarche_id == Demarche.id)
        .order_by(Chemin.cree_le.desc(), Chemin.chemin)
        .limit(1)
        .scalar_subquery()
    )
    zones = (
        select(func.array_agg(Zone.libelle))
        .join(DemarcheZone, DemarcheZone.zone_id == Zone.id)
        .where(DemarcheZone.demarche_id == Demarche.id)
        .scalar_subquery()
    )
    return select(
        Demarche.id,
        Demarche.libelle,
        Demarche.description,
        Demarche.etat,
        Demarche.declarative,
        Demarche.pour_individu,
        Demarche.opendata,
        Demarche.duree_conservation,
        Demarche.service_id,
        Demarche.lien_site_web,
        Demarche.lien_notice,
        Demarche.lien_dpo,
        Demarche.cadre_juridique,
        Demarche.tags,
        Demarche.chorus,
        instant(Demarche.cree_le),
        instant(Demarche.modifiee_le),
        instant(Demarche.publiee_le),
        instant(Demarche.fermee_le),
        instant(Demarche.depubliee_le),
        chemin.label("chemin"),
        zones.label("zones"),
        demarche_accessible().label("accessible"),
    ).where(Demarche.supprimee_le.is_(None))


# A deleted démarche does not exist any more, for anybody.
DEMARCHE = one(
    "demarche",
    Statement(demarches().where(among(Demarche.id), demarche_accessible()), DemarcheRow),
)

DEMARCHE_LISIBLE = one(
    "demarche_lisible",
    Statement(demarches().where(among(Demarche.id), demarche_lisible()), DemarcheRow),
)


class Existe(NamedTuple):
    id: int


# The contract's root fields tell « absent » from « not yours » (api 4.4): this says which, no more.
DEMARCHE_EXISTE = one(
    "demarche_existe",
    Statement(
        select(Demarche.id).where(among(Demarche.id), Demarche.supprimee_le.is_(None)), Existe
    ),
)


class ServiceRow(NamedTuple):
    id: int
    nom: str
    organisme: str
    type_organisme: str
    siret: str | None


SERVICE = one(
    "service",
    Statement(
        select(
            Service.id, Service.nom, Service.organisme, Service.type_organisme, Service.siret
        ).where(among(Service.id)),
        ServiceRow,
    ),
)
