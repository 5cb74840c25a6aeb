"""Which dossiers an export holds: found once, when it is asked for (rules 8.1.3, 8.1.4)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.exports.models import Periode
from domain.exports.refus import DossierIntrouvable, PorteeImpossible
from domain.presentations.onglets import Onglet
from domain.presentations.predicats import VISIBLE, Regard, dans_l_onglet, jete

DERNIERS_JOURS = timedelta(days=30)
NUMEROS_MAX = 500


class Demandeur(NamedTuple):
    """Who asks, and what of the démarche is his: some groupes, or all of it."""

    groupes: tuple[int, ...]
    entiere: bool = False
    instructeur_id: int | None = None
    administrateur_id: int | None = None


class Portee(NamedTuple):
    """What of his is asked: a tab, or what came lately, or some dossiers by their numbers, or all."""

    onglet: Onglet | None = None
    avec_archives: bool = False
    periode: Periode = Periode.tout
    numeros: Sequence[int] | None = None
    filtres: str | None = None
    """The words of the filters, for those that are alike to be told; `passent` are the numbers that passed."""
    passent: Sequence[int] = ()


def verifier(portee: Portee) -> None:
    """Raises PorteeImpossible."""
    if portee.avec_archives and portee.onglet is not Onglet.tous:
        raise PorteeImpossible("Les dossiers à archiver ne s’ajoutent qu’à l’onglet « au total »")
    if portee.periode is Periode.trente_jours and (portee.onglet or portee.numeros is not None):
        raise PorteeImpossible(
            "L’export des trente derniers jours ne se limite ni à un onglet ni à des dossiers"
        )
    if portee.numeros is not None and not 1 <= len(portee.numeros) <= NUMEROS_MAX:
        raise PorteeImpossible(f"Un export prend de 1 à {NUMEROS_MAX} dossiers à la fois")


def a_lui(demarche_id: int, groupes: Collection[int], *, entiere: bool) -> ColumnElement[bool]:
    """The right to be told of a dossier, which every statement of an export carries."""
    sienne = Dossier.demarche_id == demarche_id
    return sienne if entiere else and_(sienne, Dossier.groupe_instructeur_id.in_(groupes))


def montrable(onglet: Onglet | None) -> ColumnElement[bool]:
    """What the administration sees; what it threw away too, where that is what was asked."""
    return or_(VISIBLE, jete()) if onglet is Onglet.supprimes else VISIBLE


def choisir(
    session: Session, demarche: Demarche, demandeur: Demandeur, portee: Portee, *, at: datetime
) -> list[int]:
    """The numbers, by date of deposit. Raises PorteeImpossible, DossierIntrouvable."""
    verifier(portee)
    conditions = [a_lui(demarche.id, demandeur.groupes, entiere=demandeur.entiere)]
    if portee.periode is Periode.trente_jours:
        conditions += [VISIBLE, Dossier.depose_le > at - DERNIERS_JOURS]
    elif portee.onglet is not None:
        regard = Regard(demandeur.instructeur_id, at)
        conditions.append(dans_l_onglet(portee.onglet, regard, avec_archives=portee.avec_archives))
    else:
        conditions.append(VISIBLE)
    if portee.numeros is not None:
        conditions.append(Dossier.id.in_(portee.numeros))
    if portee.filtres is not None:
        conditions.append(Dossier.id.in_(portee.passent))
    numeros = select(Dossier.id).where(*conditions).order_by(Dossier.depose_le, Dossier.id)
    trouves = list(session.scalars(numeros))
    if portee.numeros is not None and len(trouves) < len(set(portee.numeros)):
        raise DossierIntrouvable
    return trouves
