"""The command line. Each file is a group of commands; what is slow to import waits inside them."""

import sys
from importlib import import_module

import typer

from server.cli.faults import explain

GROUPS = (
    "serve",
    "processus",
    "migrer",
    "etat",
    "scenario",
    "jeton",
    "journal",
    "expirations",
    "travaux",
    "webhook",
)


def main() -> None:
    """Run the command typed. Whatever goes wrong is one French line and an exit code."""
    try:
        outcome = typer.main.get_command(_commands())(standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        refus = explain(error)
        if str(refus):
            sys.stderr.write(f"{refus}\n")
        sys.exit(refus.code)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _commands() -> typer.Typer:
    app = typer.Typer(
        help="Guichet : les démarches administratives par GraphQL.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name in GROUPS:
        import_module(f"server.cli.{name}").register(app)
    return app
