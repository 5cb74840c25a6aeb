"""Routing kept by programs that know nothing of rules: option `routage_api` (api 14.24).

The field that routes is a list whose options are the labels of the open groupes, and each groupe's
rule is « equals its label ». Rewritten whenever a groupe is made, renamed, closed or opened.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from domain.formulaires.conditions import sources
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction


def recrire(tx: Transaction, *, demarche_id: int, groupes: Sequence[GroupeInstructeur]) -> None:
    """The form in use and the draft one both change, in place. Without a list in the form, nothing
    routes and nothing is done."""
    listes = _listes(tx, demarche_id)
    stable_id = _qui_route(listes, groupes)
    if stable_id is None:
        return
    ouverts = sorted((g for g in groupes if not g.ferme), key=lambda g: g.label)
    for groupe in ouverts:
        groupe.regle = {"champ": stable_id, "op": "eq", "valeur": groupe.label}
    for champ in listes:
        if champ.stable_id == stable_id:
            champ.options = {**champ.options, "options": [groupe.label for groupe in ouverts]}


def _listes(tx: Transaction, demarche_id: int) -> list[TypeDeChamp]:
    """The public lists of the latest published form, and of the draft."""
    revisions = Revision.demarche_id == demarche_id
    publiee = (
        select(Revision.id)
        .where(revisions, Revision.publiee_le.is_not(None))
        .order_by(Revision.publiee_le.desc(), Revision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    brouillon = select(Revision.id).where(revisions, Revision.publiee_le.is_(None))
    listes = select(TypeDeChamp).where(
        or_(TypeDeChamp.revision_id == publiee, TypeDeChamp.revision_id.in_(brouillon)),
        TypeDeChamp.type_champ == TypeChamp.drop_down_list,
        TypeDeChamp.parent_id.is_(None),
        ~TypeDeChamp.prive,
    )
    return list(tx.session.scalars(listes.order_by(TypeDeChamp.position, TypeDeChamp.stable_id)))


def _qui_route(listes: Sequence[TypeDeChamp], groupes: Iterable[GroupeInstructeur]) -> int | None:
    """The list that the rules look at already; the form's first one before there are rules."""
    regardes = {s for groupe in groupes if groupe.regle for s in sources(groupe.regle)}
    candidats = [champ.stable_id for champ in listes]
    return next((s for s in candidats if s in regardes), candidats[0] if candidats else None)
