"""Dossiers as a zip: for each its PDF, its files, its messages', its avis', its attestation (rules 8.8)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from exports.archive import ecriture
from exports.archive.ecriture import EnErreur, Entree, Illisible
from exports.pdf.composition import ImpressionImpossible
from jobs.exports import instructions
from jobs.exports.atelier import Atelier, Composer
from jobs.exports.lecture import Lecture, Lu
from jobs.exports.noms import Nommer, nommage
from jobs.exports.pieces import PieceLue, des_dossiers, empreinte, lecteur

LOT = 20  # dossiers whose PDF are read together
DISPARU = "le dossier n’est plus visible"


def ecrire(
    atelier: Atelier,
    lecture: Lecture,
    avancer: Callable[[int], None],
    manque: Callable[[EnErreur], None],
    *,
    at: datetime,
) -> Iterator[bytes]:
    """The bytes of the zip, by morsels. Raises Abandon, StorageUnavailable."""
    yield from ecriture.ecrire(_entrees(atelier, lecture, avancer), at=at, en_erreur=manque)


def _entrees(
    atelier: Atelier, lecture: Lecture, avancer: Callable[[int], None]
) -> Iterator[Entree]:
    nommer = nommage(lecture.export, lecture.demarche.fusion)
    for lot in lecture.lots(_fichiers, taille=LOT):
        numeros = [lu.dossier.id for lu in lot.lus]
        imprimes = atelier.imprimerie.imprimer(lecture.demarche.id, numeros) if numeros else {}
        for lu in lot.lus:
            yield from _du_dossier(atelier, lecture, lu, nommer, imprimes)
        avancer(lot.demandes)


def _fichiers(session: Session, numeros: Sequence[int]) -> Iterable[Any]:
    return session.execute(instructions.fichiers(numeros))


def _du_dossier(
    atelier: Atelier, lecture: Lecture, lu: Lu, nommer: Nommer, imprimes: Mapping[int, Composer]
) -> Iterator[Entree]:
    lues = list(des_dossiers(lu, lecture.demarche.fusion))
    chemin, *chemins = nommer(lu, lues)
    if chemin is not None:
        yield Entree(chemin, impression(imprimes.get(lu.dossier.id)))
    for lue, place in zip(lues, chemins, strict=True):
        if place is not None:
            yield entree(atelier, lue, place)


def entree(atelier: Atelier, lue: PieceLue, chemin: str) -> Entree:
    ligne = lue.ligne
    ouvrir = lecteur(atelier.storage, ligne, analyses=atelier.analyses)
    return Entree(chemin, ouvrir, ligne.taille, empreinte(ligne))


def impression(composer: Composer | None) -> Callable[[], Iterable[bytes]]:
    def ouvrir() -> Iterable[bytes]:
        if composer is None:
            raise Illisible(DISPARU)
        try:
            return [composer()]
        except ImpressionImpossible as error:
            raise Illisible("le dossier n’a pas pu être imprimé") from error

    return ouvrir
