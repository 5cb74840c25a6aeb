"""The tries of a delivery: who takes it, how it went, when it is tried again (reliability 2.4).

One delivery of a webhook is under way at a time, the first that it waits for: order is kept by waiting.
A try is counted, and committed, before it is made: one that kills who makes it is counted too.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, text

from domain.transactions import Transaction
from domain.webhooks.events import WebhookDesactive
from domain.webhooks.models import Forme

# After each failure, before the next try: thirteen tries in a day.
DELAIS = tuple(
    timedelta(seconds=secondes)
    for secondes in (10, 30, 60, 300, 600, 1800, 3600, 7200, 10800, 14400, 21600, 25200)
)
# DS makes one try and logs its failure; a program that never had a second one may not bear it.
ESSAIS = {Forme.signee: len(DELAIS) + 1, Forme.ds: 1}
# How long whoever took a delivery has it alone: more than a call may last.
BAIL = timedelta(seconds=30)
JOURNAL = timedelta(days=7)
ERREUR_MAX = 500

MOTIF = "Aucune livraison n’a abouti en une journée."
INTERROMPU = "L’envoi a été interrompu."

# The row of the webhook is what is locked; a delivery that somebody else has just tried is found
# out by its count of tries.
PRENDRE = text("""
WITH prochaine AS (
  SELECT w.id, l.rang, l.essais
  FROM webhooks w
  CROSS JOIN LATERAL (
    SELECT rang, essais, prochain_essai_le FROM livraisons
    WHERE webhook_id = w.id AND etat = 'en_attente'
    ORDER BY rang LIMIT 1
  ) l
  WHERE w.desactive_le IS NULL
    AND (w.pris_jusqu_a IS NULL OR w.pris_jusqu_a <= clock_timestamp())
    AND l.prochain_essai_le <= clock_timestamp()
  ORDER BY l.prochain_essai_le, w.id
  LIMIT 1
  FOR UPDATE OF w SKIP LOCKED
),
comptee AS (
  UPDATE livraisons l
  SET essais = l.essais + 1, dernier_essai_le = clock_timestamp()
  FROM prochaine p
  WHERE l.webhook_id = p.id AND l.rang = p.rang AND l.essais = p.essais AND l.etat = 'en_attente'
  RETURNING l.webhook_id, l.rang, l.evenement_id, l.corps, l.essais
)
UPDATE webhooks w
SET pris_jusqu_a = clock_timestamp() + :bail
FROM comptee c
WHERE w.id = c.webhook_id
RETURNING w.id, w.demarche_id, w.forme, w.url, w.sel, c.rang, c.evenement_id, c.corps, c.essais,
  CAST(extract(epoch FROM clock_timestamp()) AS bigint) AS instant
""")

# Nothing is noted of a try that is not the last one made: its bail ran out, and somebody else has tried.
NOTER = text("""
UPDATE livraisons
SET etat = CAST(:etat AS text), dernier_statut = :statut, derniere_erreur = :erreur,
  livree_le = CASE WHEN CAST(:etat AS text) = 'livree' THEN clock_timestamp() END,
  prochain_essai_le = clock_timestamp() + :attente
WHERE webhook_id = :webhook_id AND rang = :rang AND essais = :essai AND etat = 'en_attente'
""")
RENDRE = text("UPDATE webhooks SET pris_jusqu_a = NULL WHERE id = :webhook_id")
DESACTIVER = text("""
UPDATE webhooks SET desactive_le = clock_timestamp(), motif = :motif
WHERE id = :webhook_id AND desactive_le IS NULL
RETURNING desactive_le
""")
PURGER = text("DELETE FROM livraisons WHERE cree_le < now() - CAST(:journal AS interval)")


@dataclass(frozen=True, slots=True)
class Prise:
    """A try to make. `instant` is what the signature will be dated, in seconds since 1970."""

    webhook_id: int
    demarche_id: int
    forme: Forme
    url: str
    sel: str | None
    rang: int
    evenement_id: str
    corps: str
    essai: int
    instant: int


def prendre(tx: Transaction) -> Prise | None:
    """The next try that is due, taken; None when there is none. One whose last try was cut short by a
    crash is given up rather than made once too many."""
    while True:
        ligne = tx.session.execute(PRENDRE, {"bail": BAIL}).one_or_none()
        if ligne is None:
            return None
        prise = _prise(ligne)
        if prise.essai <= ESSAIS[prise.forme]:
            return prise
        noter_echec(tx, prise, statut=None, erreur=INTERROMPU)


def _prise(ligne: Row[Any]) -> Prise:
    return Prise(
        ligne.id, ligne.demarche_id, Forme(ligne.forme), ligne.url, ligne.sel, ligne.rang,
        ligne.evenement_id, ligne.corps, ligne.essais, ligne.instant,
    )  # fmt: skip


def noter_livree(tx: Transaction, prise: Prise, *, statut: int) -> None:
    _noter(tx, prise, "livree", statut=statut)


def noter_echec(tx: Transaction, prise: Prise, *, statut: int | None, erreur: str) -> None:
    """It will be tried again; or, after the last try, given up in DS's form, and kept for when the
    webhook is on again in ours."""
    dernier = prise.essai >= ESSAIS[prise.forme]
    if dernier and prise.forme is Forme.ds:
        _noter(tx, prise, "abandonnee", statut=statut, erreur=erreur)
        return
    attente = timedelta() if dernier else DELAIS[prise.essai - 1]
    note = _noter(tx, prise, "en_attente", statut=statut, erreur=erreur, attente=attente)
    if note and dernier:
        _desactiver(tx, prise)


def _noter(
    tx: Transaction, prise: Prise, etat: str, *, statut: int | None, erreur: str | None = None,
    attente: timedelta = timedelta(),
) -> bool:  # fmt: skip
    """Whether it was still this try's to tell."""
    noter = tx.session.execute(
        NOTER,
        {
            "etat": etat,
            "statut": statut,
            "erreur": erreur[:ERREUR_MAX] if erreur else None,
            "attente": attente,
            "webhook_id": prise.webhook_id,
            "rang": prise.rang,
            "essai": prise.essai,
        },
    )
    note: bool = noter.rowcount == 1  # type: ignore[attr-defined]  # an UPDATE has one
    if note:
        tx.session.execute(RENDRE, {"webhook_id": prise.webhook_id})
    return note


def _desactiver(tx: Transaction, prise: Prise) -> None:
    le = tx.session.scalar(DESACTIVER, {"motif": MOTIF, "webhook_id": prise.webhook_id})
    if le is not None:
        tx.publish(
            WebhookDesactive(webhook_id=prise.webhook_id, demarche_id=prise.demarche_id, le=le)
        )


def purger(tx: Transaction) -> None:
    """The journal keeps seven days."""
    tx.session.execute(PURGER, {"journal": JOURNAL})
