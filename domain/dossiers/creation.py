from datetime import datetime

from domain.comptes.models import Compte
from domain.demarches.models import Demarche
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.formulaires.models import Revision
from domain.transactions import Transaction


class DemandeurInattendu(DomainError):
    """A person on a démarche for establishments, or the other way round (rules 3.4.1)."""

    def __init__(self, *, pour_individu: bool) -> None:
        attendu = "une personne" if pour_individu else "un établissement"
        super().__init__(f"Le demandeur de cette démarche est {attendu}")


class MandatairePourEtablissement(DomainError):
    """rules 3.4.2"""

    def __init__(self) -> None:
        super().__init__("Seul un dossier de particulier peut être déposé pour un tiers")


def creer(
    tx: Transaction,
    *,
    demarche: Demarche,
    revision: Revision,
    usager: Compte | None,
    number: int | None = None,
    at: datetime,
) -> Dossier:
    """A draft, on a given form. `number` is for who brings dossiers from elsewhere; without `usager`
    it waits for its owner (rules 2.6.3)."""
    dossier = Dossier(
        id=number, demarche_id=demarche.id, revision_id=revision.id, usager_id=usager.id if usager else None,
        state=State.brouillon, cree_le=at, modifie_le=at,
    )  # fmt: skip
    recalculer_expiration(dossier, demarche=demarche)
    tx.add(dossier)
    tx.flush()
    return dossier


def identifier(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    demandeur: Individu | Etablissement,
    mandataire: tuple[str, str] | None = None,
    at: datetime,
) -> None:
    """Say who asks, and by whom (first name, name) when it is for somebody else (rules 3.4.1-3.4.2).

    Raises DemandeurInattendu, MandatairePourEtablissement.
    """
    if isinstance(demandeur, Individu) is not demarche.pour_individu:
        raise DemandeurInattendu(pour_individu=demarche.pour_individu)
    if mandataire and not demarche.pour_individu:
        raise MandatairePourEtablissement
    demandeur.dossier_id = dossier.id
    tx.add(demandeur)
    if mandataire:
        dossier.pour_un_tiers = True
        dossier.mandataire_prenom, dossier.mandataire_nom = mandataire
    toucher(dossier, "identite_modifiee_le", at=at)
