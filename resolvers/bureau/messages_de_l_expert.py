"""The messagerie of a dossier, for those of its experts whom the démarche lets in."""

from collections.abc import Sequence

from sqlalchemy import case

from domain.avis.models import Avis
from domain.dossiers.models import Dossier
from domain.messagerie.models import Correction, Message
from resolvers.bureau.dossier_de_l_expert import DossierDExpertRow
from resolvers.bureau.droit_d_expert import messagerie_ouverte, nom_d_instructeur, ouverts
from resolvers.bureau.fichiers_de_l_expert import fichiers, hors_dossier
from resolvers.loader import many
from resolvers.messages import MessageRow
from resolvers.request import Request
from resolvers.statements import Statement, instant

MESSAGES_DE_L_AVIS = many(
    "messages_de_l_avis",
    Statement(
        ouverts(
            Avis.id.label("dossier_id"),
            Message.id,
            case(
                (
                    Message.instructeur_id.is_not(None),
                    nom_d_instructeur(Message.instructeur_id, Message.email),
                ),
                else_=Message.email,
            ).label("email"),
            Message.corps,
            instant(Message.cree_le),
            instant(Message.supprime_le),
            Correction.raison,
            instant(Correction.resolue_le),
        )
        .join(Message, Message.dossier_id == Dossier.id)
        .outerjoin(Correction, Correction.message_id == Message.id)
        .where(messagerie_ouverte())
        .order_by(Avis.id, Message.cree_le, Message.id),
        MessageRow,
    ),
)


async def messages(request: Request, dossier: DossierDExpertRow) -> list[MessageRow] | None:
    """None where the démarche keeps experts out of the messagerie."""
    if not dossier.messagerie:
        return None
    lus: Sequence[MessageRow] = await request.load(MESSAGES_DE_L_AVIS, dossier.avis_id)
    await fichiers(request, dossier.avis_id)
    cle = hors_dossier(dossier.avis_id)
    return [ligne._replace(dossier_id=cle) for ligne in lus]
