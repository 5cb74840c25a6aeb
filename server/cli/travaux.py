"""`guichet travaux`: what could not be done, why, and another chance."""

from typing import Annotated

import typer

from server.refus import Refus

group = typer.Typer(help="Voir et relancer les travaux mis à l’écart.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="travaux", rich_help_panel="Administrer")


@group.command()
def lister() -> None:
    """Montrer ce qui a été mis à l’écart après cinq tentatives, et combien attend."""
    from domain.ecart import attente, ecartes
    from server.sessions import transaction

    with transaction() as session:
        for travail in ecartes(session):
            typer.echo(f"{travail.numero}  {travail.nom} {travail.arguments}")
            typer.echo(f"    à l’écart depuis le {travail.ecarte_le:%Y-%m-%d %H:%M}")
            typer.echo(f"    {travail.erreur}")
        reste = attente(session)
    typer.echo(f"Travaux en attente : {reste.travaux}.")
    if reste.evenements:
        typer.echo(f"Événements dont rien n’a pu être tiré : {reste.evenements}.")


@group.command()
def relancer(
    numeros: Annotated[
        list[int] | None, typer.Argument(help="Leurs numéros, tels que « lister » les donne.")
    ] = None,
    tous: Annotated[bool, typer.Option("--tous", help="Tout ce qui est à l’écart.")] = False,
) -> None:
    """Donner cinq nouvelles tentatives à ce qui a été mis à l’écart."""
    if bool(numeros) is tous:
        raise Refus("Donnez des numéros, ou --tous.", code=2)

    from domain import ecart
    from domain.errors import DomainError
    from domain.transactions import Transaction
    from server.sessions import transaction

    try:
        with transaction() as session:
            tx = Transaction(session)
            relances = len(numeros or ())
            if numeros:
                ecart.relancer(tx, numeros)
            else:
                relances = ecart.relancer_tout(tx)
    except DomainError as refus:
        raise Refus(f"{refus}.") from None
    typer.echo(f"Relancés : {relances}.")
