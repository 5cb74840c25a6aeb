"""What is about to end: which dossiers, when, why, and who was told (reliability 2.1-6). Nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from domain.calendrier import plus_jours
from domain.courriels.models import Courriel, Etat
from domain.dossiers.models import Dossier, RaisonSuppression
from domain.dossiers.states import TERMINE, State
from domain.expirations.familles import CORBEILLE, PREAVIS, Famille, annonce_remise, dans_la_famille
from domain.expirations.models import AnnonceDExpiration


class Etape(StrEnum):
    """What comes to a dossier whose term ends, in this order; a draft has no bin."""

    avertissement = "avertissement"
    corbeille = "corbeille"
    suppression = "suppression"


class Prevenu(NamedTuple):
    """`remis`: a mail server took it."""

    destinataire: str
    aupres: str
    le: datetime
    remis: bool


class Prevu(NamedTuple):
    """`retenu`: it will wait, for nobody has had its notice yet."""

    dossier_id: int
    demarche_id: int
    state: State
    etape: Etape
    le: datetime
    raison: RaisonSuppression
    retenu: bool
    prevenus: Sequence[Prevenu]


class Terme(NamedTuple):
    """What the end of a dossier is worked out from. `remise`: its notice was delivered."""

    id: int
    demarche_id: int
    state: str
    expire_le: datetime | None
    expiration_annoncee_le: datetime | None
    cache_par_usager_le: datetime | None
    cache_par_administration_le: datetime | None
    cache_par_expiration_le: datetime | None
    cache_raison: str | None
    remise: bool


class Annonce(NamedTuple):
    dossier_id: int
    destinataire: str
    aupres: str
    le: datetime
    etat: str | None


def termes(*conditions: ColumnElement[bool], fin: Any, corbeille: Any) -> Select[*tuple[Any, ...]]:
    """Rows of Terme, the nearest to their end first: those that expire before `fin`, two weeks after the
    last day that is foreseen, or have been thrown away before `corbeille`, two weeks before it."""
    depuis = (Dossier.expire_le, Dossier.cache_par_expiration_le, Dossier.cache_par_usager_le)
    colonnes = [getattr(Dossier, nom) for nom in Terme._fields[:-1]]
    return (
        select(*colonnes, annonce_remise().label("remise"))
        .where(or_(*map(dans_la_famille, Famille), _dans_la_corbeille()), *conditions)
        .where(or_(depuis[0] <= fin, *(colonne <= corbeille for colonne in depuis[1:])))
        .order_by(func.least(*depuis), Dossier.id)
    )


def annonces(concernes: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Rows of Annonce: those who were told by the warning under way, or the last one."""
    return (
        select(
            AnnonceDExpiration.dossier_id,
            AnnonceDExpiration.destinataire,
            AnnonceDExpiration.aupres,
            AnnonceDExpiration.le,
            Courriel.etat,
        )
        .join(Dossier, Dossier.id == AnnonceDExpiration.dossier_id)
        .outerjoin(Courriel, Courriel.cle == AnnonceDExpiration.courriel)
        .where(concernes, AnnonceDExpiration.le == Dossier.expiration_annoncee_le)
        .order_by(AnnonceDExpiration.dossier_id, AnnonceDExpiration.destinataire)
    )


def prevoir(session: Session, *, jusqu_a: datetime, limite: int, at: datetime) -> list[Prevu]:
    """The steps to come until then, the nearest first: of `limite` dossiers at most, those nearest to
    their end."""
    bornes = {
        "fin": plus_jours(jusqu_a, PREAVIS),
        "corbeille": plus_jours(jusqu_a, -CORBEILLE),
    }
    lus = [Terme(*ligne) for ligne in session.execute(termes(**bornes).limit(limite))]
    concernes = AnnonceDExpiration.dossier_id.in_([terme.id for terme in lus])
    dites = [Annonce(*ligne) for ligne in session.execute(annonces(concernes))]
    return prevus(lus, dites, jusqu_a=jusqu_a, at=at)


def prevus(
    lus: Iterable[Terme], dites: Iterable[Annonce], *, jusqu_a: datetime, at: datetime
) -> list[Prevu]:
    par_dossier: dict[int, list[Prevenu]] = {}
    for dite in dites:
        prevenu = Prevenu(dite.destinataire, dite.aupres, dite.le, dite.etat == Etat.envoye)
        par_dossier.setdefault(dite.dossier_id, []).append(prevenu)
    tous = [
        Prevu(
            terme.id, terme.demarche_id, State(terme.state), etape, max(le, at),
            RaisonSuppression(terme.cache_raison or RaisonSuppression.expired), retenu,
            par_dossier.get(terme.id, ()),
        )
        for terme in lus
        for etape, le, retenu in _etapes(terme, at=at)
        if le <= jusqu_a
    ]  # fmt: skip
    return sorted(tous, key=lambda prevu: (prevu.le, prevu.dossier_id))


def _dans_la_corbeille() -> ColumnElement[bool]:
    """Bound to be purged, when its two weeks are over (rules 9.4)."""
    return or_(
        Dossier.cache_par_expiration_le.is_not(None),
        and_(
            Dossier.cache_par_usager_le.is_not(None),
            Dossier.state.in_((State.brouillon, State.en_construction)),
        ),
        and_(
            Dossier.cache_par_usager_le.is_not(None),
            Dossier.cache_par_administration_le.is_not(None),
            Dossier.state.in_(sorted(TERMINE)),
        ),
    )


def _etapes(dossier: Terme, *, at: datetime) -> Iterator[tuple[Etape, datetime, bool]]:
    jete = _jete_le(dossier)
    if jete is not None:
        yield Etape.suppression, plus_jours(jete, CORBEILLE), False
        return
    fin = dossier.expire_le
    if fin is None:
        return
    averti = dossier.expiration_annoncee_le is not None
    if not averti:
        avertissement = max(plus_jours(fin, -PREAVIS), at)
        yield Etape.avertissement, avertissement, False
        fin = plus_jours(avertissement, PREAVIS)
    retenu = averti and not dossier.remise
    if dossier.state == State.brouillon:
        yield Etape.suppression, fin, retenu
        return
    yield Etape.corbeille, fin, retenu
    yield Etape.suppression, plus_jours(max(fin, at), CORBEILLE), retenu


def _jete_le(dossier: Terme) -> datetime | None:
    """Since when its two weeks in the bin run; none when they do not."""
    connues = [dossier.cache_par_expiration_le]
    if dossier.state in TERMINE:
        cotes = (dossier.cache_par_usager_le, dossier.cache_par_administration_le)
        connues.append(max((c for c in cotes if c), default=None) if all(cotes) else None)
    else:
        connues.append(dossier.cache_par_usager_le)
    return min((connue for connue in connues if connue), default=None)
