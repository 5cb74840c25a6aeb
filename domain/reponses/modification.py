"""Answers that a program writes, several at once: each is kept or refused on its own (api 10.9)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain import identifiants
from domain.dossiers.champs import Champ
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.fichiers.models import Analyse, Fichier
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire
from domain.formulaires.reponses import est_blanche
from domain.formulaires.types_de_champ import FICHIERS, TypeChamp
from domain.reponses.chargement import charger_fichiers, dossiers_existants
from domain.reponses.ecrite import Contexte, Ecrite, Piece, ValeurInvalide
from domain.reponses.ecriture import Plume, verifier_la_ligne
from domain.reponses.lignes import LigneInconnue
from domain.reponses.types import MANIERES, lire_valeur, messages_de_controle

# By which member of an input each type is given: `{"email": …}` for an e-mail, and nothing else.
ENTREES: Mapping[str, frozenset[TypeChamp]] = {
    maniere.cle: frozenset({type_champ}) for type_champ, maniere in MANIERES.items()
}


class Entree(NamedTuple):
    """One answer as a client gives it: the champ's id, the member of the input, its value."""

    id: str
    cle: str
    valeur: Any


class Visee(NamedTuple):
    """An entry that names a champ of the form; `rang` is its place among the entries, from 0."""

    rang: int
    id: str
    descripteur: Descripteur
    row_id: str | None
    valeur: Any

    @property
    def champ(self) -> Cle:
        return self.descripteur.stable_id, self.row_id


class PieceRecue(NamedTuple):
    """An upload that is about to be a file: nobody has looked for viruses in it yet."""

    type_mime: str
    taille: int
    analyse: str = Analyse.pending


def viser(
    formulaire: Formulaire, champs: Mapping[Cle, Champ], id: str
) -> tuple[Descripteur, str | None] | None:
    """The field and the row that an id names: `Champ-<stable id>`, or `Champ-<stable id>|<ULID>` in
    a row that exists. None when there is no such thing."""
    classe, cle = identifiants.lire(id) or ("", "")
    texte, _, row_id = cle.partition("|")
    numero = identifiants.numero(texte)
    descripteur = formulaire.par_stable_id.get(numero) if numero is not None else None
    if classe != "Champ" or descripteur is None:
        return None
    try:
        verifier_la_ligne(champs, descripteur, row_id or None)
    except LigneInconnue:
        return None
    return descripteur, row_id or None


class Lot:
    """The answers of one call, checked and written one by one on a dossier that is locked."""

    def __init__(self, plume: Plume, visees: Sequence[Visee]) -> None:
        self._plume, self._visees = plume, visees
        self._session = plume.tx.session
        self._dossiers = dossiers_existants(
            self._session, _lisibles(v for v in visees if _est_un_lien(v))
        )

    def ecrire(self) -> Iterator[tuple[Visee, list[str]]]:
        """Each entry with what is wrong with it: nothing when it is written."""
        for visee in self._visees:
            messages = self._messages(visee)
            yield visee, messages or self._garder(visee)

    def _messages(self, visee: Visee) -> list[str]:
        """What is wrong with a value that is about to be written; a blank one is always right."""
        descripteur = visee.descripteur
        if descripteur.type_champ in FICHIERS:
            contexte = Contexte(at=self._plume.at, pieces=self._pieces(visee))
            return list(messages_de_controle(descripteur, Ecrite(), contexte))
        try:
            ecrite = _lire(visee)
        except ValeurInvalide as invalide:
            return [str(invalide)]
        if est_blanche(descripteur.type_champ, ecrite):
            return []
        contexte = Contexte(
            at=self._plume.at, etat_externe=ecrite.etat_externe, dossiers=self._dossiers
        )
        return list(messages_de_controle(descripteur, ecrite, contexte))

    def _garder(self, visee: Visee) -> list[str]:
        """A file may be taken by another call meanwhile: then nothing of its entry stays."""
        if visee.descripteur.type_champ not in FICHIERS:
            self._plume.ecrire(visee.descripteur, visee.row_id, visee.valeur)
            return []
        try:
            with self._plume.tx.point():
                self._plume.ecrire(visee.descripteur, visee.row_id, visee.valeur)
        except DomainError as refus:
            return [str(refus)]
        return []

    def _pieces(self, visee: Visee) -> list[Piece]:
        """The files that the champ would have: none when it is emptied."""
        champ = self._plume.champs.get(visee.champ)
        recues: Iterable[FichierVerifie] = visee.valeur or ()
        nouvelles: list[Piece] = [PieceRecue(r.type_mime, r.taille) for r in recues]
        if champ is None or not nouvelles:
            return nouvelles
        anciennes: Sequence[Fichier] = charger_fichiers(self._session, [champ]).get(champ.id, [])
        return [*anciennes, *nouvelles]


def _lire(visee: Visee) -> Ecrite:
    return lire_valeur(visee.descripteur.type_champ, visee.descripteur.options, visee.valeur)


def _est_un_lien(visee: Visee) -> bool:
    return visee.descripteur.type_champ is TypeChamp.dossier_link


def _lisibles(visees: Iterable[Visee]) -> Iterator[Ecrite]:
    for visee in visees:
        try:
            yield _lire(visee)
        except ValeurInvalide:
            continue
