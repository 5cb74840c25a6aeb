"""Revisions: the draft takes the edits, and publishing leaves a copy of it behind (rules 1.3)."""

from collections.abc import Iterable
from datetime import datetime

from domain.formulaires.models import Revision, TypeDeChamp
from domain.transactions import Transaction


def creer_brouillon(tx: Transaction, *, demarche_id: int, at: datetime) -> Revision:
    revision = Revision(demarche_id=demarche_id, cree_le=at)
    tx.add(revision)
    tx.flush()
    return revision


def copier(champ: TypeDeChamp, *, revision: Revision) -> TypeDeChamp:
    """The same field in another revision: its stable id is what answers hang on (rules 1.3.2)."""
    return TypeDeChamp(
        revision_id=revision.id,
        stable_id=champ.stable_id,
        parent_id=champ.parent_id,
        position=champ.position,
        prive=champ.prive,
        type_champ=champ.type_champ,
        libelle=champ.libelle,
        description=champ.description,
        obligatoire=champ.obligatoire,
        condition=champ.condition,
        options=dict(champ.options),
    )


def publier(
    tx: Transaction,
    brouillon: Revision,
    *,
    champs: Iterable[TypeDeChamp],
    par: str | None = None,
    at: datetime,
) -> Revision:
    """Publish the draft; a new draft, its copy, takes its place (rules 1.1.2). Returns the new one. `par`
    is the address of who publishes it."""
    brouillon.publiee_le = at
    brouillon.publiee_par = par
    tx.flush()  # a démarche has one draft only: the old one must have left before the new one comes
    suivant = creer_brouillon(tx, demarche_id=brouillon.demarche_id, at=at)
    copies = [copier(champ, revision=suivant) for champ in champs]
    tx.add(*sorted(copies, key=lambda c: (c.parent_id is not None, c.position)))
    tx.flush()
    return suivant
