from collections.abc import Iterable
from datetime import datetime

from domain.demarches import publication
from domain.demarches.models import Demarche
from domain.formulaires import revisions
from domain.formulaires.models import Revision, TypeDeChamp
from domain.transactions import Transaction


def publier_demarche(
    tx: Transaction,
    demarche: Demarche,
    *,
    brouillon: Revision,
    champs: Iterable[TypeDeChamp],
    par: str | None = None,
    at: datetime,
) -> Revision:
    """Open a démarche with its draft form (rules 1.1.2). Returns the new draft.

    Raises PassageInterdit when the démarche is open already.
    """
    publication.publier(demarche, at=at)
    return revisions.publier(tx, brouillon, champs=champs, par=par, at=at)


def publier_revision(
    tx: Transaction,
    demarche: Demarche,
    *,
    brouillon: Revision,
    champs: Iterable[TypeDeChamp],
    par: str | None = None,
    at: datetime,
) -> Revision:
    """Change the form of an open démarche. Returns the new draft."""
    demarche.modifiee_le = at
    return revisions.publier(tx, brouillon, champs=champs, par=par, at=at)
