"""Asking for an export: the dossiers are frozen, and what was just made is not made again (rules 8.1)."""

import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.calendrier import PARIS
from domain.demarches.models import Chemin, Demarche
from domain.demarches.models import Etat as EtatDeDemarche
from domain.exports.models import Etat, Export, Format, Nature
from domain.exports.refus import FormatImpossible
from domain.exports.selection import Demandeur, Portee, choisir
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.presentations.onglets import Onglet
from domain.transactions import Transaction

REUTILISATION = timedelta(minutes=5)


class Demande(NamedTuple):
    """What was asked; `modele` is a template's own words, frozen."""

    format: Format
    portee: Portee = Portee()
    modele: dict[str, Any] | None = None


class Demandee(NamedTuple):
    export: Export
    reutilise: bool


def demander(
    tx: Transaction, demarche: Demarche, demandeur: Demandeur, demande: Demande, *, at: datetime
) -> Demandee:
    """A new export, or the same one that waits or has just been made for the same scope.

    Raises PorteeImpossible, FormatImpossible, DossierIntrouvable.
    """
    if demande.format is Format.json and not _a_une_carte(tx.session, demarche):
        raise FormatImpossible("Le formulaire de cette démarche n’a pas de carte à exporter")
    empreinte = _empreinte(demarche, demandeur, demande)
    numeros = choisir(tx.session, demarche, demandeur, demande.portee, at=at)
    # Two who ask the same at once take turns.
    tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(empreinte, 0))))
    meme = _encore_bon(tx.session, empreinte)
    if meme is not None:
        return Demandee(meme, reutilise=True)
    export = Export(
        nature=Nature.demande,
        format=demande.format,
        onglet=demande.portee.onglet,
        avec_archives=demande.portee.avec_archives,
        periode=demande.portee.periode,
        modele=demande.modele,
        empreinte=empreinte,
        nom=_nom(tx.session, demarche, demande.format, at),
        **communs(demarche, demandeur, numeros, at=at),
    )
    tx.add(export)
    tx.flush()
    return Demandee(export, reutilise=False)


def communs(
    demarche: Demarche, demandeur: Demandeur, numeros: list[int], *, at: datetime
) -> dict[str, Any]:
    """The columns that every export has, whatever it is made for."""
    return {
        "demarche_id": demarche.id,
        "groupes": sorted(demandeur.groupes),
        "entiere": demandeur.entiere,
        "instructeur_id": demandeur.instructeur_id,
        "administrateur_id": demandeur.administrateur_id,
        "dossiers": numeros,
        "nombre": len(numeros),
        "cle": secrets.token_hex(16),
        "demande_le": at,
        "modifie_le": at,
        "pas_avant": at,
    }


def _empreinte(demarche: Demarche, demandeur: Demandeur, demande: Demande) -> str:
    """What was asked of what: groupes and, where a tab is somebody’s own, that person (rules 14.3-1)."""
    portee = demande.portee
    quoi = {
        "demarche": demarche.id,
        "groupes": None if demandeur.entiere else sorted(demandeur.groupes),
        "de": demandeur.instructeur_id if portee.onglet is Onglet.suivis else None,
        "format": demande.format,
        "modele": demande.modele,
        "onglet": portee.onglet,
        "archives": portee.avec_archives,
        "periode": portee.periode,
        "filtres": portee.filtres,
        "numeros": None if portee.numeros is None else sorted(set(portee.numeros)),
    }
    return sha256(json.dumps(quoi, sort_keys=True).encode()).hexdigest()


def _encore_bon(session: Session, empreinte: str) -> Export | None:
    return session.scalars(
        select(Export)
        .where(
            Export.empreinte == empreinte,
            or_(
                Export.etat.in_((Etat.en_attente, Etat.en_cours)),
                (Export.etat == Etat.pret)
                & (Export.termine_le > func.clock_timestamp() - REUTILISATION),
            ),
        )
        .order_by(Export.id.desc())
        .limit(1)
    ).one_or_none()


def _nom(session: Session, demarche: Demarche, format: Format, at: datetime) -> str:
    """`dossiers_<path>_<YYYY-MM-DD_HH-MM>`, by the clock of Paris (rules 8.1.11)."""
    chemin = session.scalar(
        select(Chemin.chemin)
        .where(Chemin.demarche_id == demarche.id)
        .order_by(Chemin.cree_le.desc(), Chemin.chemin)
        .limit(1)
    )
    return f"dossiers_{chemin or demarche.id}_{at.astimezone(PARIS):%Y-%m-%d_%H-%M}.{format}"


def _a_une_carte(session: Session, demarche: Demarche) -> bool:
    """In the revision that people fill in now (rules 8.1.1)."""
    brouillon = demarche.etat == EtatDeDemarche.brouillon
    active = (
        select(Revision.id)
        .where(Revision.demarche_id == demarche.id, Revision.publiee_le.is_(None) == brouillon)
        .order_by(Revision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    carte = select(TypeDeChamp.stable_id).where(
        TypeDeChamp.revision_id == active, TypeDeChamp.type_champ == TypeChamp.carte
    )
    return bool(session.scalar(select(carte.exists())))
