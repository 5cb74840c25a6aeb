"""Bytes that come for an announced file: a try has a number, and one try is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.fichiers.models import Televersement
from domain.fichiers.refus import IdentifiantInvalide, TropDEssais
from domain.transactions import Transaction

ESSAIS_MAX = 20


@dataclass(frozen=True)
class Attendu:
    """What was announced, and where this try goes; `essai` is None when the file has come already."""

    televersement_id: int
    cle: str
    essai: int | None
    taille: int
    md5: str
    type_mime: str


def commencer(tx: Transaction, televersement_id: int) -> Attendu:
    """Number a try before its first byte is stored: whatever happens to it, the sweep knows its object.

    Raises IdentifiantInvalide, TropDEssais.
    """
    annonce = _verrouiller(tx, televersement_id)
    if annonce.recu_le is not None:
        return _attendu(annonce, None)
    if annonce.essais == ESSAIS_MAX:
        raise TropDEssais
    annonce.essais += 1
    return _attendu(annonce, annonce.essais)


def retenir(tx: Transaction, attendu: Attendu, *, at: datetime) -> bool:
    """This try came whole. False when another was kept before: this one's object is then for nobody.
    Raises IdentifiantInvalide when the announcement was swept meanwhile."""
    annonce = _verrouiller(tx, attendu.televersement_id)
    if annonce.recu_le is not None:
        return False
    annonce.recu_le = at
    annonce.essai_retenu = attendu.essai
    return True


def _verrouiller(tx: Transaction, televersement_id: int) -> Televersement:
    voulue = select(Televersement).where(Televersement.id == televersement_id).with_for_update()
    annonce = tx.session.scalar(voulue)
    if annonce is None:
        raise IdentifiantInvalide
    return annonce


def _attendu(annonce: Televersement, essai: int | None) -> Attendu:
    return Attendu(
        televersement_id=annonce.id,
        cle=annonce.cle_de(essai or annonce.essai_retenu or 0),
        essai=essai,
        taille=annonce.taille,
        md5=annonce.md5,
        type_mime=annonce.type_mime,
    )
