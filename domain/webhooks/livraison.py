"""Deliveries are written when a dossier changes state, in the order of what happened."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.dossiers.historique import Traitement
from domain.dossiers.models import Dossier
from domain.transactions import Transaction
from domain.webhooks.corps import Changement, ecrire, evenement_id
from domain.webhooks.models import Livraison, Webhook

# How far before an event those that were followed after it may be: further back, they were told, and
# the journal may have forgotten it.
RETARD = timedelta(hours=1)

# The démarche's option is the only truth of DS's form: its row here follows it.
SUIVRE_L_OPTION = text("""
INSERT INTO webhooks (demarche_id, forme, url, cree_le)
SELECT id, 'ds', btrim(options ->> 'web_hook_url'), :survenu_le
FROM demarches
WHERE id = :demarche_id AND btrim(options ->> 'web_hook_url') <> ''
ON CONFLICT (demarche_id) WHERE forme = 'ds'
DO UPDATE SET url = excluded.url, cree_le = least(webhooks.cree_le, excluded.cree_le)
""")
OUBLIER_L_OPTION = text("""
DELETE FROM webhooks
WHERE demarche_id = :demarche_id AND forme = 'ds' AND NOT EXISTS (
  SELECT 1 FROM demarches
  WHERE id = :demarche_id AND btrim(options ->> 'web_hook_url') <> '')
""")


def prevoir(tx: Transaction, *, dossier_id: int, survenu_le: datetime) -> int:
    """Write what is to be told of a dossier that changed state at `survenu_le`: all that was not yet, so
    that two changes that are followed out of order, or twice, are told once and in order. What
    happened before a webhook was made is not told. Returns how many deliveries were written."""
    session = tx.session
    demarche_id = session.scalar(select(Dossier.demarche_id).where(Dossier.id == dossier_id))
    if demarche_id is None:  # purged since: there is nothing left to ask about
        return 0
    parametres = {"demarche_id": demarche_id, "survenu_le": survenu_le}
    session.execute(SUIVRE_L_OPTION, parametres)
    session.execute(OUBLIER_L_OPTION, {"demarche_id": demarche_id})
    webhooks = session.scalars(
        select(Webhook)
        .where(Webhook.demarche_id == demarche_id)
        .order_by(Webhook.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not webhooks:
        return 0
    changements = [  # read under these locks
        changement
        for changement in _changements(session, demarche_id, dossier_id)
        if changement.le >= survenu_le - RETARD
    ]
    ecrites = sum(_prevoir(tx, webhook, changements) for webhook in webhooks)
    tx.flush()
    return ecrites


def _changements(session: Session, demarche_id: int, dossier_id: int) -> list[Changement]:
    """The traitements that changed its state; a second deposit does not."""
    traitements = session.execute(
        select(Traitement.id, Traitement.state, Traitement.traite_le)
        .where(Traitement.dossier_id == dossier_id)
        .order_by(Traitement.traite_le, Traitement.id)
    ).all()
    changements, precedent = [], None
    for ligne in traitements:
        if ligne.state is not precedent:
            changements.append(
                Changement(ligne.id, demarche_id, dossier_id, ligne.state, ligne.traite_le)
            )
        precedent = ligne.state
    return changements


def _prevoir(tx: Transaction, webhook: Webhook, changements: Sequence[Changement]) -> int:
    attendus = {
        evenement_id(webhook.id, changement): changement
        for changement in changements
        if changement.le >= webhook.cree_le
    }
    connus = set(
        tx.session.scalars(
            select(Livraison.evenement_id).where(Livraison.evenement_id.in_(attendus))
        )
    )
    nouveaux = {cle: changement for cle, changement in attendus.items() if cle not in connus}
    for cle, changement in nouveaux.items():
        webhook.dernier_rang += 1
        tx.add(
            Livraison(
                webhook_id=webhook.id,
                rang=webhook.dernier_rang,
                evenement_id=cle,
                dossier_id=changement.dossier_id,
                state=changement.state,
                survenu_le=changement.le,
                corps=ecrire(webhook.forme, changement, evenement=cle, rang=webhook.dernier_rang),
            )
        )
    return len(nouveaux)
