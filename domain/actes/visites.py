"""Opening the tabs of a dossier: what was new there is not new any more (rules 4.4.4, 4.7, 7.6)."""

from datetime import datetime

from domain.actes.droits import exiger_l_usager, exiger_un_instructeur
from domain.badges import pose
from domain.badges.regles import Volet
from domain.comptes.models import Compte, Instructeur
from domain.dossiers.models import Dossier
from domain.messagerie.lecture import Lecteur, accuser_lecture
from domain.transactions import Transaction
from domain.visites.visite import marquer


def visiter(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, volet: Volet,
    at: datetime,
) -> None:  # fmt: skip
    """One's own visit, and one's own badge; but the usager's messages are read by the whole side.

    Raises AccesRefuse.
    """
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    marquer(tx, dossier, instructeur=instructeur, volet=volet, at=at)
    pose.lire(tx, dossier, volet, instructeur=instructeur)
    if volet is Volet.messagerie:
        accuser_lecture(tx, dossier, lecteur=Lecteur.administration, at=at)


def lire_par_l_usager(tx: Transaction, dossier: Dossier, *, usager: Compte, at: datetime) -> None:
    """The messagerie, on the usager's side. Raises PasLUsager."""
    exiger_l_usager(dossier, usager)
    accuser_lecture(tx, dossier, lecteur=Lecteur.usager, at=at)
