"""The shapes of a dossier's cartes, as the GeoJSON file lists them."""

from collections.abc import Iterator
from typing import Any

from domain.formulaires.types_de_champ import TypeChamp
from exports.geojson import Parcelle, Zone, Zones
from exports.parcelles import parcelle
from resolvers.champs import (
    CHAMPS_DU_DOSSIER,
    ZONES_GEO_DU_DOSSIER,
    ChampVu,
    Feuille,
    ZoneGeoRow,
    zones,
)
from resolvers.dossiers import DossierRow
from resolvers.formulaires import FORMULAIRE
from resolvers.request import Request


async def lire(request: Request, dossier: DossierRow) -> Zones:
    """Those of the champs that show, then of the annotations, each in the order of their making."""
    formulaire = await request.load(FORMULAIRE, dossier.revision_id)
    reponses = await request.load(CHAMPS_DU_DOSSIER, dossier.id)
    zones_geo = await request.load(ZONES_GEO_DU_DOSSIER, dossier.id)
    feuille = reponses.feuille(dossier, formulaire)
    return Zones(
        dossier.id,
        [
            _zone(champ, zone)
            for champ in _tous(feuille)
            if champ.type_champ is TypeChamp.carte
            for zone in zones(champ, zones_geo)
        ],
    )


def _tous(feuille: Feuille) -> Iterator[ChampVu]:
    """Every champ that shows, those of the rows after their repetition."""
    formulaire = feuille.formulaire
    for racine in feuille.visibles((*formulaire.champs, *formulaire.annotations)):
        yield racine
        for rangee in feuille.rangees(racine.descripteur):
            yield from rangee.champs


def _zone(champ: ChampVu, zone: ZoneGeoRow) -> Zone:
    fichier: Any = zone.proprietes.get("filename")
    return Zone(
        id=zone.id,
        source=zone.source,
        geometry=zone.geometry,
        description=zone.description,
        filename=fichier,
        champ_label=champ.descripteur.libelle,
        champ_id=champ.descripteur.stable_id,
        champ_row=champ.row_id,
        champ_private=champ.descripteur.prive,
        parcelle=_parcelle(zone),
    )


def _parcelle(zone: ZoneGeoRow) -> Parcelle | None:
    return parcelle(zone.proprietes) if zone.source == "cadastre" else None
