"""`guichet migrer`: bring the tables to this version."""

import typer


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Administrer")(migrer)


def migrer() -> None:
    """Mettre les tables de la base à la version de ce programme."""
    from server.embedded.running import database_settings

    settings = database_settings()

    from server.logs import configure_logs
    from server.migrate import migrate

    configure_logs(settings.log_format, process="migrer")
    reached = migrate(settings.require("database_url"))
    typer.echo(f"Base à jour (version {reached or 'vide'}).")
