"""Doing an operation, a few dossiers at a time (rules 5.5).

Each dossier is looked at again when its turn comes, with the rights that whoever asked has then, and done
in a savepoint of its own: what is refused to one is nothing to the others. Acts that can be done to
several at once are, in one savepoint, unless something unforeseen happens to one of them. Killed anywhere, a worker
leaves whole lots only, and the rest waits.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, or_, select, update
from sqlalchemy.orm import joinedload

from domain.actes.suites import EXPERTS_ENSEMBLE
from domain.auteurs import Auteur, Genre
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Instructeur
from domain.demarches.models import DemarcheAdministrateur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.jetons.models import Jeton
from domain.masse.actes import ACTES, pourquoi_pas
from domain.masse.avancement import annoncer_l_avancement
from domain.masse.demande import Demande, relue
from domain.masse.models import ElementDeMasse, Issue, OperationDeMasse
from domain.transactions import Transaction

# Dossiers done in one transaction: their locks are held until it commits. More of them where they are
# done together, which takes no longer.
LOT, LOT_D_ENSEMBLE = 20, 100

JETON_PERDU = "Le jeton qui a demandé cette action n’est plus valable"
INATTENDU = "Une erreur inattendue s’est produite : ce dossier n’a pas été modifié"


class Lot(NamedTuple):
    """`dernier` is the number of the last dossier looked at, none when there was none; `imprevus` are
    the errors that are nobody's refusal, for whoever watches over this Guichet."""

    dernier: int | None
    faits: int
    imprevus: Sequence[BaseException] = ()


AFaire = tuple[ElementDeMasse, Dossier]


class _Travail(NamedTuple):
    operation: OperationDeMasse
    demande: Demande
    instructeur: Instructeur | None
    auteur: Auteur
    permis: bool
    at: datetime


def avancer(
    tx: Transaction, operation_id: int, *, apres: int = 0, attendre: bool = False,
    lot: int | None = None, at: datetime,
) -> Lot:  # fmt: skip
    """Do the next dossiers after the number `apres`, passing over those that somebody holds, or waiting
    for them. An operation that is cancelled, or gone, has none. `lot` is how many, when it is to be said."""
    operation = tx.session.get(OperationDeMasse, operation_id)
    if operation is None or operation.annule_le is not None:
        return Lot(None, 0)
    if lot is None:
        lot = LOT_D_ENSEMBLE if ACTES[operation.acte].ensemble else LOT
    elements = _prendre(tx, operation_id, apres=apres, lot=lot)
    if not elements:
        return Lot(None, 0)
    tx.session.info[EXPERTS_ENSEMBLE] = True
    dossiers = _tenir(tx, elements, attendre=attendre)
    absents = _disparus(tx, elements, dossiers)
    travail = _preparer(tx, operation, at)
    eligibles = _eligibles(tx, operation, dossiers, at)
    faits, a_faire = 0, list[AFaire]()
    for element in elements:
        dossier = dossiers.get(element.dossier_id)
        if dossier is None and element.dossier_id not in absents:
            continue  # in somebody's hands: it waits
        faits += 1
        if dossier is None or dossier.id not in eligibles:
            _noter(element, Issue.ecarte, pourquoi_pas(dossier), code="ineligible", at=at)
        else:
            a_faire.append((element, dossier))
    imprevus = _faire(tx, travail, a_faire)
    _dater(tx, operation, at)
    annoncer_l_avancement(tx, operation)
    return Lot(elements[-1].dossier_id, faits, imprevus)


def _prendre(
    tx: Transaction, operation_id: int, *, apres: int, lot: int
) -> Sequence[ElementDeMasse]:
    """Two workers never take the same."""
    return tx.session.scalars(
        select(ElementDeMasse)
        .where(
            ElementDeMasse.operation_id == operation_id,
            ElementDeMasse.issue == Issue.en_attente,
            ElementDeMasse.dossier_id > apres,
        )
        .order_by(ElementDeMasse.dossier_id)
        .limit(lot)
        .with_for_update(skip_locked=True)
    ).all()


def _tenir(
    tx: Transaction, elements: Sequence[ElementDeMasse], *, attendre: bool
) -> dict[int, Dossier]:
    tenus = (
        select(Dossier)
        .where(Dossier.id.in_([element.dossier_id for element in elements]))
        .order_by(Dossier.id)
        .with_for_update(of=Dossier, skip_locked=not attendre)
    )
    return {dossier.id: dossier for dossier in tx.session.scalars(tenus)}


def _disparus(
    tx: Transaction, elements: Sequence[ElementDeMasse], tenus: dict[int, Dossier]
) -> set[int]:
    """Those that nobody holds because they are no more."""
    manquants = {element.dossier_id for element in elements} - tenus.keys()
    if not manquants:
        return set()
    return manquants - set(tx.session.scalars(select(Dossier.id).where(Dossier.id.in_(manquants))))


