"""All the rows of one dossier, in one snapshot: the loaders of the API, none of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resolvers.avis import AVIS_DU_DOSSIER, AvisRow
from resolvers.champs import CHAMPS_DU_DOSSIER, ZONES_GEO_DU_DOSSIER, Feuille, ZoneGeoRow
from resolvers.demandeurs import ETABLISSEMENT, EtablissementRow
from resolvers.demarches import DEMARCHE, SERVICE, DemarcheRow, ServiceRow
from resolvers.dossiers import DossierRow
from resolvers.fichiers import FICHIERS_DU_DOSSIER, Fichiers
from resolvers.formulaires import FORMULAIRE
from resolvers.groupes_instructeurs import GROUPE, GroupeRow
from resolvers.historique import TRAITEMENTS_DU_DOSSIER, TraitementRow
from resolvers.labels import LABELS_DU_DOSSIER, LabelRow
from resolvers.messages import MESSAGES_DU_DOSSIER, MessageRow
from resolvers.profils import INSTRUCTEURS_DU_DOSSIER, ProfilDe
from resolvers.request import Request


@dataclass(frozen=True, slots=True)
class DossierLu:
    dossier: DossierRow
    demarche: DemarcheRow
    service: ServiceRow | None
    groupe: GroupeRow | None
    instructeurs: Sequence[ProfilDe]
    labels: Sequence[LabelRow]
    feuille: Feuille
    etablissements: Mapping[Any, EtablissementRow | None]
    fichiers: Fichiers
    zones: Sequence[ZoneGeoRow]
    messages: Sequence[MessageRow]
    avis: Sequence[AvisRow]
    traitements: Sequence[TraitementRow]


async def lire_dossier(request: Request, dossier: DossierRow) -> DossierLu:
    demarche = await request.load(DEMARCHE, dossier.demarche_id)
    assert demarche is not None  # who sees a dossier sees its démarche: one right gives both
    formulaire = await request.load(FORMULAIRE, dossier.revision_id)
    reponses = await request.load(CHAMPS_DU_DOSSIER, dossier.id)
    des_champs = {ligne.etablissement_id for ligne in reponses.lignes}
    connus = {dossier.etablissement_id, *des_champs} - {None}
    return DossierLu(
        dossier=dossier,
        demarche=demarche,
        service=await request.load(SERVICE, demarche.service_id) if demarche.service_id else None,
        groupe=await request.load(GROUPE, dossier.groupe_instructeur_id),
        instructeurs=await request.load(INSTRUCTEURS_DU_DOSSIER, dossier.id),
        labels=await request.load(LABELS_DU_DOSSIER, dossier.id),
        feuille=reponses.feuille(dossier, formulaire),
        etablissements=await request.load_all(ETABLISSEMENT, connus) if connus else {},
        fichiers=await request.load(FICHIERS_DU_DOSSIER, dossier.id),
        zones=await request.load(ZONES_GEO_DU_DOSSIER, dossier.id),
        messages=await request.load(MESSAGES_DU_DOSSIER, dossier.id),
        avis=await request.load(AVIS_DU_DOSSIER, dossier.id),
        traitements=await request.load(TRAITEMENTS_DU_DOSSIER, dossier.id),
    )
