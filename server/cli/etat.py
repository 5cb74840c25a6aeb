"""`guichet etat`: what runs, where, on which tables, holding how much."""

import typer


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Administrer")(etat)


def etat() -> None:
    """Montrer les parties, leur adresse sans secret, la version de la base et ce qu’elle contient.

    Code de sortie 1 si une partie ne répond pas ou si la base n’est pas à jour.
    """
    from server.embedded.running import connected_settings

    settings = connected_settings()

    from rich.console import Console
    from rich.table import Table

    from server.state import parts, supervised, tables

    console = Console(highlight=False)
    found = parts(settings)
    shown = Table("Partie", "Adresse", "État")
    for part in found:
        shown.add_row(part.name, part.address, part.state)
    console.print(f"Guichet : {settings.url}")
    console.print(f"Données : {settings.data_folder}", soft_wrap=True)
    console.print(f"« guichet serve » : {'en marche' if supervised(settings) else 'arrêté'}")
    console.print(shown)
    if found[0].state != "ok":
        raise typer.Exit(1)
    base = tables(settings)
    current = base.version is not None and base.version == base.wanted
    console.print(
        f"Base : version {base.version or 'aucune'}"
        + (", à jour" if current else f", version attendue {base.wanted} : « guichet migrer »")
    )
    for name, count in base.counts.items():
        console.print(f"  {name} : {count}")
    if not current or any(part.state != "ok" for part in found):
        raise typer.Exit(1)
