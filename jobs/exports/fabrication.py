"""One export: from its row to its file in the store."""

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from domain.exports.models import TYPES_MIME, Export, Format
from domain.exports.programmes import ProgrammeDExport, manifeste, signer
from domain.exports.refus import Abandon, Arrete, Depasse
from domain.exports.vie import Ecrit, Essai, avancer, terminer
from jobs.exports.atelier import Atelier
from jobs.exports.depot import deposer, oublier_les_anciens
from jobs.exports.lecture import Lecture


class Avancement:
    """What a try has done so far, written as it goes: whoever watches sees it, and a try that another
    one has replaced stops there."""

    def __init__(self, atelier: Atelier, essai: Essai) -> None:
        self._atelier = atelier
        self._essai = essai
        self.faits = 0
        self.manquants = 0

    def __call__(self, nombre: int) -> None:
        """Raises Depasse, Arrete."""
        if self._atelier.arret():
            raise Arrete
        self.faits += nombre
        self._atelier.base.transaction(lambda tx: avancer(tx, self._essai, self.faits))

    def manque(self, _: object) -> None:
        self.manquants += 1


def fabriquer(atelier: Atelier, essai: Essai) -> None:
    """Make the file, then offer it. Raises what cannot be helped; the caller says what becomes of it."""
    export = essai.export
    anciens = [cle for rang in range(1, essai.rang) for cle in export.cles_de(rang)]
    oublier_les_anciens(atelier.storage, export.prefixe, anciens)
    avancement = Avancement(atelier, essai)
    lecture = Lecture(atelier.base, export)
    depose = deposer(
        atelier.storage,
        essai.objet,
        _octets(atelier, lecture, avancement, at=export.demande_le),
        content_type=TYPES_MIME[Format(export.format)],
    )
    ecrit = Ecrit(depose.taille, depose.md5, lecture.lus, avancement.manquants)
    if export.programme_id is not None:
        ecrit = _avec_manifeste(atelier, essai, ecrit)
    try:
        atelier.base.transaction(lambda tx: terminer(tx, essai, ecrit))
    except Depasse:
        atelier.storage.delete(export.cles_de(essai.rang))
        raise


def _avec_manifeste(atelier: Atelier, essai: Essai, ecrit: Ecrit) -> Ecrit:
    """Beside the file, for programs that read the store; signed, with the secret of its programme."""
    export = essai.export
    texte = manifeste(export, taille=ecrit.taille, md5=ecrit.md5, dossiers=ecrit.faits)
    secret = atelier.base.transaction(
        lambda tx: tx.session.scalar(
            select(ProgrammeDExport.secret).where(ProgrammeDExport.id == export.programme_id)
        )
    )
    if secret is None:
        raise Abandon("Le programme de cet export a été supprimé")
    signature = signer(secret, texte)
    corps = json.dumps({"manifeste": texte, "signature": signature}, ensure_ascii=False).encode()
    cle = export.cle_du_manifeste(essai.rang)
    atelier.storage.put(cle, corps, content_type="application/json")
    return ecrit._replace(manifeste=texte, signature=signature)


def _octets(
    atelier: Atelier, lecture: Lecture, avancement: Avancement, *, at: datetime
) -> Iterator[bytes]:
    """Each format loads what it is written with: together they weigh as much as the rest of the process."""
    export: Export = lecture.export
    match export.format:
        case Format.zip:
            from jobs.exports import archives

            return archives.ecrire(atelier, lecture, avancement, avancement.manque, at=at)
        case Format.json:
            from jobs.exports import geojson

            return geojson.ecrire(lecture, avancement)
        case format:
            from jobs.exports import tableurs

            return tableurs.ecrire(lecture, format, avancement, at=at)
