from collections.abc import Collection
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import parmi
from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.models import TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp

COLONNES = tuple(getattr(TypeDeChamp, nom) for nom in Descripteur._fields)
_LIGNES = (
    select(*COLONNES)
    .where(parmi(TypeDeChamp.revision_id, "revisions"))
    .order_by(TypeDeChamp.revision_id)
)


def charger_formulaire(session: Session, revision_id: int) -> Formulaire:
    """A revision's form, in one statement."""
    return charger_formulaires(session, [revision_id])[revision_id]


def charger_formulaires(session: Session, revisions: Collection[int]) -> dict[int, Formulaire]:
    """The forms of several revisions, in one statement; one that has no field is empty."""
    lignes = session.execute(_LIGNES, {"revisions": list(revisions)})
    descripteurs = (Descripteur(*ligne) for ligne in lignes)
    typees = (d._replace(type_champ=TypeChamp(d.type_champ)) for d in descripteurs)
    lus = {
        revision_id: Formulaire(revision_id, siens)
        for revision_id, siens in groupby(typees, attrgetter("revision_id"))
    }
    return {numero: lus.get(numero) or Formulaire(numero, ()) for numero in revisions}
