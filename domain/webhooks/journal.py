"""What was told, page after page: for a receiver that was away longer than the tries last."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.webhooks.models import EtatLivraison, Livraison, Webhook

PAGE = 100


def page(
    session: Session, webhook_id: int, *, apres: int = 0, nombre: int = PAGE
) -> Sequence[Livraison]:
    """In order, after the rank `apres`: the last one read is the cursor of the next page. Ranks follow
    commits: none appears later behind a cursor."""
    return session.scalars(
        select(Livraison)
        .where(Livraison.webhook_id == webhook_id, Livraison.rang > apres)
        .order_by(Livraison.rang)
        .limit(nombre)
    ).all()


def bilans(session: Session, demarche_id: int | None = None) -> Sequence[tuple[Webhook, int]]:
    """The webhooks, of one démarche or of all, and how many deliveries each waits for."""
    en_attente = (
        select(func.count())
        .where(Livraison.webhook_id == Webhook.id, Livraison.etat == EtatLivraison.en_attente)
        .scalar_subquery()
    )
    statement = select(Webhook, en_attente).order_by(Webhook.demarche_id, Webhook.id)
    if demarche_id is not None:
        statement = statement.where(Webhook.demarche_id == demarche_id)
    return [(ligne[0], ligne[1]) for ligne in session.execute(statement)]
