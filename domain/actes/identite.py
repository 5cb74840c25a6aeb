"""Saying again who asks (rules 3.5.5): nothing waits, as answers do, for a new deposit."""

from datetime import datetime

from sqlalchemy import delete

from domain.actes.droits import exiger_l_usager
from domain.actes.lectures import demarche_de, exiger_transition
from domain.actes.suites import badger
from domain.auteurs import Auteur
from domain.badges.regles import Fait
from domain.comptes.models import Compte
from domain.dossiers.creation import identifier
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action, State
from domain.transactions import Transaction


def modifier_l_identite(
    tx: Transaction, dossier: Dossier, *, usager: Compte, auteur: Auteur,
    demandeur: Individu | Etablissement, mandataire: tuple[str, str] | None = None, at: datetime,
) -> None:  # fmt: skip
    """Of a draft, or of a dossier en construction, whose instructeurs are told. Raises PasLUsager,
    TransitionInterdite, DemandeurInattendu, MandatairePourEtablissement."""
    exiger_l_usager(dossier, usager)
    if dossier.state is not State.brouillon:
        exiger_transition(tx, dossier, Action.redeposer)
    for ancien in (Individu, Etablissement):
        tx.session.execute(delete(ancien).where(ancien.dossier_id == dossier.id))
    dossier.pour_un_tiers, dossier.mandataire_nom, dossier.mandataire_prenom = False, None, None
    demarche = demarche_de(tx, dossier)
    identifier(
        tx, dossier, demarche=demarche, demandeur=demandeur, mandataire=mandataire, at=at
    )  # fmt: skip
    if dossier.state is State.en_construction:
        badger(tx, dossier, Fait.identite_modifiee, par=auteur.email, at=at)
