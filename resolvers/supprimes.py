"""Dossiers gone, or going: what the two lists of them show."""

from typing import NamedTuple

from sqlalchemy import case, func, literal_column, select

from domain import identifiants
from domain.dossiers.models import Dossier, DossierSupprime, RaisonSuppression
from domain.dossiers.states import State
from resolvers.statements import AnySelect, instant


class DossierSupprimeRow(NamedTuple):
    """A dossier gone or going. `id` orders the list, `identifiant` is what the API shows (14.9)."""

    id: int
    number: int
    state: str
    raison: str
    le: str
    purge: bool

    @property
    def identifiant(self) -> str:
        return identifiants.identifiant("DeletedDossier", self.id)


def supprimes() -> AnySelect:
    return select(
        DossierSupprime.id,
        DossierSupprime.dossier_number.label("number"),
        DossierSupprime.state,
        DossierSupprime.raison,
        instant(DossierSupprime.supprime_le.label("le")),
        literal_column("true").label("purge"),
    )


def en_attente() -> AnySelect:
    """Reasons that the contract does not know, or that old rows lack, are told by who hid it."""
    raison = case(
        (
            Dossier.cache_raison == RaisonSuppression.not_modified_for_a_long_time,
            RaisonSuppression.expired,
        ),
        else_=func.coalesce(
            Dossier.cache_raison,
            case(
                (Dossier.state == State.en_construction, RaisonSuppression.user_request),
                else_=RaisonSuppression.instructeur_request,
            ),
        ),
    )
    return select(
        Dossier.id,
        Dossier.id.label("number"),
        Dossier.state,
        raison.label("raison"),
        instant(Dossier.suppression_en_attente_le.label("le")),
        literal_column("false").label("purge"),
    )
