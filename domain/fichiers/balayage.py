"""Sweeping what nobody took (rules 9.7): announcements of more than a day, files whose holder went.

Each sweep is one bounded statement that tests again what it deletes, as it deletes it.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, text

from domain.fichiers.models import Fichier, Role
from domain.fichiers.retrait import retirer
from domain.transactions import Transaction

REPIT = timedelta(hours=24)
LOT = 500  # announcements in one statement

# An announcement that was attached leaves only the objects of its other tries.
BALAYER = text("""
    WITH vieux AS (
        SELECT id FROM televersements WHERE annonce_le < :limite
        ORDER BY annonce_le LIMIT :lot FOR UPDATE SKIP LOCKED
    ), partis AS (
        DELETE FROM televersements t USING vieux WHERE t.id = vieux.id
        RETURNING t.cle, t.essais, t.essai_retenu, t.attache_le
    ), objets AS (
        INSERT INTO objets_a_effacer (cle, depuis)
        SELECT p.cle || '-' || n, :at FROM partis p, generate_series(0, p.essais) n
        WHERE p.attache_le IS NULL OR n <> p.essai_retenu
    )
    SELECT count(*) FROM partis
""")


def balayer_televersements(tx: Transaction, *, at: datetime) -> int:
    """Forget the announcements of more than a day, attached or not; how many. Call again while it
    gives LOT. The signed texts that name them have expired long since."""
    tx.flush()
    parametres = {"limite": at - REPIT, "lot": LOT, "at": at}
    return int(tx.session.execute(BALAYER, parametres).scalar_one())


def balayer_orphelins(tx: Transaction, *, at: datetime) -> int:
    """Forget the files whose dossier, démarche, champ, message or avis was deleted; how many."""
    sans_proprietaire = func.num_nonnulls(
        Fichier.dossier_id, Fichier.demarche_id, Fichier.revision_id
    ) == 0  # fmt: skip
    sans_place = and_(
        Fichier.dossier_id.is_not(None),
        Fichier.role == Role.piece,
        func.num_nonnulls(Fichier.champ_id, Fichier.message_id, Fichier.avis_id) == 0,
    )
    lot = (
        select(Fichier.id)
        .where(Fichier.cree_le < at - REPIT, or_(sans_proprietaire, sans_place))
        .limit(LOT)
        .with_for_update(skip_locked=True)
    )
    return retirer(tx, Fichier.id.in_(lot), or_(sans_proprietaire, sans_place), at=at)
