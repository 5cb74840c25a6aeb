"""What a command that failed says: one French line, whatever the cause."""

import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from typer.exceptions import TyperException

from server.refus import Refus
from server.traces import trace

INTERRUPTED = 130  # what shells expect after Ctrl-C
BUG = 70  # EX_SOFTWARE

# Typer speaks English; these are all the ways of mistyping a command.
MISTYPED = (
    (r"No such option: (\S+)", "option inconnue : {}"),
    (r"No such command '(.*)'\.", "commande inconnue : {}"),
    (r"Missing command\.", "il manque une commande"),
    (r"Missing (?:argument|option|parameter) '(.*?)'", "il manque {}"),
    (r"Invalid value for '(.*?)'", "valeur refusée pour {}"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "en trop : {}"),
    (r"Option '(.*?)' requires", "il manque la valeur de {}"),
)


def explain(error: BaseException) -> Refus:
    """The refusal to show. A bug's traceback goes to a file: nobody reads it on a screen."""
    if isinstance(error, Refus):
        return error
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        return Refus("", code=INTERRUPTED)
    if isinstance(error, TyperException):
        return Refus(f"{_mistyped(error.format_message())} Voir « guichet --help ».", code=2)
    if isinstance(error, BrokenPipeError):  # `guichet etat | head`: the reader has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return Refus("", code=1)
    return Refus(f"Erreur imprévue : {type(error).__name__}. Détail dans {_keep(error)}.", code=BUG)


def _mistyped(message: str) -> str:
    if message.startswith("\n"):  # the help itself: a group typed without its command
        return "Commande refusée : il manque une commande."
    for pattern, sentence in MISTYPED:
        if found := re.match(pattern, message):
            return f"Commande refusée : {sentence.format(*found.groups())}."
    return "Commande refusée."


def _keep(error: BaseException) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    descriptor, path = tempfile.mkstemp(prefix=f"guichet-{stamp}-", suffix=".log")
    with open(descriptor, "w") as file:
        file.write(trace(error))
    return Path(path)
