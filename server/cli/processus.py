"""One command per process, for those who run them under systemd or Kubernetes, and for serve."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from server.settings import Settings

PANEL = "Un processus à la fois"


def register(app: typer.Typer) -> None:
    for command in (web, worker, relay, mailer, scheduler, webhooks, exports):
        app.command(rich_help_panel=PANEL)(command)


def web(
    descripteur: Annotated[
        int | None, typer.Option(hidden=True, help="Prise d’écoute héritée de « serve ».")
    ] = None,
) -> None:
    """Répondre aux requêtes HTTP."""
    from server.embedded.running import connected_settings

    settings = connected_settings()  # before the rest: a lack is told at once

    from server.logs import configure_logs
    from server.web import run_web

    configure_logs(settings.log_format, process="web")
    run_web(settings, descriptor=descripteur)


def worker() -> None:
    """Exécuter les tâches de fond."""
    _run("worker")


def relay() -> None:
    """Porter à la file de tâches ce que les transactions ont décidé."""
    _run("relay")


def mailer() -> None:
    """Envoyer les courriels en attente."""
    _run("mailer")


def scheduler() -> None:
    """Déclencher ce qui doit l’être à heure dite."""
    _run("scheduler")


def webhooks() -> None:
    """Prévenir les programmes abonnés aux démarches."""
    _run("webhooks")


def exports() -> None:
    """Préparer les exports demandés."""
    settings = _reglages("exports")

    from server.fabrique import run_exports  # not with the other roles: it is kept light

    run_exports(settings)


def _run(role: str) -> None:
    settings = _reglages(role)

    from server.roles import ROLES

    ROLES[role](settings)


def _reglages(role: str) -> "Settings":
    from server.embedded.running import connected_settings

    settings = connected_settings()

    from server.logs import configure_logs

    configure_logs(settings.log_format, process=role)
    return settings
