"""`guichet serve`: everything on one machine."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Servir")(serve)


def serve(
    demo: Annotated[
        bool, typer.Option(help="Charger la démonstration au premier démarrage.")
    ] = True,
) -> None:
    """Tout démarrer sur cette machine : base, file, fichiers, web et tâches de fond."""
    from server.settings import load_settings

    settings = load_settings()  # before the rest: a wrong setting is told at once

    from server.supervisor import serve as supervise

    supervise(settings, demo=demo)
