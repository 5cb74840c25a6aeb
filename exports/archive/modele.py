"""The tree of a zip as a template wants it: folders, files, and the tags of their names (rules 8.7.4 to 8.7.8)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from domain.balises.syntaxe import Mention, lire, mentions
from domain.calendrier import jour
from exports.archive.arborescence import DOSSIERS, RACINE, Origine, Piece, dater
from exports.archive.noms import NomsDUnDossier, nom_sur, separer
from exports.colonnes.contenu import Dossier, Etablissement, Individu

NUMERO = "numéro du dossier"
ORIGINAL = "nom original du fichier"


class Nommage(NamedTuple):
    """Whether a file goes in, and its name, without its extension."""

    actif: bool
    nom: str


class ModeleDArchive(NamedTuple):
    dossier: str
    pdf: Nommage
    attestation: Nommage
    pieces: Mapping[int, Nommage]
    """By stable id of the champ."""
    messages: bool
    avis: bool
    justificatif: bool


def lire_modele(contenu: Mapping[str, Any]) -> ModeleDArchive:
    """From what a template's row holds."""
    return ModeleDArchive(
        dossier=contenu["dossier"],
        pdf=Nommage(**contenu["pdf"]),
        attestation=Nommage(**contenu["attestation"]),
        pieces={int(p["champ"]): Nommage(p["actif"], p["nom"]) for p in contenu["pieces"]},
        messages=contenu["messages"],
        avis=contenu["avis"],
        justificatif=contenu["justificatif"],
    )


# --- tags ------------------------------------------------------------------------------------------


def _date(quand: datetime | None) -> str:
    """The day it was in Paris (rules 8.7.5)."""
    return f"{jour(quand):%Y-%m-%d}" if quand else ""


def _individu(lire_: Callable[[Individu], str | None]) -> Callable[[Dossier], str]:
    return lambda d: (d.individu and lire_(d.individu)) or ""


def _etablissement(lire_: Callable[[Etablissement], str | None]) -> Callable[[Dossier], str]:
    return lambda d: (d.etablissement and lire_(d.etablissement)) or ""


BALISES: dict[str, Callable[[Dossier], str]] = {
    NUMERO: lambda d: str(d.id),
    "date de dépôt": lambda d: _date(d.depose_le),
    "date de mise à jour": lambda d: _date(d.champs_modifies_le),
    "groupe instructeur": lambda d: d.groupe or "",
    "civilité": _individu(lambda i: i.civilite),
    "nom": _individu(lambda i: i.nom),
    "prénom": _individu(lambda i: i.prenom),
    "SIREN": _etablissement(lambda e: e.siren),
    "SIRET du siège social": _etablissement(lambda e: e.siret_siege_social),
    "numéro de TVA intracommunautaire": _etablissement(lambda e: e.numero_tva_intracommunautaire),
    "raison sociale": _etablissement(lambda e: e.raison_sociale),
    "adresse": _etablissement(lambda e: e.adresse),
}


def inconnues(nom: str, *, d_un_fichier: bool) -> list[str]:
    """The tags of a name that it may not have."""
    permises = {*BALISES, *([ORIGINAL] if d_un_fichier else [])}
    return [mention.cle for mention in mentions(nom) if mention.cle not in permises]


def _rendre(nom: str, dossier: Dossier, original: str = "") -> str:
    """What people typed may hold bars and dots: each value is made safe before the name is."""

    def valeur(morceau: Mention) -> str:
        dite = original if morceau.cle == ORIGINAL else BALISES[morceau.cle](dossier)
        return nom_sur(dite) if dite else ""

    return "".join(valeur(m) if isinstance(m, Mention) else m for m in lire(nom))


# --- paths -----------------------------------------------------------------------------------------


class Rangee(NamedTuple):
    """A file of a champ: which one, its rank among the rows of a repetition if it is in one, and its own
    among the files of that champ; both from 1."""

    champ: int
    ligne: int | None
    rang: int


class PieceNommee(NamedTuple):
    piece: Piece
    rangee: Rangee | None = None


class Chemins:
    """Paths, each given once. Two dossiers whose names would be one have folders of their own."""

    def __init__(self, modele: ModeleDArchive) -> None:
        self._modele = modele
        self._racine = NomsDUnDossier()

    def du_dossier(
        self, dossier: Dossier, pieces: Iterable[PieceNommee]
    ) -> Iterator[tuple[PieceNommee, str | None]]:
        """Each piece with its path; None for those that the template leaves out."""
        racine = f"{RACINE}/{self._racine.unique(_rendre(self._modele.dossier, dossier))}/"
        noms: dict[str, NomsDUnDossier] = {}
        for nommee in pieces:
            place = self._place(nommee, dossier)
            if place is None:
                yield nommee, None
                continue
            sous_dossier, nom = place
            unique = noms.setdefault(sous_dossier, NomsDUnDossier()).unique
            yield nommee, racine + sous_dossier + unique(nom)

    def _place(self, nommee: PieceNommee, dossier: Dossier) -> tuple[str, str] | None:
        piece, rangee = nommee
        base, extension = separer(piece.nom)
        if piece.origine in (Origine.pdf, Origine.attestation):
            nommage = self._modele.pdf if piece.origine is Origine.pdf else self._modele.attestation
            return ("", _rendre(nommage.nom, dossier) + extension) if nommage.actif else None
        if rangee is not None:
            choisi = self._modele.pieces.get(rangee.champ)
            if choisi is None or not choisi.actif:
                return None
            ligne = "" if rangee.ligne is None else f"-{rangee.ligne:02d}"
            nom = _rendre(choisi.nom, dossier, base)
            return "", f"{nom}{ligne}-{rangee.rang:02d}{extension}"
        if not self._garde(piece.origine):
            return None
        return DOSSIERS[piece.origine], dater(piece)

    def _garde(self, origine: Origine) -> bool:
        modele = self._modele
        gardees = {
            Origine.message: modele.messages,
            Origine.avis: modele.avis,
            Origine.justificatif: modele.justificatif,
        }
        return gardees.get(origine, False)
