"""Operations on many dossiers, as those who follow them see them (rules 5.5.3): who asked, the members of
the groupes that hold their dossiers, and the tokens of the démarche."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
)

from domain import identifiants
from domain.comptes.models import Compte, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.masse.models import ElementDeMasse, Issue, OperationDeMasse
from resolvers.request import Request
from resolvers.statements import AnySelect, Statement, instant

# The last operations of a démarche that are shown: they are forgotten after some hours anyway.
MONTREES = 100


class EtatDeMasse(StrEnum):
    en_attente = "en_attente"
    en_cours = "en_cours"
    terminee = "terminee"
    annulee = "annulee"


class OperationDeMasseRow(NamedTuple):
    """Counts are of the dossiers that the caller may see."""

    id: int
    demarche_id: int
    acte: str
    auteur: str
    cree_le: str
    commence_le: str | None
    fini_le: str | None
    annule_le: str | None
    vu_le: str | None
    total: int
    en_attente: int
    reussis: int
    ecartes: int
    echoues: int
    annules: int

    @property
    def etat(self) -> EtatDeMasse:
        if self.fini_le is not None:
            return EtatDeMasse.annulee if self.annule_le is not None else EtatDeMasse.terminee
        return EtatDeMasse.en_attente if self.commence_le is None else EtatDeMasse.en_cours


class ElementDeMasseRow(NamedTuple):
    dossier_id: int
    issue: str
    raison: str | None
    code: str | None
    le: str | None


def _liste(nom: str) -> Any:
    return any_(bindparam(nom, None, type_=ARRAY(BigInteger)))


def _nombre(nom: str) -> Any:
    return bindparam(nom, None, type_=BigInteger)


def _visible() -> ColumnElement[bool]:
    """The right on an element; an operation is seen by who sees one of its elements."""
    du_groupe = select(Dossier.id).where(
        Dossier.id == ElementDeMasse.dossier_id,
        Dossier.groupe_instructeur_id == _liste("mes_groupes"),
    )
    return and_(
        OperationDeMasse.demarche_id == _liste("demarches"),
        or_(
            OperationDeMasse.demarche_id == _liste("demarches_entieres"),
            OperationDeMasse.instructeur_id == _nombre("instructeur"),
            du_groupe.exists(),
        ),
    )


def _compte(issue: Issue, nom: str) -> ColumnElement[int]:
    return func.count().filter(ElementDeMasse.issue == issue).label(nom)


def _operations(*conditions: ColumnElement[bool]) -> AnySelect:
    return (
        select(
            OperationDeMasse.id,
            OperationDeMasse.demarche_id,
            OperationDeMasse.acte,
            Compte.email.label("auteur"),
            instant(OperationDeMasse.cree_le),
            instant(OperationDeMasse.commence_le),
            instant(OperationDeMasse.fini_le),
            instant(OperationDeMasse.annule_le),
            instant(OperationDeMasse.vu_le),
            func.count().label("total"),
            _compte(Issue.en_attente, "en_attente"),
            _compte(Issue.reussi, "reussis"),
            _compte(Issue.ecarte, "ecartes"),
            _compte(Issue.echoue, "echoues"),
            _compte(Issue.annule, "annules"),
        )
        .join(ElementDeMasse, ElementDeMasse.operation_id == OperationDeMasse.id)
        .join(Instructeur, Instructeur.id == OperationDeMasse.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .join(Demarche, Demarche.id == OperationDeMasse.demarche_id)
        .where(Demarche.supprimee_le.is_(None), _visible(), *conditions)
        .group_by(OperationDeMasse.id, Compte.email)
        .order_by(OperationDeMasse.id.desc())
        .limit(MONTREES)
    )


_UNE = Statement(_operations(OperationDeMasse.id == _nombre("operation")), OperationDeMasseRow)
_DE_LA_DEMARCHE = Statement(
    _operations(OperationDeMasse.demarche_id == _nombre("demarche")), OperationDeMasseRow
)
_ELEMENTS = Statement(
    select(
        ElementDeMasse.dossier_id,
        ElementDeMasse.issue,
        ElementDeMasse.raison,
        ElementDeMasse.code,
        instant(ElementDeMasse.le),
    )
    .join(OperationDeMasse, OperationDeMasse.id == ElementDeMasse.operation_id)
    .where(OperationDeMasse.id == _nombre("operation"), _visible())
    .order_by(ElementDeMasse.dossier_id),
    ElementDeMasseRow,
)


def _parametres(request: Request, **autres: int) -> dict[str, Any]:
    viewer = request.viewer
    return {**viewer.parameters, "instructeur": viewer.instructeur_id, **autres}


async def operation(request: Request, _: object, *, id: str) -> OperationDeMasseRow | None:
    """None when there is none, and when it is not the caller's to see."""
    numero = identifiants.numero_de(id, "OperationDeMasse")
    return None if numero is None else await _une(request, numero)


async def de_la_demande(request: Request, payload: Any) -> OperationDeMasseRow | None:
    """The one that a mutation is about."""
    numero: int | None = payload.operation_id
    return None if numero is None else await _une(request, numero)


async def _une(request: Request, numero: int) -> OperationDeMasseRow | None:
    lues = await request.snapshot.rows(_UNE, _parametres(request, operation=numero))
    return lues[0] if lues else None


async def de_la_demarche(request: Request, demarche: Any) -> list[OperationDeMasseRow]:
    return await request.snapshot.rows(_DE_LA_DEMARCHE, _parametres(request, demarche=demarche.id))


async def elements(request: Request, row: OperationDeMasseRow) -> list[ElementDeMasseRow]:
    return await request.snapshot.rows(_ELEMENTS, _parametres(request, operation=row.id))
