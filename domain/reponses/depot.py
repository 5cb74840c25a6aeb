"""A deposit whole: the answers checked, the dossier moved, what is left of its form cleaned up.

What else follows (journal, system message, mails, events, declarative and SVA/SVR) belongs to the
act. Each raises before it changes anything.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select

from domain.demarches.models import Demarche
from domain.dossiers import depot
from domain.dossiers.champs import MAIN, TAMPON_USAGER
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.historique import Navigateur
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action
from domain.errors import DomainError
from domain.formulaires.chargement import charger_formulaire
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.messagerie.corrections import resoudre
from domain.messagerie.models import Correction
from domain.reponses.chargement import charger_contenus, charger_reponses
from domain.reponses.feuille import Feuille
from domain.reponses.flux import verrouiller
from domain.reponses.nettoyage import nettoyer
from domain.reponses.tampon import a_un_tampon, fusionner_le_tampon
from domain.reponses.validation import ErreurDeChamp, erreurs_de_depot, verifier_l_eligibilite
from domain.transactions import Transaction


class DepotRefuse(DomainError):
    """`erreurs`, in the order of the form, are what is to be put right."""

    code = "depot_refuse"

    def __init__(self, erreurs: Sequence[ErreurDeChamp]) -> None:
        super().__init__("Le dossier ne peut pas être déposé : des champs sont à compléter")
        self.erreurs = list(erreurs)


class SansDemandeur(DomainError):
    """rules 3.4.1"""

    code = "sans_demandeur"

    def __init__(self) -> None:
        super().__init__("L’identité du demandeur est nécessaire pour déposer le dossier")


class RienADeposer(DomainError):
    """rules 3.5.4"""

    code = "rien_a_deposer"

    def __init__(self) -> None:
        super().__init__("Aucune modification n’est à déposer")


class CorrectionAConfirmer(DomainError):
    """On SVA/SVR a deposit sets the clock again: the usager says that he has corrected (rules 3.2)."""

    code = "correction_a_confirmer"

    def __init__(self) -> None:
        super().__init__("Confirmez que la correction demandée est faite avant de déposer")


def deposer(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    groupes: Sequence[GroupeInstructeur],
    deposant_id: int | None = None,
    navigateur: Navigateur | None = None,
    at: datetime,
) -> None:
    """The first deposit (rules 3.4).

    Raises TransitionInterdite, PasLeTitulaire, DemarcheFermee, ApercuNonDeposable, SansDemandeur,
    Ineligible, DepotRefuse, in this order.
    """
    verrouiller(tx, dossier)
    depot.verifier_le_depot(dossier, Action.deposer, demarche=demarche, deposant_id=deposant_id)
    if not _a_un_demandeur(tx, dossier):
        raise SansDemandeur
    feuille = _feuille_deposable(tx, dossier, MAIN, demarche=demarche, at=at)
    depot.deposer(
        tx, dossier, demarche=demarche, groupes=groupes,
        champs_connus=list(feuille.formulaire.par_stable_id), visibilite=feuille.visibilite,
        deposant_id=deposant_id, navigateur=navigateur, at=at,
    )  # fmt: skip
    nettoyer(tx, dossier, formulaire=feuille.formulaire, at=at)


def redeposer(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    groupes: Sequence[GroupeInstructeur],
    correction_faite: bool = False,
    deposant_id: int | None = None,
    navigateur: Navigateur | None = None,
    at: datetime,
) -> Correction | None:
    """Deposit the edits of a dossier en construction (rules 3.5.2-3.5.4). The correction that this
    resolves, if one was pending; on SVA/SVR `correction_faite` must say so.

    Raises TransitionInterdite, PasLeTitulaire, ApercuNonDeposable, RienADeposer,
    CorrectionAConfirmer, Ineligible, DepotRefuse, in this order.
    """
    verrouiller(tx, dossier)
    depot.verifier_le_depot(dossier, Action.redeposer, demarche=demarche, deposant_id=deposant_id)
    if not a_un_tampon(tx, dossier):
        raise RienADeposer
    corrections = tx.session.scalars(
        select(Correction).where(Correction.dossier_id == dossier.id)
    ).all()
    attendue = next((c for c in corrections if c.resolue_le is None), None)
    if attendue and demarche.sva_svr and not correction_faite:
        raise CorrectionAConfirmer
    feuille = _feuille_deposable(tx, dossier, TAMPON_USAGER, demarche=demarche, at=at)
    fusionner_le_tampon(tx, dossier, at=at)
    if attendue:
        resoudre(dossier, correction=attendue, at=at)
    depot.redeposer(
        tx, dossier, demarche=demarche, groupes=groupes,
        champs_connus=list(feuille.formulaire.par_stable_id), visibilite=feuille.visibilite,
        corrections=corrections, deposant_id=deposant_id, navigateur=navigateur, at=at,
    )  # fmt: skip
    nettoyer(tx, dossier, formulaire=feuille.formulaire, at=at)
    return attendue


def erreurs_du_dossier(
    tx: Transaction, dossier: Dossier, *, flux: str = MAIN, at: datetime
) -> list[ErreurDeChamp]:
    """What a deposit would be refused for now: `flux` is TAMPON_USAGER for edits."""
    tx.flush()
    feuille = _feuille(tx, dossier, flux)
    return erreurs_de_depot(feuille, charger_contenus(tx.session, feuille.champs.values()), at=at)


def _feuille_deposable(
    tx: Transaction, dossier: Dossier, flux: str, *, demarche: Demarche, at: datetime
) -> Feuille:
    """The answers, once nothing is wrong with them. Raises Ineligible, DepotRefuse."""
    feuille = _feuille(tx, dossier, flux)
    verifier_l_eligibilite(demarche, feuille.visibilite.valeur)
    contenus = charger_contenus(tx.session, feuille.champs.values())
    if erreurs := erreurs_de_depot(feuille, contenus, at=at):
        raise DepotRefuse(erreurs)
    return feuille


def _feuille(tx: Transaction, dossier: Dossier, flux: str) -> Feuille:
    formulaire = charger_formulaire(tx.session, dossier.revision_id)
    return Feuille(formulaire, charger_reponses(tx.session, dossier.id, flux))


def _a_un_demandeur(tx: Transaction, dossier: Dossier) -> bool:
    connu = select(
        or_(
            exists().where(Individu.dossier_id == dossier.id),
            exists().where(Etablissement.dossier_id == dossier.id),
        )
    )
    return bool(tx.session.scalar(connu))
