"""Files that do not outlive the decision (rules 10.8): identity documents, and those marked so."""

from datetime import datetime

from sqlalchemy import and_, or_, select

from domain.dossiers.champs import Champ
from domain.dossiers.models import Dossier
from domain.fichiers.models import Fichier
from domain.fichiers.retrait import retirer
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


def effacer_titres_identite(tx: Transaction, dossier: Dossier, *, at: datetime) -> int:
    """Erase the files of these champs, whatever stream they are in; how many there were. For every
    act that ends an instruction, by a person or by time."""
    du_formulaire = and_(
        TypeDeChamp.stable_id == Champ.stable_id, TypeDeChamp.revision_id == dossier.revision_id
    )
    champs = (
        select(Champ.id)
        .outerjoin(TypeDeChamp, du_formulaire)
        .where(Champ.dossier_id == dossier.id, A_EFFACER)
    )
    return retirer(tx, Fichier.champ_id.in_(champs), Fichier.dossier_id == dossier.id, at=at)
