"""Answers made of files (rules 2.4.29, 2.4.30, 10.1-10.3): which kinds, how big, how many."""

from collections.abc import Iterator

from domain.fichiers.limites import IMAGES, LIMITES, MO, Place
from domain.fichiers.models import Analyse
from domain.fichiers.types_mime import FAMILLES, TYPES_COURANTS, Famille, essence
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses.ecrite import Contexte, Options

NOMBRE_DE_PIECES = 10
TITRE_IDENTITE = "TITRE_IDENTITE"
RIB = "RIB"
TYPES_D_UN_RIB = FAMILLES[Famille.document_texte] | FAMILLES[Famille.image_scan]
DANGEREUX = frozenset({Analyse.infected, Analyse.integrity_error})


def place(type_champ: TypeChamp, options: Options) -> Place:
    """What its files are to the rules of sizes: an identity document, or any piece."""
    identite = type_champ is TypeChamp.titre_identite or options.get("nature") == TITRE_IDENTITE
    return Place.titre_identite if identite else Place.champ


def controler_piece(_: Reponse, options: Options, contexte: Contexte) -> Iterator[str]:
    if options.get("nature") == TITRE_IDENTITE:
        yield from _controler(contexte, Place.titre_identite, types=IMAGES)
    elif options.get("nature") == RIB:
        yield from _controler(contexte, Place.champ, types=TYPES_D_UN_RIB, nombre=1)
    else:
        yield from _controler(contexte, Place.champ, types=_types(options))


def controler_identite(_: Reponse, __: Options, contexte: Contexte) -> Iterator[str]:
    yield from _controler(contexte, Place.titre_identite, types=IMAGES)


def _types(options: Options) -> frozenset[str]:
    choisies = [Famille(f) for f in options.get("familles") or () if f in set(Famille)]
    if not choisies:
        return TYPES_COURANTS
    return frozenset[str]().union(*(FAMILLES[famille] for famille in choisies))


def _controler(
    contexte: Contexte, place: Place, *, types: frozenset[str], nombre: int = NOMBRE_DE_PIECES
) -> Iterator[str]:
    pieces = contexte.pieces
    if len(pieces) > nombre:
        yield f"ne peut pas contenir plus de {nombre} fichier{'s' if nombre > 1 else ''}"
    if any(piece.taille >= LIMITES[place] for piece in pieces):
        yield f"contient un fichier de {LIMITES[place] // MO} Mo ou plus"
    if any(essence(piece.type_mime) not in types for piece in pieces):
        yield "contient un fichier d’un format qui n’est pas accepté"
    if any(piece.analyse in DANGEREUX for piece in pieces):
        yield "contient un fichier dangereux ou endommagé"
