"""Hiding a dossier, each side for itself, and what is left when it is gone (rules 3.16)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, select

from domain.calendrier import jour
from domain.dossiers.champs import Champ
from domain.dossiers.dates import toucher
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier, DossierSupprime, RaisonSuppression
from domain.dossiers.states import TERMINE, State
from domain.errors import DomainError
from domain.transactions import Transaction


class Cote(StrEnum):
    """Who hides: each has a date of its own."""

    usager = "usager"
    administration = "administration"
    expiration = "expiration"


class Masquage(NamedTuple):
    colonne: str
    raison: RaisonSuppression
    etats: frozenset[State]


R = RaisonSuppression
MASQUAGES: dict[Cote, Masquage] = {
    Cote.usager: Masquage(
        "cache_par_usager_le", R.user_request, frozenset(State) - {State.en_instruction}
    ),
    Cote.administration: Masquage("cache_par_administration_le", R.instructeur_request, TERMINE),
    Cote.expiration: Masquage(
        "cache_par_expiration_le", R.expired, frozenset(State) - {State.en_instruction}
    ),
}  # fmt: skip

AUTEURS = {
    Cote.usager: "l’usager",
    Cote.administration: "l’administration",
    Cote.expiration: "l’expiration",
}


class SuppressionInterdite(DomainError):
    code = "suppression_interdite"

    def __init__(self, cote: Cote, state: State) -> None:
        super().__init__(f"Un dossier {state.label} ne peut pas être supprimé par {AUTEURS[cote]}")
        self.cote = cote
        self.state = state


class DejaSupprime(DomainError):
    code = "deja_supprime"

    def __init__(self) -> None:
        super().__init__("Le dossier est déjà dans la corbeille")


class NonSupprime(DomainError):
    code = "non_supprime"

    def __init__(self) -> None:
        super().__init__("Le dossier n’est pas dans la corbeille")


class DossierExpire(DomainError):
    """rules 14.1: an expired dossier is restored by keeping it longer, and in no other way."""

    code = "expire"

    def __init__(self) -> None:
        super().__init__("Ce dossier a expiré : prolongez sa conservation pour le restaurer")


def exiger_supprimable(
    dossier: Dossier, *, cote: Cote, raison: RaisonSuppression | None = None
) -> None:
    """Raises SuppressionInterdite, DejaSupprime."""
    colonne, _, etats = MASQUAGES[cote]
    if dossier.state not in etats and raison is not R.procedure_removed:
        raise SuppressionInterdite(cote, dossier.state)
    if getattr(dossier, colonne) is not None:
        raise DejaSupprime


def exiger_restaurable(dossier: Dossier, *, cote: Cote) -> None:
    """Raises NonSupprime, DossierExpire."""
    if getattr(dossier, MASQUAGES[cote].colonne) is not None:
        return
    if dossier.cache_par_expiration_le is not None:
        raise DossierExpire
    raise NonSupprime


def masquer(
    dossier: Dossier, *, cote: Cote, raison: RaisonSuppression | None = None, at: datetime
) -> None:
    """Put in the bin of one side. Raises SuppressionInterdite (rules 3.16.1-3.16.3).

    The last one to hide says why: `cache_raison` is one for both sides. `procedure_removed` is
    allowed in every state.
    """
    colonne, habituelle, etats = MASQUAGES[cote]
    if dossier.state not in etats and raison is not R.procedure_removed:
        raise SuppressionInterdite(cote, dossier.state)
    setattr(dossier, colonne, at)
    dossier.cache_raison = raison or habituelle
    toucher(dossier, at=at)


def restaurer(dossier: Dossier, *, cote: Cote, at: datetime) -> None:
    """Take out of the bin of one side (rules 3.16.6). Raises NonSupprime, DossierExpire."""
    exiger_restaurable(dossier, cote=cote)
    setattr(dossier, MASQUAGES[cote].colonne, None)
    if cote is Cote.usager and dossier.cache_raison is R.not_modified_for_a_long_time:
        dossier.cache_par_expiration_le = None
    dossier.cache_raison = raison_restante(dossier)
    toucher(dossier, at=at)


def raison_restante(dossier: Dossier) -> RaisonSuppression | None:
    """Why a dossier is still hidden, once one side shows it again: because of the other."""
    if dossier.cache_par_usager_le is not None:
        return R.user_request if dossier.usager_id is not None else R.user_removed
    if dossier.cache_par_administration_le is not None:
        return R.instructeur_request
    return R.expired if dossier.cache_par_expiration_le is not None else None


def purger(tx: Transaction, dossier: Dossier, *, at: datetime) -> DossierSupprime | None:
    """Destroy a hidden dossier. What it was is kept as a trace, unless it was a draft (rules 1.1.7,
    3.16.8). Its files must have gone before it: the rows that name them point at it.

    A dossier en construction is told gone since its usager hid it, another since its purge.
    """
    trace = None
    if dossier.state is not State.brouillon:
        en_construction = dossier.state is State.en_construction
        trace = DossierSupprime(
            dossier_number=dossier.id, demarche_id=dossier.demarche_id,
            revision_id=dossier.revision_id, groupe_instructeur_id=dossier.groupe_instructeur_id,
            usager_id=dossier.usager_id, state=dossier.state,
            raison=dossier.cache_raison or R.user_request,
            supprime_le=(en_construction and dossier.cache_par_usager_le) or at,
            depose_le=jour(dossier.depose_le) if dossier.depose_le else None,
        )  # fmt: skip
        tx.add(trace)
    tx.flush()
    siens = select(Champ.etablissement_id).where(Champ.dossier_id == dossier.id)
    tx.session.execute(delete(Etablissement).where(Etablissement.id.in_(siens)))
    tx.delete(dossier)
    tx.flush()
    return trace
