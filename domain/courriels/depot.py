"""A mail is promised: a row, in the transaction of what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

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


@dataclass(frozen=True, kw_only=True)
class Promesse:
    """One mail to one person. `cle` names its event: promised again, it changes nothing."""

    cle: str
    genre: str
    destinataire: str
    objet: str
    corps: Corps
    sujet: Sujet
    envoyer_apres: datetime
    critique: bool = False
    hors_filtre: bool = False
    repondre_a: str | None = None


_COURRIELS: Any = Courriel.__table__
_INSCRIRE = insert(_COURRIELS).on_conflict_do_nothing(index_elements=["cle"])


def deposer(tx: Transaction, promesses: Sequence[Promesse], plateforme: Plateforme) -> None:
    """Promise these mails, in one statement."""
    if promesses:
        tx.session.execute(_INSCRIRE, [_ligne(promesse, plateforme) for promesse in promesses])


def _ligne(promesse: Promesse, plateforme: Plateforme) -> dict[str, Any]:
    sujet = promesse.sujet
    return {
        "cle": promesse.cle,
        "identifiant": identifiant(promesse.cle, plateforme),
        "genre": promesse.genre,
        "destinataire": promesse.destinataire,
        "expediteur": plateforme.expediteur,
        "repondre_a": promesse.repondre_a,
        "objet": objet_propre(promesse.objet),
        "corps_html": promesse.corps.html,
        "corps_texte": promesse.corps.texte,
        "critique": promesse.critique,
        "hors_filtre": promesse.hors_filtre,
        "dossier_id": sujet.dossier_id,
        "message_id": sujet.message_id,
        "avis_id": sujet.avis_id,
        "envoyer_apres": promesse.envoyer_apres,
        "essai_le": promesse.envoyer_apres,
    }
