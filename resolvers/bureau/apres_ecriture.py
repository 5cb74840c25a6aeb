"""What a payload shows of one's desk, read again once it is committed."""

from domain.formulaires.formulaire import Formulaire
from domain.reponses.ecrite import Ecrite
from resolvers.bureau import annotations
from resolvers.bureau.annotations import SIGNATURES, AnnotationVue
from resolvers.bureau.dossier import DOSSIER_DU_BUREAU, SITUATION
from resolvers.champs import CHAMPS_DU_DOSSIER, ChampVu
from resolvers.formulaires import FORMULAIRE
from resolvers.mutations.payload import Payload
from resolvers.request import Request


async def annotation(request: Request, payload: Payload) -> AnnotationVue | None:
    """The one that was written, or that somebody else had written; as it is now."""
    if not payload.champs or payload.dossier_id is None:
        return None
    dossier = await request.load(DOSSIER_DU_BUREAU, payload.dossier_id)
    if dossier is None:
        return None
    formulaire: Formulaire = await request.load(FORMULAIRE, dossier.revision_id)
    return annotations.annotation(
        dossier,
        formulaire,
        await request.load(CHAMPS_DU_DOSSIER, dossier.id),
        await request.load(SIGNATURES, dossier.id),
        await request.load(SITUATION, dossier.id),
        stable_id=payload.champs[0].stable_id,
        row_id=payload.champs[0].row_id,
    )


async def actuelle(request: Request, payload: Payload) -> AnnotationVue | None:
    return await annotation(request, payload) if payload.proposee is not None else None


async def ecrite(request: Request, payload: Payload) -> AnnotationVue | None:
    return await annotation(request, payload) if payload.proposee is None else None


async def proposee(request: Request, payload: Payload) -> ChampVu | None:
    """What the loser wrote, as the champ that it would have been."""
    dite = payload.proposee
    vue = await actuelle(request, payload)
    if vue is None or dite is None:
        return None
    reponse = Ecrite(dite.value, dite.value_json, dite.external_id, dite.data)
    return vue.champ._replace(ligne=None, reponse=reponse)


async def conflit(_: Request, payload: Payload) -> Payload | None:
    return None if payload.proposee is None else payload
