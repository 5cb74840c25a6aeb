"""Where the files of a dossier go in the zip, and under which names (rules 8.8, 15.3)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.calendrier import PARIS
from exports.archive.noms import OCTETS_MAX, NomsDUnDossier, couper, nom_sur, separer

RACINE = "export"
ERREURS = "-LISTE-DES-FICHIERS-EN-ERREURS.txt"


class Origine(StrEnum):
    pdf = "pdf"
    champ = "champ"
    attestation = "attestation"
    etablissement = "etablissement"
    justificatif = "justificatif"
    message = "message"
    avis = "avis"
    journal = "journal"
    bilan = "bilan"


DOSSIERS: dict[Origine, str] = {
    Origine.pdf: "",
    Origine.champ: "pieces_justificatives/",
    Origine.attestation: "pieces_justificatives/",
    Origine.etablissement: "pieces_justificatives/",
    Origine.justificatif: "dossier/",
    Origine.message: "messagerie/",
    Origine.avis: "avis/",
    Origine.journal: "horodatage/",
    Origine.bilan: "bills/",
}


class Piece(NamedTuple):
    """A file of a dossier. `numero` tells apart those of one name and one minute."""

    origine: Origine
    nom: str
    le: datetime
    numero: int


def pdf(dossier_id: int, modifie_le: datetime) -> Piece:
    """The dossier on paper: dated by its last change, numbered by itself."""
    return Piece(Origine.pdf, f"export-{dossier_id}.pdf", modifie_le, dossier_id)


def chemins(dossier_id: int, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, str]]:
    """Each piece with its path; no two are alike, even where capital letters do not count."""
    noms: dict[str, NomsDUnDossier] = {}
    for piece in pieces:
        dossier = f"{RACINE}/dossier-{dossier_id}/{DOSSIERS[piece.origine]}"
        unique = noms.setdefault(dossier, NomsDUnDossier()).unique
        yield piece, dossier + unique(dater(piece))


def dater(piece: Piece) -> str:
    """The name, when the file came, and the end of its number: these two stay when it is too long."""
    base, extension = separer(nom_sur(piece.nom))
    local = piece.le.astimezone(PARIS)
    fin = f"-{local:%d-%m-%Y-%H-%M}-{piece.numero % 10_000}{extension}"
    return couper(base, OCTETS_MAX - len(fin.encode())) + fin
