"""Coming to a tab. It changes nothing of the dossier: neither its dates nor its journal."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from domain.badges.regles import Volet
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.transactions import Transaction
from domain.visites.models import Visite


def marquer(
    tx: Transaction,
    dossier: Dossier,
    *,
    instructeur: Instructeur,
    volet: Volet,
    at: datetime,
) -> None:
    """`at` is the last visit; it never goes back, for two windows may be open."""
    colonne = f"{volet}_le"
    venue = insert(Visite).values(
        {"dossier_id": dossier.id, "instructeur_id": instructeur.id, colonne: at}
    )
    plus_tard = getattr(Visite, colonne).is_(None) | (getattr(Visite, colonne) < at)
    tx.session.execute(
        venue.on_conflict_do_update(
            index_elements=[Visite.dossier_id, Visite.instructeur_id],
            set_={colonne: at},
            where=plus_tard,
        )
    )
