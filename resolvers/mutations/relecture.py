"""What a payload shows, read again once it is committed, through the loaders that every query uses."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import literal, select

from domain.comptes.models import Compte, Instructeur
from domain.formulaires.formulaire import Formulaire
from resolvers.champs import CHAMPS_DU_DOSSIER, ChampVu
from resolvers.demarches import DEMARCHE, DemarcheRow
from resolvers.dossiers import DOSSIER
from resolvers.formulaires import FORMULAIRE
from resolvers.labels import LabelRow
from resolvers.loader import one
from resolvers.messages import MessageRow
from resolvers.mutations.payload import Payload
from resolvers.profils import ProfilDe
from resolvers.request import Request
from resolvers.statements import Statement, among

# Named by the payload of who was allowed to name him: it is read without any other right.
INSTRUCTEUR = one(
    "instructeur",
    Statement(
        select(
            Instructeur.id.label("cle"),
            literal("Instructeur").label("role"),
            Instructeur.id.label("numero"),
            Compte.email.label("email"),
        )
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(among(Instructeur.id)),
        ProfilDe,
    ),
)


def label(payload: Payload, labels: Sequence[LabelRow] | None) -> LabelRow | None:
    return next((label for label in labels or () if label.id == payload.label_id), None)


def message(payload: Payload, messages: Sequence[MessageRow] | None) -> MessageRow | None:
    return next((message for message in messages or () if message.id == payload.message_id), None)


async def instructeur(request: Request, payload: Payload) -> ProfilDe | None:
    if payload.instructeur_id is None:
        return None
    return await request.load(INSTRUCTEUR, payload.instructeur_id)


async def annotations(request: Request, payload: Payload) -> list[ChampVu] | None:
    """Those that were written, in the order in which they were asked."""
    if payload.champs is None or payload.dossier_id is None:
        return None
    dossier = await request.load(DOSSIER, payload.dossier_id)
    if dossier is None:
        return None
    formulaire: Formulaire = await request.load(FORMULAIRE, dossier.revision_id)
    reponses = await request.load(CHAMPS_DU_DOSSIER, dossier.id)
    feuille = reponses.feuille(dossier, formulaire)
    connus = formulaire.par_stable_id
    return [feuille.champ(connus[c.stable_id], c.row_id) for c in payload.champs]


async def annotation(request: Request, payload: Payload) -> ChampVu | None:
    ecrites = await annotations(request, payload)
    return ecrites[0] if ecrites else None


async def demarche(request: Request, payload: Payload) -> DemarcheRow | None:
    """One just made is its maker's, though it was not there when his token was read (api 14.20)."""
    if payload.demarche_id is None:
        return None
    viewer = request.viewer
    request.viewer = replace(viewer, demarches=(*viewer.demarches, payload.demarche_id))
    return await request.load(DEMARCHE, payload.demarche_id)
