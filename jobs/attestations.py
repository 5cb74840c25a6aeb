"""The attestation of a decision, made after it, once (rules 1.14.2)."""

import hashlib
from base64 import b64encode

from sqlalchemy import exists, select

from adapters.storage import Storage
from domain.attestations.redaction import Redigee, rediger
from domain.dossiers.historique import Traitement
from domain.dossiers.models import Dossier
from domain.fichiers.models import Analyse, Fichier, Role
from domain.transactions import Transaction
from exports.attestation import Attestation, Image, composer
from jobs.contexte import Contexte
from jobs.travaux import travail

TYPE_MIME = "application/pdf"


def generer(tx: Transaction, storage: Storage, *, dossier_id: int) -> None:
    """Make what certifies the decision on this dossier, if it is to be and is not yet.

    May run twice, side by side too: the dossier's row is locked, its decision names the object, and a
    decision undone meanwhile has nothing to certify. Raises ImpressionImpossible, ObjectMissing when an
    image is gone, StorageUnavailable.
    """
    dossier = tx.session.scalar(select(Dossier).where(Dossier.id == dossier_id).with_for_update())
    if dossier is None or _existe(tx, dossier_id):
        return
    redigee = rediger(tx.session, dossier)
    if redigee is None:
        return
    octets = composer(_attestation(tx, storage, dossier, redigee))
    cle = _cle(tx, dossier)
    storage.put(cle, octets, content_type=TYPE_MIME)
    tx.add(
        Fichier(
            cle=cle, nom=nom(dossier_id), type_mime=TYPE_MIME, taille=len(octets), md5=_md5(octets),
            analyse=Analyse.safe,  # its bytes are ours
            role=Role.attestation, dossier_id=dossier_id, cree_le=dossier.traite_le,
        )
    )  # fmt: skip
    tx.flush()


@travail("generer_attestation")
def generer_attestation(contexte: Contexte, *, dossier_id: int) -> None:
    contexte.base.transaction(lambda tx: generer(tx, contexte.storage, dossier_id=dossier_id))


def nom(dossier_id: int) -> str:
    return f"attestation-dossier-{dossier_id}.pdf"


def _existe(tx: Transaction, dossier_id: int) -> bool:
    deja = exists().where(Fichier.dossier_id == dossier_id, Fichier.role == Role.attestation)
    return bool(tx.session.scalar(select(deja)))


def _cle(tx: Transaction, dossier: Dossier) -> str:
    """Named by the decision: a second decision has another object, which the sweep of the first one's
    cannot take away, and the same one made again writes over itself."""
    decision = (
        select(Traitement.id)
        .where(Traitement.dossier_id == dossier.id, Traitement.state == dossier.state)
        .order_by(Traitement.traite_le.desc(), Traitement.id.desc())
    )
    return f"attestations/{dossier.id}-{tx.session.scalar(decision.limit(1)) or 0}"


def _attestation(
    tx: Transaction, storage: Storage, dossier: Dossier, redigee: Redigee
) -> Attestation:
    assert dossier.traite_le is not None
    return Attestation(
        titre=redigee.titre,
        organisme=redigee.service,
        blocs=redigee.blocs,
        pied=redigee.pied,
        datee_le=dossier.traite_le,
        officielle=redigee.officielle,
        libelle_logo=redigee.libelle_logo,
        libelle_direction=redigee.libelle_direction,
        logo=_image(tx, storage, redigee.logo_id, f"Logo : {redigee.service}"),
        signature=_image(tx, storage, redigee.signature_id, "Signature et tampon"),
    )


def _image(
    tx: Transaction, storage: Storage, fichier_id: int | None, description: str
) -> Image | None:
    if fichier_id is None:
        return None
    fichier = tx.session.get_one(Fichier, fichier_id)
    return Image(b"".join(storage.read(fichier.cle)), fichier.type_mime, description)


def _md5(octets: bytes) -> str:
    return b64encode(hashlib.md5(octets, usedforsecurity=False).digest()).decode()
