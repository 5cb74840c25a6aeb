"""What has become of the drafts that a program made, by their tokens (api 12.3)."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.dossiers.models import Dossier

JETONS_MAX = 1_000


def dossiers_de(session: Session, demarche_id: int, jetons: Collection[str]) -> Sequence[Dossier]:
    """In the order of their creation; those that the usager no longer sees are not there."""
    return session.scalars(
        select(Dossier)
        .where(
            Dossier.demarche_id == demarche_id,
            Dossier.jeton_prefill.in_(list(jetons)[:JETONS_MAX]),
            Dossier.prefilled,
            Dossier.apercu.is_(False),
            Dossier.cache_par_usager_le.is_(None),
            Dossier.cache_par_expiration_le.is_(None),
        )
        .order_by(Dossier.cree_le, Dossier.id)
    ).all()


def sans_proprietaire(dossier: Dossier) -> bool:
    """Nobody has opened it yet. Somebody whose account was deleted since did."""
    return dossier.usager_id is None and dossier.usager_supprime_email is None
