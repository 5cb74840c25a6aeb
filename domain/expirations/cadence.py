"""Mails of sweeps leave by windows: 200 in ten minutes, the others later by whole windows (rules 9.5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.courriels.fins_de_vie import TEXTES
from domain.courriels.models import Courriel
from domain.transactions import Transaction

PAR_FENETRE = 200
FENETRE = timedelta(minutes=10)


def departs(tx: Transaction, *, at: datetime) -> Iterator[datetime]:
    """When the next mails of a sweep may leave, after those that are promised already."""
    pris = tx.session.execute(
        select(Courriel.envoyer_apres, func.count())
        .where(Courriel.genre.in_(TEXTES), Courriel.envoyer_apres > at - FENETRE)
        .group_by(Courriel.envoyer_apres)
        .order_by(Courriel.envoyer_apres.desc())
        .limit(1)
    ).first()
    fenetre, places = (pris[0], PAR_FENETRE - pris[1]) if pris else (at, PAR_FENETRE)
    while True:
        for _ in range(places):
            yield fenetre
        fenetre, places = fenetre + FENETRE, PAR_FENETRE
