"""What changes of groupes and of their members do to badges; other facts are told by `suites.badger`."""

from collections.abc import Collection
from datetime import datetime

from domain.badges import groupes
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction


def badger_le_nouveau_groupe(
    tx: Transaction, dossier: Dossier, *, ancien: int | None, at: datetime
) -> None:
    """`ancien` is the number of the groupe that it left."""
    groupes.demenager(tx, dossier, ancien=ancien, at=at)


def badger_les_arrivees(
    tx: Transaction, groupe: GroupeInstructeur, membres: Collection[int], *, at: datetime
) -> None:
    groupes.accueillir(tx, groupe, membres=membres, at=at)


def badger_les_departs(
    tx: Transaction, groupe: GroupeInstructeur, membres: Collection[int]
) -> None:
    groupes.congedier(tx, groupe, membres=membres)
