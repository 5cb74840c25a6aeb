"""Exports made again and again, at given times: daily, weekly or monthly, whole or of what changed (rules 8.12)."""

import hmac
import json
import secrets
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.calendrier import PARIS, jour_plus_mois
from domain.comptes.models import Administrateur, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.errors import DomainError, Introuvable
from domain.exports.demande import communs
from domain.exports.models import Export, Format, Nature
from domain.exports.refus import Abandon
from domain.exports.selection import Demandeur, a_lui
from domain.exports.vie import verifier_droits
from domain.presentations.predicats import VISIBLE
from domain.transactions import Transaction

PAR_DEMARCHE_MAX = 20
LOT = 50


class Cadence(StrEnum):
    quotidienne = "quotidienne"
    hebdomadaire = "hebdomadaire"
    mensuelle = "mensuelle"


class ProgrammeDExport(Model):
    """`heure` is that of Paris; `jour` is that of the week, from 1 for Monday, or of the month up to 28.
    `jusqu_a` is the last change that was told of: an incremental programme goes on from there. `secret` signs
    the manifests."""

    __tablename__ = "programmes_d_export"
    __table_args__ = (
        CheckConstraint("num_nonnulls(instructeur_id, administrateur_id) = 1", name="demandeur"),
        CheckConstraint("heure BETWEEN 0 AND 23", name="heure"),
        CheckConstraint("(cadence = 'quotidienne') = (jour IS NULL)", name="jour"),
        CheckConstraint("jour BETWEEN 1 AND 28", name="jour_du_mois"),
        Index(None, "demarche_id"),
        Index("programmes_d_export_dus_idx", "prochain_le", postgresql_where=text("arrete_le IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = identity()
    demarche_id: Mapped[int] = mapped_column(ForeignKey(Demarche.id, ondelete="CASCADE"))
    groupes: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    entiere: Mapped[bool] = mapped_column(server_default=text("false"))
    instructeur_id: Mapped[int | None] = mapped_column(
        ForeignKey(Instructeur.id, ondelete="CASCADE"), index=True
    )
    administrateur_id: Mapped[int | None] = mapped_column(
        ForeignKey(Administrateur.id, ondelete="CASCADE"), index=True
    )
    format: Mapped[Format]
    modele: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    cadence: Mapped[Cadence]
    heure: Mapped[int]
    jour: Mapped[int | None]
    incremental: Mapped[bool] = mapped_column(server_default=text("false"))
    jusqu_a: Mapped[datetime | None]
    prochain_le: Mapped[datetime]
    secret: Mapped[str]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    arrete_le: Mapped[datetime | None]
    raison: Mapped[str | None]


class ProgrammeInvalide(DomainError):
    code = "programme_invalide"


class ProgrammeIntrouvable(Introuvable):
    code = "introuvable"

    def __init__(self) -> None:
        super().__init__("Ce programme d’export n’existe pas")


# --- when ------------------------------------------------------------------------------------------


def _chaque_jour(depart: date, _: int) -> date:
    return depart + timedelta(days=1)


def _chaque_semaine(depart: date, jour: int) -> date:
    return depart + timedelta(days=(jour - depart.isoweekday()) % 7 or 7)


def _chaque_mois(depart: date, jour: int) -> date:
    ce_mois = depart.replace(day=jour)
    return ce_mois if ce_mois > depart else jour_plus_mois(ce_mois, 1)


SUIVANTS: dict[Cadence, Callable[[date, int], date]] = {
    Cadence.quotidienne: _chaque_jour,
    Cadence.hebdomadaire: _chaque_semaine,
    Cadence.mensuelle: _chaque_mois,
}
JOURS_MAX = {Cadence.hebdomadaire: 7, Cadence.mensuelle: 28}


def prochaine(cadence: Cadence, *, heure: int, jour: int | None, apres: datetime) -> datetime:
    """The first due moment after `apres`, by the clock of Paris."""
    local = apres.astimezone(PARIS)
    depart = local.date() if local.time() >= time(heure) else local.date() - timedelta(days=1)
    return datetime.combine(SUIVANTS[cadence](depart, jour or 1), time(heure), PARIS)


# --- what ------------------------------------------------------------------------------------------


def creer(
    tx: Transaction,
    demarche: Demarche,
    demandeur: Demandeur,
    *,
    format: Format,
    modele: dict[str, Any] | None,
    cadence: Cadence,
    heure: int,
    jour: int | None,
    incremental: bool,
    at: datetime,
) -> ProgrammeDExport:
    """Raises ProgrammeInvalide."""
    if not 0 <= heure <= 23:
        raise ProgrammeInvalide("L’heure d’un programme va de 0 à 23")
    maximum = JOURS_MAX.get(cadence)
    if maximum is None and jour is not None:
        raise ProgrammeInvalide("Un programme quotidien n’a pas de jour")
    if maximum is not None and not (jour is not None and 1 <= jour <= maximum):
        raise ProgrammeInvalide(f"Le jour de ce programme va de 1 à {maximum}")
    deja = select(func.count()).where(
        ProgrammeDExport.demarche_id == demarche.id, ProgrammeDExport.arrete_le.is_(None)
    )
    if (tx.session.scalar(deja) or 0) >= PAR_DEMARCHE_MAX:
        raise ProgrammeInvalide(f"Une démarche a au plus {PAR_DEMARCHE_MAX} programmes d’export")
    programme = ProgrammeDExport(
        demarche_id=demarche.id, groupes=sorted(demandeur.groupes), entiere=demandeur.entiere,
        instructeur_id=demandeur.instructeur_id, administrateur_id=demandeur.administrateur_id,
        format=format, modele=modele, cadence=cadence, heure=heure, jour=jour, incremental=incremental,
        prochain_le=prochaine(cadence, heure=heure, jour=jour, apres=at),
        secret=secrets.token_urlsafe(32), cree_le=at,
    )  # fmt: skip
    tx.add(programme)
    tx.flush()
    return programme


def lancer(tx: Transaction) -> int:
    """Ask for the exports that are due; how many. One whose owner has lost his rights stops there; slots
    that were missed are done once, late."""
    maintenant = tx.session.scalars(select(func.clock_timestamp())).one()
    dus = tx.session.scalars(
        select(ProgrammeDExport)
        .where(ProgrammeDExport.arrete_le.is_(None), ProgrammeDExport.prochain_le <= maintenant)
        .order_by(ProgrammeDExport.prochain_le, ProgrammeDExport.id)
        .limit(LOT)
        .with_for_update(skip_locked=True)
    ).all()
    for programme in dus:
        export = _export(tx, programme, at=maintenant)
        try:
            verifier_droits(tx.session, export)
        except Abandon as raison:
            programme.arrete_le, programme.raison = maintenant, str(raison)
            continue
        tx.add(export)
        programme.prochain_le = prochaine(
            programme.cadence, heure=programme.heure, jour=programme.jour, apres=maintenant
        )
    tx.flush()
    return len(dus)


def _export(tx: Transaction, programme: ProgrammeDExport, *, at: datetime) -> Export:
    """Its dossiers, and as far as which change they go: those of a démarche become visible in their order,
    so that nothing that changed before comes after."""
    demandeur = Demandeur(
        tuple(programme.groupes), programme.entiere, programme.instructeur_id, programme.administrateur_id
    )  # fmt: skip
    demarche = tx.session.get_one(Demarche, programme.demarche_id)
    siens = a_lui(demarche.id, demandeur.groupes, entiere=demandeur.entiere)
    lus = select(Dossier.id, Dossier.modifie_le).where(siens, VISIBLE)
    depuis = programme.jusqu_a if programme.incremental else None
    if depuis is not None:
        lus = lus.where(Dossier.modifie_le > depuis)
    trouves = tx.session.execute(lus.order_by(Dossier.depose_le, Dossier.id)).all()
    programme.jusqu_a = max((ligne.modifie_le for ligne in trouves), default=programme.jusqu_a)
    local = at.astimezone(PARIS)
    return Export(
        nature=Nature.programme,
        programme_id=programme.id,
        format=programme.format,
        modele=programme.modele,
        depuis=depuis,
        jusqu_a=programme.jusqu_a,
        empreinte=f"programme {programme.id} {at.isoformat()}",
        nom=f"programme-{programme.id}_{local:%Y-%m-%d_%H-%M}.{programme.format}",
        **communs(demarche, demandeur, [ligne.id for ligne in trouves], at=at),
    )


# --- the manifest ----------------------------------------------------------------------------------


def manifeste(export: Export, *, taille: int, md5: str, dossiers: int) -> str:
    """What a program must know of a file before it takes it."""
    contenu = {
        "programme": export.programme_id,
        "demarche": export.demarche_id,
        "fichier": export.nom,
        "format": export.format,
        "taille": taille,
        "md5": md5,
        "dossiers": dossiers,
        "depuis": _iso(export.depuis),
        "jusqu_a": _iso(export.jusqu_a),
        "demande_le": _iso(export.demande_le),
    }
    return json.dumps(contenu, ensure_ascii=False)


def _iso(instant: datetime | None) -> str | None:
    return instant.astimezone(PARIS).isoformat() if instant else None


def signer(secret: str, texte: str) -> str:
    """HMAC-SHA256 of the manifest’s bytes, in hexadecimal."""
    return hmac.new(secret.encode(), texte.encode(), sha256).hexdigest()
