"""Routing again all that is not decided, once an administrateur has changed the rules (rules 1.11.6)."""

from datetime import datetime

from sqlalchemy import select

from domain.actes.affectation import reaffecter
from domain.actes.lectures import demarche_de
from domain.actes.trace import consigner
from domain.auteurs import Auteur
from domain.demarches.models import Demarche
from domain.dossiers.historique import ModeAffectation
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.formulaires.chargement import charger_formulaire
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.groupes_instructeurs.routage import router
from domain.journal.models import Operation
from domain.reponses.chargement import charger_reponses
from domain.reponses.feuille import Feuille
from domain.transactions import Transaction

LIMITE = 500
A_ROUTER = frozenset(State) - TERMINE - {State.brouillon}


def dossiers_a_rerouter(
    tx: Transaction, demarche_id: int, *, apres: int = 0, limite: int = LIMITE
) -> list[int]:
    """Numbers, by pages: each is then routed in a transaction of its own."""
    concernes = (
        select(Dossier.id)
        .where(Dossier.demarche_id == demarche_id, Dossier.id > apres, Dossier.state.in_(A_ROUTER))
        .order_by(Dossier.id)
        .limit(limite)
    )
    return list(tx.session.scalars(concernes))


def rerouter(tx: Transaction, dossier: Dossier, *, auteur: Auteur, at: datetime) -> bool:
    """Where its answers send it now, even if a person had chosen its groupe; whether it moved."""
    if dossier.state not in A_ROUTER:
        return False
    dossier.groupe_force = False
    siens = select(GroupeInstructeur).where(GroupeInstructeur.demarche_id == dossier.demarche_id)
    feuille = Feuille(
        charger_formulaire(tx.session, dossier.revision_id),
        charger_reponses(tx.session, dossier.id),
    )
    groupe = router(
        tx.session.scalars(siens).all(), connus=list(feuille.formulaire.par_stable_id),
        valeur_de=feuille.visibilite.valeur,
    )  # fmt: skip
    if groupe.id == dossier.groupe_instructeur_id:
        return False
    reaffecter(
        tx, dossier, groupe=groupe, mode=ModeAffectation.bulk_routing, par=auteur.email, at=at
    )
    consigner(
        tx, Operation.changer_groupe_instructeur, dossier,
        demarche=demarche_de(tx, dossier), auteur=auteur, at=at,
    )  # fmt: skip
    return True


def eteindre_l_alerte(demarche: Demarche) -> None:
    """Once all are routed again (rules 1.11.6)."""
    demarche.options = {nom: v for nom, v in demarche.options.items() if nom != "routing_alert"}
