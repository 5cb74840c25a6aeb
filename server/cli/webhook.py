"""`guichet webhook`: who is told of the changes of state of a démarche's dossiers."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from server.refus import Refus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.webhooks.models import Webhook

PLEINE_LARGEUR = 200  # columns, for a program that reads the table: nothing is cut

group = typer.Typer(
    help="Créer, lister et suivre les webhooks d’une démarche.", no_args_is_help=True
)

Numero = Annotated[int, typer.Argument(help="Son numéro, que « lister » donne.")]


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="webhook", rich_help_panel="Administrer")


@group.command()
def creer(
    demarche: Annotated[int, typer.Option(help="Numéro de la démarche.")],
    url: Annotated[str, typer.Option(help="Adresse à prévenir, en https://.")],
    libelle: Annotated[str | None, typer.Option(help="À quoi il sert.")] = None,
) -> None:
    """Créer un webhook signé ; écrire son numéro, puis le secret qui vérifie ses signatures."""
    from domain.demarches.models import Demarche
    from domain.errors import DomainError
    from domain.transactions import Transaction
    from domain.webhooks import reglage
    from server.sessions import maintenant, transaction

    racine = _verifier(url)
    with transaction() as session:
        trouvee = session.get(Demarche, demarche)
        if trouvee is None or trouvee.supprimee_le is not None:
            raise Refus(f"Il n’y a pas de démarche {demarche}.")
        try:
            webhook = reglage.creer(
                Transaction(session), trouvee, url=url, libelle=libelle, at=maintenant(session)
            )
        except DomainError as refus:
            raise Refus(f"{refus}.") from None
        numero, secret = webhook.id, _secret(racine, webhook)
    typer.echo(f"{numero}\n{secret}")


@group.command()
def lister(
    demarche: Annotated[int | None, typer.Option(help="Ceux de cette démarche seulement.")] = None,
) -> None:
    """Montrer les webhooks, ce qu’ils attendent, et ceux qui ont été coupés."""
    from rich.console import Console
    from rich.table import Table

    from domain.webhooks.journal import bilans
    from server.sessions import transaction

    tableau = Table(
        "Numéro", "Démarche", "Forme", "Adresse", "À quoi il sert", "En attente", "État"
    )
    with transaction() as session:
        for webhook, en_attente in bilans(session, demarche):
            tableau.add_row(
                str(webhook.id),
                str(webhook.demarche_id),
                webhook.forme.value,
                webhook.url,
                webhook.libelle or "",
                str(en_attente),
                "actif" if webhook.desactive_le is None else f"coupé : {webhook.motif}",
            )
    Console(highlight=False, width=None if sys.stdout.isatty() else PLEINE_LARGEUR).print(tableau)


@group.command()
def journal(
    numero: Numero,
    apres: Annotated[int, typer.Option(help="Rang de la dernière livraison déjà lue.")] = 0,
    nombre: Annotated[int, typer.Option(min=1, max=1000, help="Livraisons à montrer.")] = 100,
) -> None:
    """Montrer les livraisons des sept derniers jours, dans l’ordre ; une ligne par livraison."""
    from domain.webhooks.journal import page
    from server.sessions import transaction

    with transaction() as session:
        webhook = _trouver(session, numero)
        for livraison in page(session, webhook.id, apres=apres, nombre=nombre):
            suite = livraison.derniere_erreur or ""
            typer.echo(
                f"{livraison.rang}  {livraison.survenu_le.isoformat(timespec='seconds')}  "
                f"{livraison.dossier_id}  {livraison.state.value}  {livraison.etat.value}  "
                f"{livraison.essais}  {livraison.evenement_id}  {suite}".rstrip()
            )


@group.command()
def reactiver(numero: Numero) -> None:
    """Remettre en marche un webhook coupé : ce qui attendait part, dans l’ordre."""
    from domain.errors import DomainError
    from domain.transactions import Transaction
    from domain.webhooks import reglage
    from server.sessions import maintenant, transaction

    with transaction() as session:
        webhook = _trouver(session, numero)
        try:
            reglage.reactiver(Transaction(session), webhook, at=maintenant(session))
        except DomainError as refus:
            raise Refus(f"{refus}.") from None
    typer.echo(f"Remis en marche : {numero}.")


@group.command()
def secret(
    numero: Numero,
    nouveau: Annotated[
        bool, typer.Option("--nouveau", help="En changer : l’ancien ne signe plus rien.")
    ] = False,
) -> None:
    """Écrire le secret d’un webhook signé."""
    from domain.webhooks import reglage
    from server.sessions import transaction

    racine = _racine()
    with transaction() as session:
        webhook = _trouver(session, numero)
        if webhook.sel is None:
            raise Refus("Ce webhook a la forme de DS : rien ne le signe.")
        if nouveau:
            reglage.changer_de_secret(webhook)
        texte = _secret(racine, webhook)
    typer.echo(texte)


@group.command()
def supprimer(numero: Numero) -> None:
    """Supprimer un webhook et son journal."""
    from domain.transactions import Transaction
    from domain.webhooks import reglage
    from domain.webhooks.models import Forme
    from server.sessions import transaction

    with transaction() as session:
        webhook = _trouver(session, numero)
        if webhook.forme is Forme.ds:
            raise Refus("Celui-ci suit l’option « web_hook_url » de la démarche : c’est elle qu’on vide.")  # fmt: skip
        reglage.supprimer(Transaction(session), webhook)
    typer.echo(f"Supprimé : {numero}.")


def _racine() -> str:
    from server.embedded.running import connected_settings

    return connected_settings(("database_url", "secret")).require("secret")


def _verifier(url: str) -> str:
    """The secret of the installation, once the address is known to be one that may be called. Raises
    Refus."""
    from adapters.http_sortant import AppelEchoue, DestinationRefusee
    from server.embedded.running import connected_settings
    from server.sortant import client_sortant

    settings = connected_settings(("database_url", "secret"))
    try:
        asyncio.run(client_sortant(settings).verifier(url))
    except (AppelEchoue, DestinationRefusee) as refus:
        raise Refus(f"Adresse refusée : {refus}", code=2) from None
    return settings.require("secret")


def _secret(racine: str, webhook: "Webhook") -> str:
    from domain.webhooks.signature import secret_de

    assert webhook.sel is not None
    return secret_de(racine, webhook.sel)


def _trouver(session: "Session", numero: int) -> "Webhook":
    from domain.webhooks.models import Webhook

    trouve = session.get(Webhook, numero)
    if trouve is None:
        raise Refus(f"Il n’y a pas de webhook {numero}.")
    return trouve
