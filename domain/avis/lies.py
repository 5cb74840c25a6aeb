"""The dossiers that a dossier links to, of those that whoever asks an avis may open himself (rules 6.3)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from domain import identifiants
from domain.avis.models import Avis
from domain.comptes.models import Expert, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.models import Dossier
from domain.formulaires.models import TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction


def dossiers_lies(
    tx: Transaction, dossier: Dossier, demandeur: Instructeur | Expert
) -> list[Dossier]:
    """Locked, in the order of their numbers. Only links of the form: one in an annotation is not told."""
    vus = select(Dossier).where(
        Dossier.id.in_(_nommes(tx, dossier) - {dossier.id}),
        Dossier.visible_par_administration,
        select(Demarche.id)
        .where(Demarche.id == Dossier.demarche_id, Demarche.supprimee_le.is_(None))
        .exists(),
        _ouvert_a(demandeur),
    )
    return list(tx.session.scalars(vus.order_by(Dossier.id).with_for_update(of=Dossier)))


def _nommes(tx: Transaction, dossier: Dossier) -> set[int]:
    valeurs: Sequence[str | None] = tx.session.scalars(
        select(Champ.value)
        .join(TypeDeChamp, TypeDeChamp.stable_id == Champ.stable_id)
        .where(
            Champ.dossier_id == dossier.id,
            Champ.flux == MAIN,
            Champ.retire_le.is_(None),
            TypeDeChamp.revision_id == dossier.revision_id,
            TypeDeChamp.type_champ == TypeChamp.dossier_link,
            ~TypeDeChamp.prive,
        )
    ).all()
    numeros = (identifiants.numero((valeur or "").strip()) for valeur in valeurs)
    return {numero for numero in numeros if numero is not None}


def _ouvert_a(demandeur: Instructeur | Expert) -> ColumnElement[bool]:
    if isinstance(demandeur, Instructeur):
        return (
            select(Affectation.instructeur_id)
            .where(
                Affectation.groupe_instructeur_id == Dossier.groupe_instructeur_id,
                Affectation.instructeur_id == demandeur.id,
            )
            .exists()
        )
    return (
        select(Avis.id)
        .where(
            Avis.dossier_id == Dossier.id,
            Avis.expert_id == demandeur.id,
            Avis.revoque_le.is_(None),
        )
        .exists()
    )
