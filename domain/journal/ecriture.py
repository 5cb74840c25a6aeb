"""Writing in the journal: at the very end of a transaction, for it makes the others wait."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from domain.auteurs import Auteur
from domain.journal.chaine import ORIGINE, Maillon, Tete, empreinte_du_contenu
from domain.journal.models import Fil, Ligne, Operation


class Entree(NamedTuple):
    """What is to be written: an act, before it has a place in the journal."""

    operation: Operation
    demarche_id: int
    dossier_id: int
    auteur: Auteur
    contenu: Mapping[str, Any]
    le: datetime


class Prise(NamedTuple):
    """A thread held until the commit, and the instant of what is written under it."""

    tete: Tete
    le: datetime


# Time goes forward for a démarche, even if the server's clock is set back.
_INSTANT = func.greatest(func.clock_timestamp(), Fil.dernier_le + func.make_interval(0, 0, 0, 0, 0, 0, 0.000001))  # fmt: skip


_FIL: Any = Fil.__table__
_LIGNE: Any = Ligne.__table__
_AJOUTER = insert(_LIGNE)
_PRENDRE = (
    insert(_FIL)
    .values(rang=0, empreinte=ORIGINE, dernier_le=func.clock_timestamp())
    .on_conflict_do_update(index_elements=[_FIL.c.demarche_id], set_={"dernier_le": _INSTANT})
    .returning(_FIL.c.rang, _FIL.c.empreinte, _FIL.c.dernier_le)
)


def prendre(session: Session, demarche_id: int) -> Prise:
    """Hold a démarche's thread. Others that write on it wait for our commit."""
    rang, empreinte, le = session.execute(_PRENDRE, {"demarche_id": demarche_id}).one()
    return Prise(Tete(rang, empreinte), le)


def ecrire(session: Session, prise: Prise, entrees: Sequence[Entree]) -> Tete:
    """Add rows at the end of a thread that is held; all of one démarche. Returns its new end, which
    whoever holds it writes."""
    rang, precedente = prise.tete
    lignes = []
    for entree in entrees:
        rang += 1
        contenu = {"auteur": _auteur(entree.auteur), **entree.contenu}
        maillon = Maillon(
            entree.demarche_id, rang, entree.dossier_id, entree.operation,
            entree.auteur.automatique, entree.le, empreinte_du_contenu(contenu), precedente,
        )  # fmt: skip
        precedente = maillon.empreinte()
        lignes.append({**maillon._asdict(), "contenu": contenu, "empreinte": precedente})
    if lignes:
        session.execute(_AJOUTER, lignes)
    return Tete(rang, precedente)


def _auteur(auteur: Auteur) -> dict[str, Any]:
    dit = {"genre": str(auteur.genre), "id": auteur.id, "email": auteur.email, "jeton": auteur.jeton}  # fmt: skip
    return {nom: valeur for nom, valeur in dit.items() if valeur is not None}