def _eligibles(
    tx: Transaction, operation: OperationDeMasse, dossiers: dict[int, Dossier], at: datetime
) -> set[int]:
    """Asked once they are held: what is true now stays true until the commit."""
    eligible = ACTES[operation.acte].eligible(at)
    lus = select(Dossier.id).where(
        Dossier.id.in_(dossiers), Dossier.demarche_id == operation.demarche_id, eligible
    )
    return set(tx.session.scalars(lus))


def _preparer(tx: Transaction, operation: OperationDeMasse, at: datetime) -> _Travail:
    instructeur = tx.session.scalar(
        select(Instructeur)
        .where(Instructeur.id == operation.instructeur_id)
        .options(joinedload(Instructeur.compte))
    )
    jeton = None if operation.jeton_id is None else str(operation.jeton_id)
    auteur = (
        comme_profil(instructeur, jeton=jeton)
        if instructeur
        else Auteur(Genre.instructeur, operation.instructeur_id, None, jeton)
    )
    permis = jeton is None or _jeton_valable(tx, operation)
    return _Travail(operation, relue(operation.demande), instructeur, auteur, permis, at)


def _jeton_valable(tx: Transaction, operation: OperationDeMasse) -> bool:
    """Still good for writing on the démarche, which its owner still administers (rules 11.6.2)."""
    aujourdhui = func.timezone("Europe/Paris", func.now()).cast(Jeton.expire_le.type)
    demarche = literal(operation.demarche_id)
    valable = (
        select(Jeton.id)
        .join(
            DemarcheAdministrateur,
            DemarcheAdministrateur.administrateur_id == Jeton.administrateur_id,
        )
        .where(
            Jeton.id == operation.jeton_id,
            Jeton.revoque_le.is_(None),
            Jeton.ecriture,
            or_(Jeton.expire_le.is_(None), Jeton.expire_le >= aujourdhui),
            DemarcheAdministrateur.demarche_id == demarche,
            or_(Jeton.demarches.is_(None), demarche == func.any(Jeton.demarches)),
        )
    )
    return tx.session.scalar(valable) is not None


def _faire(tx: Transaction, travail: _Travail, a_faire: Sequence[AFaire]) -> list[Exception]:
    """The act on each of them, or why not. What is nobody's refusal is given back too, to be told."""
    if not travail.permis:
        for element, _ in a_faire:
            _noter(element, Issue.echoue, JETON_PERDU, code="acces_refuse", at=travail.at)
        return []
    if _faire_ensemble(tx, travail, a_faire):
        return []
    essais = (_faire_un(tx, travail, element, dossier) for element, dossier in a_faire)
    return [imprevu for imprevu in essais if imprevu is not None]


def _faire_ensemble(tx: Transaction, travail: _Travail, a_faire: Sequence[AFaire]) -> bool:
    """All of them together, where the act can be; or nothing at all, when one of them has met what only
    its turn alone can tell of."""
    agir = ACTES[travail.operation.acte].ensemble
    if agir is None or len(a_faire) < 2:
        return False
    try:
        with tx.point():
            refus: Mapping[int, DomainError] = agir(
                tx, [dossier for _, dossier in a_faire], travail.demande,
                instructeur=travail.instructeur, auteur=travail.auteur, at=travail.at,
            )  # fmt: skip
    except Exception:
        return False
    for element, _ in a_faire:
        _conclure(element, refus.get(element.dossier_id), at=travail.at)
    return True


def _faire_un(
    tx: Transaction, travail: _Travail, element: ElementDeMasse, dossier: Dossier
) -> Exception | None:
    try:
        with tx.point():
            ACTES[travail.operation.acte].agir(
                tx, dossier, travail.demande, instructeur=travail.instructeur,
                auteur=travail.auteur, at=travail.at,
            )  # fmt: skip
    except DomainError as refus:
        _conclure(element, refus, at=travail.at)
        return None
    except Exception as imprevu:
        _noter(element, Issue.echoue, INATTENDU, code="erreur", at=travail.at)
        return imprevu
    _conclure(element, None, at=travail.at)
    return None


def _conclure(element: ElementDeMasse, refus: DomainError | None, *, at: datetime) -> None:
    if refus is None:
        _noter(element, Issue.reussi, None, code=None, at=at)
    else:
        code = getattr(refus, "code", None)
        _noter(element, Issue.echoue, str(refus), code=code, at=at)


def _noter(
    element: ElementDeMasse, issue: Issue, raison: str | None, *, code: str | None, at: datetime
) -> None:
    element.issue, element.raison, element.code, element.le = issue, raison, code, at


def _dater(tx: Transaction, operation: OperationDeMasse, at: datetime) -> None:
    """By a statement at the very end: two workers of one operation wait for each other here only."""
    tx.flush()
    tx.session.execute(
        update(OperationDeMasse)
        .where(OperationDeMasse.id == operation.id)
        .values(commence_le=func.coalesce(OperationDeMasse.commence_le, at), avance_le=at)
        .execution_options(synchronize_session=False)
    )
