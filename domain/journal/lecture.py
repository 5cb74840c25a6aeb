"""Reading the journal in its order, to verify it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.journal.chaine import Anomalie, LigneLue, Maillon, Tete, verifier
from domain.journal.models import Fil, Ligne

LOT = 5_000


def demarches_du_journal(session: Session) -> list[int]:
    """Those that have a thread, or rows without one."""
    fils, lignes = select(Fil.demarche_id), select(Ligne.demarche_id).distinct()
    return sorted(session.scalars(fils.union(lignes)))


def anomalies(session: Session, demarche_id: int) -> Iterator[Anomalie]:
    """What is wrong in the journal of a démarche. Rows are read as they come: it may be long."""
    fil = session.execute(
        select(Fil.rang, Fil.empreinte).where(Fil.demarche_id == demarche_id)
    ).one_or_none()
    yield from verifier(lignes(session, demarche_id), Tete(*fil) if fil else None)


def lignes(session: Session, demarche_id: int) -> Iterator[LigneLue]:
    colonnes = [getattr(Ligne, nom) for nom in Maillon._fields]
    lues = session.execute(
        select(*colonnes, Ligne.contenu, Ligne.empreinte)
        .where(Ligne.demarche_id == demarche_id)
        .order_by(Ligne.rang)
        .execution_options(yield_per=LOT)
    )
    for ligne in lues:
        *maillon, contenu, empreinte = ligne
        yield LigneLue(Maillon(*maillon), contenu, empreinte)
