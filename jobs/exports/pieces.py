"""Which files of a dossier a zip holds, and how each is read (rules 8.8.3)."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from adapters.storage import ObjectMissing, Storage, StorageUnavailable
from domain.dossiers.states import TERMINE, State
from domain.fichiers.models import Analyse, Role
from domain.formulaires.formulaire import Descripteur
from exports.archive.arborescence import Origine
from exports.archive.ecriture import Illisible
from exports.colonnes.formulaires import Fusion, exporte_ses_pieces
from jobs.exports.lecture import Lu

# What no zip holds, and its reason; a file that waits for its scan is not known to be safe.
ECARTES = {
    Analyse.pending: "analyse antivirus en attente",
    Analyse.infected: "écarté par l’antivirus",
    Analyse.integrity_error: "contenu altéré",
}
DECISIONS_ATTESTEES = frozenset({State.accepte, State.refuse})


class PieceLue(NamedTuple):
    """A file, what it is to its dossier, and the field that asked for it, if one did."""

    origine: Origine
    ligne: Any
    descripteur: Descripteur | None = None


def des_dossiers(lu: Lu, fusion: Fusion) -> Iterator[PieceLue]:
    """Those that the administration may take out, by their place: champs in the form's order first."""
    rangs = {stable_id: rang for rang, stable_id in enumerate(fusion.definitions)}
    trouvees = [piece for ligne in lu.supplement if (piece := _place(ligne, lu, fusion))]
    uniques = [
        *_derniere(trouvees, Origine.justificatif),
        *_derniere(trouvees, Origine.attestation),
    ]
    champs = [p for p in trouvees if p.origine is Origine.champ]
    champs.sort(key=lambda p: (rangs[p.ligne.stable_id], p.ligne.row_id or "", p.ligne.id))
    yield from champs
    yield from uniques
    yield from (p for p in trouvees if p.origine in (Origine.message, Origine.avis))


def _derniere(pieces: Iterable[PieceLue], origine: Origine) -> list[PieceLue]:
    """Of a decision that was taken again, the last document."""
    return [piece for piece in pieces if piece.origine is origine][-1:]


def _place(ligne: Any, lu: Lu, fusion: Fusion) -> PieceLue | None:
    if ligne.role == Role.justificatif:
        return PieceLue(Origine.justificatif, ligne) if lu.dossier.state in TERMINE else None
    if ligne.role == Role.attestation:
        attestee = lu.dossier.state in DECISIONS_ATTESTEES
        return PieceLue(Origine.attestation, ligne) if attestee else None
    if ligne.message_id is not None:
        return None if ligne.supprime_le else PieceLue(Origine.message, ligne)
    if ligne.avis_id is not None:
        return PieceLue(Origine.avis, ligne)
    champ = fusion.definitions.get(ligne.stable_id) if ligne.stable_id is not None else None
    if (
        champ is None
        or not exporte_ses_pieces(champ)
        or lu.dossier.lire(champ, ligne.row_id) is None
    ):
        return None
    return PieceLue(Origine.champ, ligne, champ)


def lecteur(storage: Storage, ligne: Any, *, analyses: bool) -> Callable[[], Iterable[bytes]]:
    """How its bytes are read, as many times as it is asked. `analyses`: files are scanned here."""

    def ouvrir() -> Iterator[bytes]:
        ecarte = ECARTES.get(ligne.analyse)
        if ecarte and (analyses or ligne.analyse != Analyse.pending):
            raise Illisible(ecarte)
        try:
            yield from storage.read(ligne.cle)
        except ObjectMissing:
            raise Illisible("absent du stockage") from None
        except StorageUnavailable as panne:
            storage.ping()  # away altogether, it is the export that waits, not this file that is missing
            raise Illisible(f"illisible ({panne})") from panne

    return ouvrir


def empreinte(ligne: Any) -> bytes | None:
    try:
        return b64decode(ligne.md5, validate=True) or None
    except ValueError:
        return None
