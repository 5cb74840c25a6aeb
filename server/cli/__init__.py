"""The command line. Each file is a group of commands; what is slow to import waits inside them."""

import sys
from importlib import import_module
from importlib.util import find_spec

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

app = typer.Typer(
    help="Guichet : les démarches administratives par GraphQL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command typed. Whatever goes wrong is one French line and an exit code."""
    _register()
    try:
        outcome = typer.main.get_command(app)(standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        refus = explain(error)
        if str(refus):
            sys.stderr.write(f"{refus}\n")
        sys.exit(refus.code)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _register() -> None:
    for name in GROUPS:
        if find_spec(f"server.cli.{name}"):
            import_module(f"server.cli.{name}").register(app)
