"""Files that do not outlive the decision (rules 10.8): identity documents, and those marked so."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select

from domain.base import parmi
from domain.dossiers.champs import Champ
from domain.dossiers.models import Dossier
from domain.fichiers.models import Fichier
from domain.fichiers.retrait import retirer_par, retrait
from domain.formulaires.models import TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.transactions import Transaction

TITRE_IDENTITE = "TITRE_IDENTITE"

A_EFFACER = or_(
    Champ.type_champ == TypeChamp.titre_identite,
    TypeDeChamp.type_champ == TypeChamp.titre_identite,
    TypeDeChamp.options["nature"].astext == TITRE_IDENTITE,
    TypeDeChamp.options["purge_automatique"].astext == "true",
)


# Whatever stream they are in.
_CHAMPS = (
    select(Champ.id)
    .join(Dossier, Dossier.id == Champ.dossier_id)
    .outerjoin(
        TypeDeChamp,
        and_(
            TypeDeChamp.stable_id == Champ.stable_id,
            TypeDeChamp.revision_id == Dossier.revision_id,
        ),
    )
    .where(parmi(Champ.dossier_id, "dossiers"), A_EFFACER)
)
_RETRAIT = retrait(Fichier.champ_id.in_(_CHAMPS), parmi(Fichier.dossier_id, "dossiers"))


def effacer_titres_identite(tx: Transaction, dossiers: Collection[Dossier], *, at: datetime) -> int:
    """Erase the files of these champs of dossiers; how many there were. For every act that ends an
    instruction, by a person or by time."""
    return retirer_par(tx, _RETRAIT, {"dossiers": [dossier.id for dossier in dossiers]}, at=at)
