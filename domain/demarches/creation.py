from collections.abc import Iterable
from datetime import datetime

from domain.comptes.models import Administrateur
from domain.demarches.models import Chemin, Demarche, DemarcheAdministrateur, Etat
from domain.errors import DomainError
from domain.transactions import Transaction


class SansAdministrateur(DomainError):
    """rules 1.2.1"""

    def __init__(self) -> None:
        super().__init__("Une démarche a au moins un administrateur")


def chemin_de(texte: str) -> str:
    """A path as it is kept: lower-cased, unique over the whole platform (rules 1.2.9)."""
    return texte.strip().lower()


def creer(
    tx: Transaction, demarche: Demarche, *, chemin: str, administrateurs: Iterable[Administrateur],
    at: datetime,
) -> Demarche:  # fmt: skip
    """A démarche begins as a brouillon, with a path and an administrateur (rules 1.1.1, 1.2.1).

    Raises SansAdministrateur. Its form, groupe and labels are made by their own concepts.
    """
    proprietaires = list(administrateurs)
    if not proprietaires:
        raise SansAdministrateur
    demarche.etat = Etat.brouillon
    demarche.cree_le = demarche.modifiee_le = at
    tx.add(demarche)
    tx.flush()
    tx.add(Chemin(chemin=chemin_de(chemin), demarche_id=demarche.id, cree_le=at))
    tx.add(
        *(
            DemarcheAdministrateur(administrateur_id=a.id, demarche_id=demarche.id)
            for a in proprietaires
        )
    )
    return demarche
