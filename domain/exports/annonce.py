"""Telling whoever asked for an archive that it is there (rules 8.11.3, B.3)."""

from datetime import datetime

from sqlalchemy import or_, select

from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.exports.models import Export
from domain.transactions import Transaction


def annoncer_l_archive(tx: Transaction, export: Export, *, at: datetime) -> None:
    demandeur = tx.session.scalar(
        select(Compte.email)
        .outerjoin(Instructeur, Instructeur.compte_id == Compte.id)
        .outerjoin(Administrateur, Administrateur.compte_id == Compte.id)
        .where(
            or_(
                Instructeur.id == export.instructeur_id,
                Administrateur.id == export.administrateur_id,
            )
        )
    )
    demarche = tx.session.get(Demarche, export.demarche_id) if export.demarche_id else None
    if demandeur is None or demarche is None:
        return
    plateforme = plateforme_de(tx)
    poster(
        tx, Nom.archive_prete, a=[demandeur], evenement=f"archive-{export.id}",
        mots={"demarche": demarche.libelle, "nom": export.nom},
        lien=f"{plateforme.url}/demarches/{demarche.id}/archives", plateforme=plateforme, at=at,
    )  # fmt: skip
