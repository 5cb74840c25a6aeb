"""The end of an operation, whichever way it comes: done, cancelled, gone on with, forgotten (rules 5.5)."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, cast, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from domain.courriels.plateforme import plateforme_de
from domain.errors import DomainError
from domain.fichiers.models import ObjetAEffacer
from domain.fichiers.retrait import FichiersRetires
from domain.masse.annonces import annoncer_aux_experts
from domain.masse.avancement import annoncer_l_avancement
from domain.masse.creation import retenir
from domain.masse.events import OperationDeMasseDemandee
from domain.masse.models import ElementDeMasse, Issue, OperationDeMasse
from domain.transactions import Transaction

# How long a finished operation is shown, and how long one that nothing moves is waited for.
GARDE = timedelta(hours=4)
BLOCAGE = timedelta(hours=24)

PRIS_AILLEURS = "Le dossier fait l’objet d’une autre action de masse"


class OperationFinie(DomainError):
    code = "operation_finie"

    def __init__(self) -> None:
        super().__init__("Cette action de masse est terminée : il n’y a plus rien à annuler")


class RienAReprendre(DomainError):
    code = "rien_a_reprendre"

    def __init__(self) -> None:
        super().__init__("Aucun dossier de cette action de masse n’est en échec")


class OperationEnCours(DomainError):
    code = "operation_en_cours"

    def __init__(self) -> None:
        super().__init__("Cette action de masse n’est pas terminée")


def terminer(tx: Transaction, operation_id: int, *, at: datetime) -> bool:
    """Once nothing waits: the mails that tell of several dossiers leave, each once. Whether it ended now."""
    tx.flush()
    attendus = select(ElementDeMasse.dossier_id).where(
        ElementDeMasse.operation_id == operation_id, ElementDeMasse.issue == Issue.en_attente
    )
    fini = (
        update(OperationDeMasse)
        .where(
            OperationDeMasse.id == operation_id,
            OperationDeMasse.fini_le.is_(None),
            ~attendus.exists(),
        )
        .values(fini_le=at, avance_le=at)
        .returning(OperationDeMasse.id)
        .execution_options(synchronize_session=False)
    )
    if tx.session.scalar(fini) is None:
        return False
    operation = tx.session.get_one(OperationDeMasse, operation_id, populate_existing=True)
    annoncer_aux_experts(tx, operation, plateforme=plateforme_de(tx), at=at)
    annoncer_l_avancement(tx, operation)
    return True


def annuler(tx: Transaction, operation: OperationDeMasse, *, at: datetime) -> int:
    """What has not begun will not. What a worker holds at this moment is done; if it dies before its
    commit, `conclure` cancels it too. How many were cancelled. Raises OperationFinie."""
    if operation.fini_le is not None or operation.annule_le is not None:
        raise OperationFinie
    operation.annule_le = at
    tx.flush()
    nombre = _annuler_les_libres(tx, operation.id, at=at)
    terminer(tx, operation.id, at=at)
    annoncer_l_avancement(tx, operation)
    return nombre


def conclure(tx: Transaction, operation_id: int, *, at: datetime) -> bool:
    """What a worker does last: whatever still waits in a cancelled operation is cancelled, and an
    operation where nothing waits is over. Whether there is nothing left to do."""
    operation = tx.session.get(OperationDeMasse, operation_id)
    if operation is None or operation.fini_le is not None:
        return True
    if operation.annule_le is not None:
        _annuler_les_libres(tx, operation_id, at=at)
    return terminer(tx, operation_id, at=at)


def _annuler_les_libres(tx: Transaction, operation_id: int, *, at: datetime) -> int:
    libres = (
        select(ElementDeMasse.dossier_id)
        .where(
            ElementDeMasse.operation_id == operation_id, ElementDeMasse.issue == Issue.en_attente
        )
        .with_for_update(skip_locked=True)
    )
    annules = tx.session.execute(
        update(ElementDeMasse)
        .where(
            ElementDeMasse.operation_id == operation_id,
            ElementDeMasse.issue == Issue.en_attente,
            ElementDeMasse.dossier_id.in_(libres),
        )
        .values(issue=Issue.annule, le=at)
        .returning(ElementDeMasse.dossier_id)
        .execution_options(synchronize_session=False)
    )
    return len(annules.all())


def reprendre(tx: Transaction, operation: OperationDeMasse, *, at: datetime) -> int:
    """Try again what failed. A dossier that another operation has taken since stays a failure. How many
    wait again. Raises OperationEnCours, RienAReprendre."""
    if operation.fini_le is None:
        raise OperationEnCours
    echecs = tx.session.scalars(
        delete(ElementDeMasse)
        .where(ElementDeMasse.operation_id == operation.id, ElementDeMasse.issue == Issue.echoue)
        .returning(ElementDeMasse.dossier_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not echecs:
        raise RienAReprendre
    passage = operation.passage + 1
    numeros = func.unnest(cast(literal(sorted(echecs), ARRAY(BigInteger)), ARRAY(BigInteger)))
    voulus = select(literal(operation.id), literal(passage), numeros)
    repris = retenir(tx, voulus, colonnes=("operation_id", "passage", "dossier_id"))
    for dossier_id in sorted(set(echecs) - set(repris)):
        tx.add(
            ElementDeMasse(
                operation_id=operation.id, dossier_id=dossier_id, passage=passage,
                issue=Issue.echoue, raison=PRIS_AILLEURS, code="en_operation", le=at,
            )
        )  # fmt: skip
    operation.passage, operation.avance_le = passage, at
    operation.fini_le = operation.annule_le = operation.vu_le = None
    tx.flush()
    tx.publish(OperationDeMasseDemandee(operation_id=operation.id))
    annoncer_l_avancement(tx, operation)
    return len(repris)


def oublier_les_vieilles(tx: Transaction, *, at: datetime) -> int:
    """Finished for four hours, or unfinished and untouched for a day: its dossiers are free again
    (rules 5.5.4). How many went."""
    vieilles = (OperationDeMasse.fini_le < at - GARDE) | (
        OperationDeMasse.fini_le.is_(None) & (OperationDeMasse.avance_le < at - BLOCAGE)
    )
    parties = tx.session.execute(
        delete(OperationDeMasse)
        .where(vieilles)
        .returning(OperationDeMasse.demande["piece"]["cle"].astext)
        .execution_options(synchronize_session=False)
    ).all()
    cles = [{"cle": cle, "depuis": at} for (cle,) in parties if cle]
    if cles:
        tx.session.execute(insert(ObjetAEffacer).on_conflict_do_nothing(), cles)
        tx.publish(FichiersRetires(nombre=len(cles)))
    return len(parties)
