"""What of a démarche decides the columns of its exports, read once for a whole export."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.demarches.models import Demarche, Etat
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.formulaire import Formulaire
from domain.formulaires.models import Revision
from domain.groupes_instructeurs.models import GroupeInstructeur
from exports.colonnes.contenu import Reglages
from exports.colonnes.formulaires import Fusion, fusionner
from exports.colonnes.reglages import reglages


@dataclass(frozen=True)
class DemarcheLue:
    id: int
    libelle: str
    reglages: Reglages
    fusion: Fusion
    formulaires: dict[int, Formulaire]
    """Of every revision: dossiers hang on any of them."""


def lire(session: Session, demarche_id: int) -> DemarcheLue:
    demarche = session.get_one(Demarche, demarche_id)
    revisions = session.execute(
        select(Revision.id, Revision.publiee_le)
        .where(Revision.demarche_id == demarche_id)
        .order_by(Revision.publiee_le.nulls_last(), Revision.id)
    ).all()
    formulaires = {r.id: charger_formulaire(session, r.id) for r in revisions}
    brouillon = demarche.etat == Etat.brouillon
    demandees = [formulaires[r.id] for r in revisions if r.publiee_le is not None or brouillon]
    groupes = select(func.count()).where(GroupeInstructeur.demarche_id == demarche_id)
    decisifs = reglages(
        pour_individu=demarche.pour_individu,
        options=demarche.options,
        sva_svr=demarche.sva_svr,
        chorus=demarche.chorus,
        groupes=session.scalar(groupes) or 0,
    )
    return DemarcheLue(demarche_id, demarche.libelle, decisifs, fusionner(demandees), formulaires)
