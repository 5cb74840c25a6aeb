"""Making a webhook, putting it on again, taking it away. Its address was checked by whoever calls:
what the network says is not known here."""

from datetime import datetime

from sqlalchemy import func, select, update

from domain.demarches.models import Demarche
from domain.errors import DomainError
from domain.transactions import Transaction
from domain.webhooks.models import EtatLivraison, Forme, Livraison, Webhook
from domain.webhooks.signature import nouveau_sel

PAR_DEMARCHE = 10


class TropDeWebhooks(DomainError):
    def __init__(self) -> None:
        super().__init__(f"Une démarche a {PAR_DEMARCHE} webhooks au plus")


class WebhookActif(DomainError):
    def __init__(self) -> None:
        super().__init__("Ce webhook est déjà actif")


def creer(
    tx: Transaction,
    demarche: Demarche,
    *,
    url: str,
    libelle: str | None = None,
    par: str | None = None,
    at: datetime,
) -> Webhook:
    """A signed one: what happens from `at` on is told. Raises TropDeWebhooks."""
    nombre = tx.session.scalar(
        select(func.count())
        .select_from(Webhook)
        .where(Webhook.demarche_id == demarche.id, Webhook.forme == Forme.signee)
    )
    if (nombre or 0) >= PAR_DEMARCHE:
        raise TropDeWebhooks
    webhook = Webhook(
        demarche_id=demarche.id, forme=Forme.signee, url=url, libelle=libelle, sel=nouveau_sel(),
        cree_le=at, cree_par=par,
    )  # fmt: skip
    tx.add(webhook)
    tx.flush()
    return webhook


def reactiver(tx: Transaction, webhook: Webhook, *, at: datetime) -> None:
    """What waited is told, in order, the first one having all its tries again. Raises WebhookActif."""
    if webhook.desactive_le is None:
        raise WebhookActif
    webhook.desactive_le = webhook.motif = webhook.pris_jusqu_a = None
    tx.session.execute(
        update(Livraison)
        .where(
            Livraison.webhook_id == webhook.id,
            Livraison.etat == EtatLivraison.en_attente,
        )
        .values(essais=0, prochain_essai_le=at)
    )


def changer_de_secret(webhook: Webhook) -> None:
    """The old secret signs nothing any more, what waits included."""
    webhook.sel = nouveau_sel()


def supprimer(tx: Transaction, webhook: Webhook) -> None:
    """With its journal."""
    tx.delete(webhook)
