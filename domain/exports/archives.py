"""Archives: the decided dossiers of a month, or all of them, as one zip (rules 8.11)."""

import re
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from domain.calendrier import PARIS, jour, jour_plus_mois
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.exports.demande import Demandee, communs
from domain.exports.models import Etat, Export, Format, Nature
from domain.exports.refus import PorteeImpossible
from domain.exports.selection import Demandeur, a_lui
from domain.fichiers.models import Fichier
from domain.presentations.predicats import VISIBLE
from domain.transactions import Transaction

POIDS_DU_DOSSIER = 350_000  # bytes
ECHANTILLON = 100  # dossiers that the weight of files is estimated on
POIDS_MAX = 100_000_000_000

FORME = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class ArchiveTropLourde(PorteeImpossible):
    code = "archive_trop_lourde"

    def __init__(self) -> None:
        super().__init__("Cette archive dépasserait 100 Go : demandez-la mois par mois")


def lire_mois(texte: str, *, revolu: bool, at: datetime) -> date:
    """The first day of « AAAA-MM »; `revolu`: the month must be over. Raises PorteeImpossible."""
    trouve = FORME.fullmatch(texte)
    if trouve is None:
        raise PorteeImpossible("Un mois s’écrit AAAA-MM")
    mois = date(int(trouve[1]), int(trouve[2]), 1)
    if mois > jour(at) or (revolu and jour_plus_mois(mois, 1) > jour(at)):
        raise PorteeImpossible("Ce mois n’est pas terminé")
    return mois


def decides(mois: date | None) -> ColumnElement[bool]:
    """In this month of Paris, or ever."""
    termines = and_(VISIBLE, Dossier.state.in_(TERMINE))
    if mois is None:
        return termines
    debut = datetime(mois.year, mois.month, 1, tzinfo=PARIS)
    suivant = jour_plus_mois(mois, 1)
    fin = datetime(suivant.year, suivant.month, 1, tzinfo=PARIS)
    return and_(termines, Dossier.traite_le >= debut, Dossier.traite_le < fin)


def poids_moyen(session: Session, siens: ColumnElement[bool]) -> int:
    """The files of a decided dossier, in bytes, on average."""
    echantillon = select(Dossier.id).where(siens, decides(None)).limit(ECHANTILLON).subquery()
    total, nombre = session.execute(
        select(func.coalesce(func.sum(Fichier.taille), 0), func.count(echantillon.c.id.distinct()))
        .select_from(echantillon)
        .outerjoin(Fichier, Fichier.dossier_id == echantillon.c.id)
    ).one()
    return int(total) // (nombre or 1)


def demander(
    tx: Transaction, demarche: Demarche, demandeur: Demandeur, mois: date | None, *, at: datetime
) -> Demandee:
    """One archive for a month and a set of groupes. Raises ArchiveTropLourde."""
    siens = a_lui(demarche.id, demandeur.groupes, entiere=demandeur.entiere)
    numeros = list(
        tx.session.scalars(
            select(Dossier.id).where(siens, decides(mois)).order_by(Dossier.depose_le, Dossier.id)
        )
    )
    if len(numeros) * (POIDS_DU_DOSSIER + poids_moyen(tx.session, siens)) >= POIDS_MAX:
        raise ArchiveTropLourde
    groupes = "toutes" if demandeur.entiere else sorted(demandeur.groupes)
    empreinte = sha256(f"archive {demarche.id} {groupes} {mois}".encode()).hexdigest()
    tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(empreinte, 0))))
    meme = tx.session.scalar(
        select(Export).where(Export.empreinte == empreinte, Export.etat != Etat.echoue).limit(1)
    )
    if meme is not None:
        return Demandee(meme, reutilise=True)
    suffixe = "" if mois is None else f"-mois-{mois:%Y-%m}"
    export = Export(
        nature=Nature.archive,
        format=Format.zip,
        mois=mois,
        empreinte=empreinte,
        nom=f"procedure-{demarche.id}{suffixe}.zip",
        **communs(demarche, demandeur, numeros, at=at),
    )
    tx.add(export)
    tx.flush()
    return Demandee(export, reutilise=False)
