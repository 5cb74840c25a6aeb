from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.models import TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp

COLONNES = tuple(getattr(TypeDeChamp, nom) for nom in Descripteur._fields)


def charger_formulaire(session: Session, revision_id: int) -> Formulaire:
    """A revision's form, in one statement."""
    lignes = session.execute(select(*COLONNES).where(TypeDeChamp.revision_id == revision_id))
    descripteurs = [Descripteur(*ligne) for ligne in lignes]
    return Formulaire(
        revision_id, [d._replace(type_champ=TypeChamp(d.type_champ)) for d in descripteurs]
    )
