"""`guichet scenario`: worlds written in files."""

from pathlib import Path
from typing import Annotated

import typer

from server.refus import Refus

ILLISIBLES: dict[type[OSError], str] = {
    FileNotFoundError: "fichier introuvable",
    IsADirectoryError: "c’est un dossier",
    PermissionError: "lecture interdite",
}

group = typer.Typer(help="Charger un monde écrit dans un fichier.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="scenario", rich_help_panel="Administrer")


@group.command()
def charger(
    fichier: Annotated[Path, typer.Argument(help="Le fichier YAML.", metavar="FICHIER")],
    en_json: Annotated[
        bool, typer.Option("--json", help="Écrire les jetons et les numéros en JSON.")
    ] = False,
    remplacer: Annotated[
        bool, typer.Option(help="Supprimer d’abord ce que le fichier redéfinit.")
    ] = False,
) -> None:
    """Construire tout ce que le fichier décrit, ou rien si quelque chose y est faux."""
    import json

    import scenarios
    from adapters.storage import StorageUnavailable
    from server.embedded.running import connected_settings
    from server.resources import open_storage
    from server.sessions import database_faults

    settings = connected_settings(("database_url", "s3_endpoint_url"))
    try:
        with database_faults():
            resultat = scenarios.charger(
                fichier,
                database_url=settings.require("database_url"),
                storage=open_storage(settings),
                remplacer=remplacer,
            )
    except OSError as error:
        cause = ILLISIBLES.get(type(error), error.strerror)
        raise Refus(f"Fichier illisible : {fichier} ({cause}).", code=2) from None
    except scenarios.ScenarioRefuse as refuse:
        raise Refus(str(refuse)) from None
    except StorageUnavailable:
        raise Refus("Le stockage des fichiers ne répond pas : rien n’a été chargé.") from None
    if en_json:
        typer.echo(json.dumps(resultat.donnees(), ensure_ascii=False))
        return
    for nom, texte in resultat.jetons.items():
        typer.echo(f"jeton {nom} : {texte}")
    for cle, number in resultat.demarches.items():
        typer.echo(f"démarche {cle} : {number}")
    demarches, dossiers = len(resultat.demarches), resultat.total
    typer.echo(
        f"Chargé : {demarches} démarche{'s'[: demarches > 1]}, {dossiers} dossier{'s'[: dossiers > 1]}."
    )


@group.command()
def decrire() -> None:
    """Écrire le schéma JSON du format."""
    import json

    from scenarios.description import schema

    typer.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
