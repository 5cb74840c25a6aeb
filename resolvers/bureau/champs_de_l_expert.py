"""The form of a dossier with the usager's answers, as one of its experts reads them: no annotation."""

from collections.abc import Sequence
from typing import Any, cast

from domain.avis.models import Avis
from domain.dossiers.champs import Champ, ZoneGeo
from domain.formulaires.formulaire import Descripteur
from resolvers.bureau.dossier_de_l_expert import DossierDExpertRow
from resolvers.bureau.droit_d_expert import ouverts
from resolvers.bureau.fichiers_de_l_expert import PUBLICS, fichiers, hors_dossier
from resolvers.champs import ZONES_GEO_DU_DOSSIER, ChampRow, ChampVu, Feuille, ZoneGeoRow
from resolvers.formulaires import FORMULAIRE
from resolvers.loader import many
from resolvers.request import Request
from resolvers.statements import Statement, instant

CHAMPS_DE_L_AVIS = many(
    "champs_de_l_avis",
    Statement(
        ouverts(
            Avis.id.label("dossier_id"),
            Champ.id,
            Champ.stable_id,
            Champ.row_id,
            Champ.type_champ,
            Champ.value,
            Champ.value_json,
            Champ.external_id,
            Champ.data,
            Champ.prefilled,
            instant(Champ.modifie_le),
            Champ.etablissement_id,
        ).join(Champ, PUBLICS),
        ChampRow,
    ),
)

ZONES_DE_L_AVIS = many(
    "zones_de_l_avis",
    Statement(
        ouverts(
            Avis.id.label("dossier_id"),
            ZoneGeo.id,
            ZoneGeo.champ_id,
            ZoneGeo.source,
            ZoneGeo.description,
            ZoneGeo.geometry,
            ZoneGeo.proprietes,
        )
        .join(Champ, PUBLICS)
        .join(ZoneGeo, ZoneGeo.champ_id == Champ.id)
        .order_by(Avis.id, ZoneGeo.id),
        ZoneGeoRow,
    ),
)


class FeuilleDExpert(Feuille):
    """Its champs bear no number of a dossier, and their links lead nowhere: another dossier is seen by
    the avis that was asked on it."""

    __slots__ = ()

    def champ(self, descripteur: Descripteur, row_id: str | None = None) -> ChampVu:
        cle = descripteur.stable_id, row_id
        return ChampDExpert(self, descripteur, row_id, self.lignes.get(cle), self.reponses.get(cle))

    def visibles(
        self, descripteurs: Sequence[Descripteur], row_id: str | None = None
    ) -> list[ChampVu]:
        montre = self.visibilite.montre
        return [self.champ(d, row_id) for d in descripteurs if montre(d, row_id)]


class ChampDExpert(ChampVu):
    __slots__ = ()

    @property
    def dossier_id(self) -> int:
        return hors_dossier(cast(Any, self.feuille.dossier).avis_id)

    @property
    def dossier_lie_id(self) -> int | None:
        return None


async def feuille(request: Request, dossier: DossierDExpertRow) -> Feuille:
    """His sheet: the form of the dossier, with the answers of the usager and no annotation."""
    formulaire = await request.load(FORMULAIRE, dossier.revision_id)
    lignes: Sequence[ChampRow] = await request.load(CHAMPS_DE_L_AVIS, dossier.avis_id)
    zones: Sequence[ZoneGeoRow] = await request.load(ZONES_DE_L_AVIS, dossier.avis_id)
    await fichiers(request, dossier.avis_id)
    cle = hors_dossier(dossier.avis_id)
    request.receive(ZONES_GEO_DU_DOSSIER, [cle], [z._replace(dossier_id=cle) for z in zones])
    return FeuilleDExpert(cast(Any, dossier), formulaire, lignes)


async def champs(request: Request, dossier: DossierDExpertRow) -> list[ChampVu]:
    lue = await feuille(request, dossier)
    return lue.visibles(lue.formulaire.champs)
