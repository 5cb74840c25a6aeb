"""Giving an uploaded file to what holds it: once, and only when its object is there and checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from domain.events import Event
from domain.fichiers import limites
from domain.fichiers.cles import cle_aleatoire
from domain.fichiers.copies import FichierDuplique
from domain.fichiers.limites import Place
from domain.fichiers.models import Fichier, Role, Televersement
from domain.fichiers.refus import FichierAbsent, IdentifiantInvalide
from domain.transactions import Transaction


@dataclass(frozen=True, kw_only=True)
class FichierAttache(Event):
    """A file has a holder: it can be scanned."""

    fichier_id: int


@dataclass(frozen=True)
class FichierVerifie:
    """An upload whose object was there and right a moment ago; `taille` in bytes, `md5` in Base64.
    `partage`: an operation on many dossiers holds it, and each of them gets a copy."""

    televersement_id: int
    demarche_id: int | None
    cle: str
    nom: str
    type_mime: str
    taille: int
    md5: str
    partage: bool = False


def connaitre(tx: Transaction, televersement_id: int) -> Televersement:
    """An upload, attached or not. Raises IdentifiantInvalide."""
    trouve = tx.session.scalar(select(Televersement).where(Televersement.id == televersement_id))
    if trouve is None:
        raise IdentifiantInvalide
    return trouve


def relire(tx: Transaction, televersement_id: int) -> Televersement:
    """An upload that may still be attached. Raises IdentifiantInvalide."""
    televersement = connaitre(tx, televersement_id)
    if televersement.attache_le is not None:
        raise IdentifiantInvalide
    return televersement


def recu(televersement: Televersement) -> FichierVerifie:
    """What came of it. Raises FichierAbsent when nothing has, or nothing right."""
    if televersement.essai_retenu is None:
        raise FichierAbsent
    return FichierVerifie(
        televersement_id=televersement.id,
        demarche_id=televersement.demarche_id,
        cle=televersement.cle_de(televersement.essai_retenu),
        nom=televersement.nom,
        type_mime=televersement.type_mime,
        taille=televersement.taille,
        md5=televersement.md5,
    )


def attacher(
    tx: Transaction,
    verifie: FichierVerifie,
    *,
    demarche_id: int,
    place: Place,
    role: Role = Role.piece,
    at: datetime,
    **proprietaire: Any,
) -> Fichier:
    """Make the upload a file of `proprietaire` (`dossier_id=…`, and `champ_id=…`, `message_id=…` or
    `avis_id=…` for what holds it there). Flushes.

    Of two that attach it at once, one does: the other waits for it, then finds it taken. `demarche_id`
    is that of the holder: a text that leaked serves nobody elsewhere.

    Raises FichierTropGros, TypeRefuse, IdentifiantInvalide.
    """
    limites.verifier(place, taille=verifie.taille, type_mime=verifie.type_mime)
    if verifie.partage:
        return _copier(tx, verifie, role=role, at=at, **proprietaire)
    pris = (
        update(Televersement)
        .where(
            Televersement.id == verifie.televersement_id,
            Televersement.demarche_id == demarche_id,
            Televersement.attache_le.is_(None),
            Televersement.recu_le.is_not(None),
        )
        .values(attache_le=at)
        .returning(Televersement.id)
    )
    if tx.session.scalar(pris) is None:
        raise IdentifiantInvalide
    fichier = _fichier(tx, verifie, verifie.cle, role=role, at=at, **proprietaire)
    tx.publish(FichierAttache(fichier_id=fichier.id))
    return fichier


def _copier(
    tx: Transaction, verifie: FichierVerifie, *, role: Role, at: datetime, **proprietaire: Any
) -> Fichier:
    """A file of the same bytes, once they are copied: it is scanned then."""
    fichier = _fichier(tx, verifie, cle_aleatoire(at), role=role, at=at, **proprietaire)
    tx.publish(FichierDuplique(fichier_id=fichier.id, source=verifie.cle, cle=fichier.cle))
    return fichier


def _fichier(
    tx: Transaction, verifie: FichierVerifie, cle: str, *, role: Role, at: datetime,
    **proprietaire: Any,
) -> Fichier:  # fmt: skip
    fichier = Fichier(
        cle=cle, nom=verifie.nom, type_mime=verifie.type_mime, taille=verifie.taille,
        md5=verifie.md5, role=role, cree_le=at, **proprietaire,
    )  # fmt: skip
    tx.add(fichier)
    tx.flush()
    return fichier
