"""All that an expert may read of one dossier, in one snapshot, by the statements of his space."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from resolvers import sessions
from resolvers.bureau import champs_de_l_expert, messages_de_l_expert
from resolvers.bureau.autres_avis import AVIS_VUS_DE_L_AVIS, AvisVuRow
from resolvers.bureau.avis import MON_AVIS, MonAvisRow
from resolvers.bureau.champs_de_l_expert import ZONES_DE_L_AVIS
from resolvers.bureau.dossier_de_l_expert import DOSSIER_DE_L_AVIS, DossierDExpertRow
from resolvers.bureau.fichiers_de_l_expert import fichiers
from resolvers.demandeurs import ETABLISSEMENT, EtablissementRow
from resolvers.fichiers import Fichiers
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from server.api.liens import liens_de
from server.resources import Resources


class Lu(NamedTuple):
    """What the parts of a printed dossier read; `avis` are those that this expert may."""

    mien: MonAvisRow
    dossier: Any
    feuille: Any
    etablissements: dict[Any, EtablissementRow | None]
    fichiers: Fichiers
    zones: Any
    messages: Any
    avis: Sequence[AvisVuRow]


async def lire_dossier(resources: Resources, avis_id: int, compte_id: int) -> Lu | None:
    """None when the avis is not, or no more, asked of this account."""
    async with Snapshot(resources.reading) as snapshot:
        compte = await sessions.du_compte(snapshot, compte_id)
        if compte is None:
            return None
        viewer, now = compte.viewer(), datetime.now(UTC)
        request = Request(viewer, snapshot, liens_de(resources, viewer, now), now)
        dossier: DossierDExpertRow | None = await request.load(DOSSIER_DE_L_AVIS, avis_id)
        mien = await request.load(MON_AVIS, avis_id)
        if dossier is None or mien is None:
            return None
        feuille = await champs_de_l_expert.feuille(request, dossier)
        des_champs = {ligne.etablissement_id for ligne in feuille.lignes.values()}
        connus = {dossier.etablissement_id, *des_champs} - {None}
        return Lu(
            mien=mien,
            dossier=dossier,
            feuille=feuille,
            etablissements=await request.load_all(ETABLISSEMENT, connus) if connus else {},
            fichiers=await fichiers(request, avis_id),
            zones=await request.load(ZONES_DE_L_AVIS, avis_id),
            messages=await messages_de_l_expert.messages(request, dossier),
            avis=await request.load(AVIS_VUS_DE_L_AVIS, avis_id),
        )
