"""A mail is promised: a row, in the transaction of what it tells."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.dialects.postgresql import insert

from domain.courriels.mise_en_forme import Corps, objet_propre
from domain.courriels.models import Courriel
from domain.courriels.plateforme import Plateforme
from domain.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class Sujet:
    """What a mail speaks of, to be read again when it is delivered."""

    dossier_id: int | None = None
    message_id: int | None = None
    avis_id: int | None = None


def identifiant(cle: str, plateforme: Plateforme) -> str:
    """The Message-ID of an event, always the same: its receiver can tell that it came twice."""
    return f"{sha256(cle.encode()).hexdigest()[:40]}@{plateforme.hote}"


def deposer(
    tx: Transaction,
    *,
    cle: str,
    genre: str,
    destinataire: str,
    objet: str,
    corps: Corps,
    sujet: Sujet,
    plateforme: Plateforme,
    envoyer_apres: datetime,
    critique: bool = False,
    hors_filtre: bool = False,
    repondre_a: str | None = None,
) -> None:
    """Promise one mail to one person. The same event promised again changes nothing."""
    tx.session.execute(
        insert(Courriel)
        .values(
            cle=cle, identifiant=identifiant(cle, plateforme), genre=genre,
            destinataire=destinataire, expediteur=plateforme.expediteur, repondre_a=repondre_a,
            objet=objet_propre(objet), corps_html=corps.html, corps_texte=corps.texte,
            critique=critique, hors_filtre=hors_filtre, dossier_id=sujet.dossier_id,
            message_id=sujet.message_id, avis_id=sujet.avis_id,
            envoyer_apres=envoyer_apres, essai_le=envoyer_apres,
        )
        .on_conflict_do_nothing(index_elements=[Courriel.cle])
    )  # fmt: skip
