"""`guichet expirations`: what is about to end, and why."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer

group = typer.Typer(help="Prévoir les suppressions.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="expirations", rich_help_panel="Administrer")


@group.callback()
def _groupe() -> None:
    """A single command stays a command of its group."""


@group.command()
def prevoir(
    jusqu_a: Annotated[
        datetime, typer.Option("--jusqu-a", formats=["%Y-%m-%d"], help="Jusqu’à ce jour inclus.")
    ],
    limite: Annotated[int, typer.Option("--limite", help="Nombre de dossiers, au plus.")] = 1000,
) -> None:
    """Montrer les dossiers qui vont expirer ou disparaître : quand, pourquoi, et qui a été prévenu."""
    from sqlalchemy import func, select

    from domain.calendrier import PARIS
    from domain.expirations.prevision import prevoir as prevus
    from server.sessions import transaction

    jour: date = jusqu_a.date() + timedelta(days=1)
    fin = datetime.combine(jour, time(), PARIS) - timedelta(microseconds=1)
    with transaction() as session:
        at = session.scalars(select(func.now())).one()
        lus = prevus(session, jusqu_a=fin, limite=limite, at=at)
        for prevu in lus:
            retenu = ", retenu : personne n’a encore reçu l’avis" if prevu.retenu else ""
            typer.echo(
                f"{prevu.le.astimezone(PARIS):%Y-%m-%d}  dossier {prevu.dossier_id} "
                f"(démarche {prevu.demarche_id}, {prevu.state.label}) : {prevu.etape}, "
                f"raison {prevu.raison}{retenu}"
            )
            for prevenu in prevu.prevenus:
                remis = "remis" if prevenu.remis else "pas encore remis"
                typer.echo(
                    f"    prévenu : {prevenu.destinataire}, le {prevenu.le:%Y-%m-%d}, {remis}"
                )
    typer.echo(f"Étapes prévues : {len(lus)}.")
