"""The tab « messagerie »: the latest message first, and what one has begun to write."""

from __future__ import annotations

import strawberry

from resolvers.bureau import messagerie as lire
from resolvers.bureau.dossier import SITUATION
from resolvers.bureau.messagerie import (
    MESSAGES_DU_BUREAU,
    MON_BROUILLON,
    Fermeture,
    GenreDAuteur,
)
from schema.fields import column, relation
from schema.messages import Message
from schema.scalars import DateTime

VUE = (SITUATION, "id")

strawberry.enum(GenreDAuteur, name="GenreDAuteur", description="À quel titre on écrit un message.")
strawberry.enum(
    Fermeture, name="FermetureDeMessagerie", description="Pourquoi on ne peut plus écrire."
)


@strawberry.type(description="Un message, tel qu’un instructeur le voit.")
class MessageDuBureau:
    message: Message = column("Le message.", "message")
    genre: GenreDAuteur = column("À quel titre son auteur l’a écrit.", "genre")
    invite: bool = column("Vrai si l’auteur est une personne invitée par l’usager.", "invite")
    le_mien: bool = column("Vrai si c’est moi qui l’ai écrit.", "le_mien")
    nouveau: bool = column(
        "Vrai si quelqu’un d’autre l’a écrit depuis ma dernière visite.", "nouveau"
    )
    lu_le: DateTime | None = column(
        "Quand l’usager l’a lu ; seul l’auteur du message l’apprend.", "lu_le"
    )
    supprimable: bool = column("Vrai si je peux le supprimer.", "supprimable")
    attend_une_reponse: bool = column(
        "Vrai si une réponse de l’usager est encore attendue.", "attend_une_reponse"
    )


@strawberry.type(
    description="Un message que l’on a commencé et pas envoyé ; personne d’autre ne le lit."
)
class BrouillonDeMessage:
    body: str = column("Le texte.", "corps")
    modifie_le: DateTime = column("Date de son dernier enregistrement.", "modifie_le")


@strawberry.type(description="Les échanges d’un dossier.")
class MessagerieDuBureau:
    fermeture: Fermeture | None = relation(
        "Pourquoi l’on ne peut pas écrire ; nul quand on le peut.", VUE, build=lire.fermeture
    )
    messages: list[MessageDuBureau] = relation(
        "Les messages, du plus récent au plus ancien.",
        (MESSAGES_DU_BUREAU, "id"),
        VUE,
        build=lire.messages,
    )
    brouillon: BrouillonDeMessage | None = relation(
        "Le message que j’ai commencé, s’il y en a un.", (MON_BROUILLON, "id")
    )
