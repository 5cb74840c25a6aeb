"""Awaiting an answer to a message (rules 3.11)."""

from datetime import datetime

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import attente_de_reponse
from domain.actes.suites import badger
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.messagerie.attente import attendre
from domain.messagerie.models import AttenteReponse, Message
from domain.transactions import Transaction


def attendre_une_reponse(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    message: Message, at: datetime,
) -> AttenteReponse:  # fmt: skip
    """Raises AccesRefuse, RienAAttendre, ReponseDejaAttendue."""
    exiger_un_instructeur(tx, dossier, instructeur)
    en_cours = attente_de_reponse(tx, dossier)
    attente = attendre(tx, dossier, message=message, en_cours=en_cours, at=at)
    badger(tx, dossier, Fait.reponse_attendue, at=at)
    return attente
