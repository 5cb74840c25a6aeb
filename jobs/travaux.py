"""Pieces of work, by name. Each is a function that may run twice, and reads again all that it acts on:
who asked may have lost his rights since, and the dossier may be gone (reliability, rule 4)."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy.dialects.postgresql import insert

from domain.suites.models import Travail
from domain.transactions import Transaction
from jobs.contexte import Contexte

Faire = Callable[..., None]


TRAVAUX: dict[str, Faire] = {}


def travail(nom: str) -> Callable[[Faire], Faire]:
    """Declare `faire(contexte, **arguments)`. It opens the transactions that it needs with
    `contexte.base`; what it does twice must be done once."""

    def declarer(faire: Faire) -> Faire:
        if nom in TRAVAUX:
            raise ValueError(f"deux travaux s’appellent « {nom} »")
        TRAVAUX[nom] = faire
        return faire

    return declarer


class AFaire(NamedTuple):
    """A piece of work to come: its name, and arguments that JSON can hold."""

    nom: str
    arguments: Mapping[str, Any]


def a_faire(nom: str, **arguments: Any) -> AFaire:
    return AFaire(nom, arguments)


def inscrire(tx: Transaction, voulus: list[AFaire]) -> None:
    """Add pieces of work, to be done once this commits."""
    if voulus:
        lignes = [{"nom": voulu.nom, "arguments": dict(voulu.arguments)} for voulu in voulus]
        tx.session.execute(insert(Travail), lignes)


def executer(contexte: Contexte, nom: str, arguments: Mapping[str, Any]) -> None:
    """Raises LookupError for a name that this version does not know."""
    if nom not in TRAVAUX:
        raise LookupError(f"aucun travail ne s’appelle « {nom} »")
    TRAVAUX[nom](contexte, **arguments)
