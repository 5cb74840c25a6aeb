"""Following a dossier, and letting it go (rules 4.4, api 10.8)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import suivis_de
from domain.actes.suites import suivi_de
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.dossiers import suivi
from domain.dossiers.dates import toucher
from domain.dossiers.models import Dossier
from domain.transactions import Transaction


def basculer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    suivre: bool, at: datetime,
) -> None:  # fmt: skip
    """Already so is a silent success, which dates nothing. Raises AccesRefuse."""
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    suivis = suivis_de(tx, dossier)
    if suivi.suit(instructeur.id, suivis) is suivre:
        return
    with suivi_de(tx, dossier, instructeur, suivis, at=at):
        if suivre:
            suivi.suivre(tx, dossier, instructeur=instructeur, suivis=suivis, at=at)
        else:
            suivi.ne_plus_suivre(instructeur=instructeur, suivis=suivis, at=at)
    toucher(dossier, at=at)
