"""Writing a template of attestation, publishing it, and knowing whether there is one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from domain.attestations.models import EtatDeModele, ModeleDAttestation, Nature
from domain.balises import document as documents
from domain.balises import syntaxe
from domain.balises.chargement import versions
from domain.balises.syntaxe import Mention
from domain.balises.table import Usage
from domain.balises.verification import ModeleInvalide, defauts
from domain.demarches.models import Demarche, Etat
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.fichiers.models import Fichier
from domain.transactions import Transaction

PIED_MAX = 190
IMAGE_MAX = 1024 * 1024  # bytes, not reached (rules 1.14.1)
IMAGES = frozenset({"image/png", "image/jpeg"})

ETATS = {Nature.acceptation: State.accepte, Nature.refus: State.refuse}
NATURES = {etat: nature for nature, etat in ETATS.items()}


class PiedTropLong(DomainError):
    def __init__(self) -> None:
        super().__init__(f"Le pied de page de l’attestation compte au plus {PIED_MAX} caractères.")


class ImageRefusee(DomainError):
    def __init__(self) -> None:
        super().__init__("Le logo et la signature sont des images PNG ou JPEG de moins de 1 Mo.")


class SansBrouillon(DomainError):
    def __init__(self) -> None:
        super().__init__("Il n’y a pas d’attestation à publier.")


def publie(session: Session, demarche_id: int, nature: Nature) -> ModeleDAttestation | None:
    return _un(session, demarche_id, nature, EtatDeModele.publie)


def est_active(session: Session, demarche_id: int, nature: Nature) -> bool:
    modele = publie(session, demarche_id, nature)
    return modele is not None and modele.active


def sera_attestee(demarche_id: Any, nature: Any) -> ColumnElement[bool]:
    """The same inside another statement, given expressions or parameters of it."""
    return exists().where(
        ModeleDAttestation.demarche_id == demarche_id,
        ModeleDAttestation.nature == nature,
        ModeleDAttestation.etat == EtatDeModele.publie,
        ModeleDAttestation.active,
    )


def mentions(modele: ModeleDAttestation) -> list[Mention]:
    pied = syntaxe.mentions(modele.pied)
    if modele.version == 2:
        return [*documents.mentions(documents.lire(modele.document)), *pied]
    return [*syntaxe.mentions(modele.titre), *syntaxe.mentions(modele.corps), *pied]


def ecrire_v1(
    tx: Transaction,
    demarche: Demarche,
    *,
    nature: Nature,
    active: bool,
    titre: str,
    corps: str,
    pied: str = "",
    logo: Fichier | None = None,
    signature: Fichier | None = None,
    at: datetime,
) -> ModeleDAttestation:
    """The template of plain text, in use at once. Raises PiedTropLong, ImageRefusee, ModeleInvalide."""
    propose = ModeleDAttestation(
        version=1, etat=EtatDeModele.publie, active=active, titre=titre, corps=corps, pied=pied
    )
    return _garder(tx, demarche, propose, nature=nature, logo=logo, signature=signature, at=at)


def ecrire_v2(
    tx: Transaction,
    demarche: Demarche,
    *,
    nature: Nature,
    active: bool,
    document: dict[str, Any],
    officielle: bool = True,
    libelle_logo: str = "",
    libelle_direction: str = "",
    pied: str = "",
    logo: Fichier | None = None,
    signature: Fichier | None = None,
    at: datetime,
) -> ModeleDAttestation:
    """The rich template: a draft until it is published, unless the démarche is one itself.

    Raises DocumentInvalide, PiedTropLong, ImageRefusee, ModeleInvalide.
    """
    etat = EtatDeModele.publie if demarche.etat is Etat.brouillon else EtatDeModele.brouillon
    propose = ModeleDAttestation(
        version=2, etat=etat, active=active, titre="", corps="", document=document, pied=pied,
        officielle=officielle, libelle_logo=libelle_logo, libelle_direction=libelle_direction,
    )  # fmt: skip
    return _garder(tx, demarche, propose, nature=nature, logo=logo, signature=signature, at=at)


def publier_v2(
    tx: Transaction, demarche: Demarche, *, nature: Nature, at: datetime
) -> ModeleDAttestation:
    """The draft takes the place of what was in use, of either version. Raises SansBrouillon."""
    brouillon = _un(tx.session, demarche.id, nature, EtatDeModele.brouillon)
    if brouillon is None:
        raise SansBrouillon
    _retirer(tx, demarche.id, nature, EtatDeModele.publie)
    brouillon.etat = EtatDeModele.publie
    brouillon.modifie_le = at
    tx.flush()
    return brouillon


def _garder(
    tx: Transaction, demarche: Demarche, propose: ModeleDAttestation, *, nature: Nature,
    logo: Fichier | None, signature: Fichier | None, at: datetime,
) -> ModeleDAttestation:  # fmt: skip
    """In the place of the one in the same state."""
    if len(propose.pied) > PIED_MAX:
        raise PiedTropLong
    for image in (logo, signature):
        if image and (image.type_mime not in IMAGES or image.taille >= IMAGE_MAX):
            raise ImageRefusee
    propose.demarche_id, propose.nature, propose.modifie_le = demarche.id, nature, at
    propose.logo_id = logo.id if logo else None
    propose.signature_id = signature.id if signature else None
    trouves = defauts(
        mentions(propose), demarche=demarche, usage=Usage.attestation, etat=ETATS[nature],
        versions=versions(tx.session, demarche.id),
    )  # fmt: skip
    if trouves:
        raise ModeleInvalide(trouves)
    _retirer(tx, demarche.id, nature, propose.etat)
    tx.add(propose)
    tx.flush()
    return propose


def _retirer(tx: Transaction, demarche_id: int, nature: Nature, etat: EtatDeModele) -> None:
    ancien = _un(tx.session, demarche_id, nature, etat)
    if ancien is not None:
        tx.delete(ancien)
        tx.flush()


def _un(
    session: Session, demarche_id: int, nature: Nature, etat: EtatDeModele
) -> ModeleDAttestation | None:
    return session.scalar(
        select(ModeleDAttestation).where(
            ModeleDAttestation.demarche_id == demarche_id,
            ModeleDAttestation.nature == nature,
            ModeleDAttestation.etat == etat,
        )
    )
