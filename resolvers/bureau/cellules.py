"""The cells of a page: what each chosen column says of each dossier, in a fixed number of statements."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from domain import identifiants
from domain.calendrier import PARIS
from domain.colonnes.colonne import Colonne, Genre
from domain.colonnes.dossier import LABELS
from domain.formulaires.conversion import lire_comme
from domain.formulaires.types_de_champ import TypeChamp
from resolvers.bureau.donnees_de_lignes import (
    AVIS,
    DEMANDEUR,
    DONNEES,
    SUIVEURS,
    Reponses,
    reponses,
)
from resolvers.champs import ChampVu, Feuille
from resolvers.colonnes import Colonnes, colonnes_de
from resolvers.demandeurs import ETABLISSEMENT
from resolvers.fichiers import FICHIERS_DU_DOSSIER, FichierRow
from resolvers.labels import LABELS_DU_DOSSIER
from resolvers.loader import Loader
from resolvers.request import Request

SANS_FEUILLE = cast(Feuille, None)  # one answer is read alone: no other shows or hides it


class Cellule(NamedTuple):
    """`texte` is what a person reads, null when there is nothing; `valeurs` what programs do: what a filter
    would take to find it."""

    colonne: Colonne
    texte: str | None
    valeurs: Sequence[str]


class Ecrite(NamedTuple):
    texte: str
    valeur: str


Ecrites = Sequence[Ecrite]


class Grille:
    """The cells of all the dossiers of a page: loaded once, when the first of them is asked."""

    def __init__(
        self, request: Request, colonnes: Sequence[Colonne], numeros: Sequence[int]
    ) -> None:
        self._request = request
        self._colonnes = colonnes
        self._numeros = numeros
        self._tour = asyncio.Lock()
        self._lues: list[Mapping[int, Ecrites]] | None = None

    async def de(self, numero: int) -> list[Cellule]:
        async with self._tour:
            if self._lues is None:
                self._lues = await _lire(self._request, self._colonnes, self._numeros)
        return [
            _cellule(colonne, lues.get(numero, ()))
            for colonne, lues in zip(self._colonnes, self._lues, strict=True)
        ]


def _cellule(colonne: Colonne, ecrites: Ecrites) -> Cellule:
    texte = ", ".join(ecrite.texte for ecrite in ecrites)
    return Cellule(colonne, texte or None, [ecrite.valeur for ecrite in ecrites])


# --- what is written of a value -------------------------------------------------------------------


def _ecrites(value: Any) -> Ecrites:
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return [ecrite for element in value for ecrite in _ecrites(element)]
    return [_ecrite(value)]


def _ecrite(value: Any) -> Ecrite:
    if isinstance(value, bool):
        return Ecrite("Oui", "true") if value else Ecrite("Non", "false")
    if isinstance(value, datetime):
        return Ecrite(f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}", value.isoformat())
    if isinstance(value, date):
        return Ecrite(f"{value:%d/%m/%Y}", value.isoformat())
    if isinstance(value, FichierRow):
        return Ecrite(value.nom, value.nom)
    return Ecrite(str(value), str(value))


def _instant(texte: str | None) -> datetime | None:
    return datetime.fromisoformat(texte) if texte else None


# --- the dossier's own columns --------------------------------------------------------------------


class Lecture(NamedTuple):
    """The loader of a column, and what it reads of a dossier's value there."""

    loader: Loader[Any, Any]
    lire: Callable[[Any], Ecrites]


def _de_la_ligne(colonne: str, loader: Loader[Any, Any] = DONNEES) -> Lecture:
    return Lecture(loader, lambda ligne: _ecrites(getattr(ligne, colonne)) if ligne else ())


def _date(colonne: str) -> Lecture:
    return Lecture(DONNEES, lambda ligne: _ecrites(_instant(getattr(ligne, colonne))))


def _textes(loader: Loader[Any, Any]) -> Lecture:
    return Lecture(loader, lambda ligne: _ecrites(ligne.textes) if ligne else ())


def _civilite(ligne: Any) -> Ecrites:
    return _ecrites({"M": "M."}.get(ligne.civilite, ligne.civilite))


LECTURES: dict[str, Lecture] = {
    "self/id": _de_la_ligne("id"),
    "self/created_at": _date("cree_le"),
    "self/updated_at": _date("modifie_le"),
    "self/last_champ_updated_at": _date("champs_modifies_le"),
    "self/depose_at": _date("depose_le"),
    "self/en_construction_at": _date("en_construction_le"),
    "self/en_instruction_at": _date("en_instruction_le"),
    "self/processed_at": _date("traite_le"),
    "self/expired_at": _date("expire_le"),
    "self/sva_svr_decision_on": _de_la_ligne("decision_sva_svr_le"),
    "self/for_tiers": _de_la_ligne("pour_un_tiers"),
    "self/mandataire_last_name": _de_la_ligne("mandataire_nom"),
    "self/mandataire_first_name": _de_la_ligne("mandataire_prenom"),
    "user/email": _de_la_ligne("email"),
    "individual/gender": Lecture(DONNEES, _civilite),
    "individual/nom": _de_la_ligne("nom"),
    "individual/prenom": _de_la_ligne("prenom"),
    "groupe_instructeur/id": Lecture(
        DONNEES, lambda ligne: [Ecrite(ligne.groupe, str(ligne.groupe_id))] if ligne.groupe else ()
    ),
    "etablissement/siret": _de_la_ligne("siret", DEMANDEUR),
    "etablissement/entreprise_raison_sociale": _de_la_ligne("raison_sociale", DEMANDEUR),
    "etablissement/entreprise_siren": _de_la_ligne("siren", DEMANDEUR),
    "etablissement/entreprise_nom_commercial": _de_la_ligne("nom_commercial", DEMANDEUR),
    "etablissement/entreprise_forme_juridique": _de_la_ligne("forme_juridique", DEMANDEUR),
    "etablissement/entreprise_date_creation": _de_la_ligne("date_creation", DEMANDEUR),
    "etablissement/libelle_naf": _de_la_ligne("libelle_naf", DEMANDEUR),
    "etablissement/code_postal": _de_la_ligne("code_postal", DEMANDEUR),
    "followers_instructeurs/email": _textes(SUIVEURS),
    "avis/question_answer": _textes(AVIS),
    LABELS: Lecture(
        LABELS_DU_DOSSIER, lambda labels: [Ecrite(label.nom, str(label.id)) for label in labels]
    ),
}


async def _lire(
    request: Request, colonnes: Sequence[Colonne], numeros: Sequence[int]
) -> list[Mapping[int, Ecrites]]:
    """For each column, what it says of each dossier."""
    propres = [LECTURES[colonne.id] for colonne in colonnes if colonne.descripteur is None]
    loaders = {lecture.loader.name: lecture.loader for lecture in propres}
    await request.load_together([(loader, numeros) for loader in loaders.values()])
    champs = await _charger_les_champs(request, colonnes, numeros)
    return [
        _du_champ(colonne, champs, numeros)
        if colonne.descripteur is not None
        else _du_dossier(request, LECTURES[colonne.id], numeros)
        for colonne in colonnes
    ]


def _du_dossier(
    request: Request, lecture: Lecture, numeros: Iterable[int]
) -> Mapping[int, Ecrites]:
    lues = request.loaded(lecture.loader)
    return {numero: lecture.lire(lues[numero]) for numero in numeros}


# --- answers --------------------------------------------------------------------------------------


class ChampsCharges(NamedTuple):
    """The answers, and what those of some types have elsewhere: an establishment, files."""

    reponses: Reponses
    etablissements: Mapping[Any, Any]
    fichiers: Mapping[Any, Any]


async def _charger_les_champs(
    request: Request, colonnes: Sequence[Colonne], numeros: Sequence[int]
) -> ChampsCharges:
    descripteurs = [colonne.descripteur for colonne in colonnes if colonne.descripteur is not None]
    if not descripteurs:
        return ChampsCharges({}, {}, {})
    types = {descripteur.type_champ for descripteur in descripteurs}
    champs = list(dict.fromkeys(descripteur.stable_id for descripteur in descripteurs))
    lues = await reponses(request, numeros, champs)
    connus = [lue.etablissement_id for lue in lues.values() if lue.etablissement_id is not None]
    await request.load_together(
        [
            *([(ETABLISSEMENT, connus)] if TypeChamp.siret in types else []),
            *([(FICHIERS_DU_DOSSIER, numeros)] if TypeChamp.piece_justificative in types else []),
        ]
    )
    return ChampsCharges(lues, request.loaded(ETABLISSEMENT), request.loaded(FICHIERS_DU_DOSSIER))


def _du_champ(
    colonne: Colonne, champs: ChampsCharges, numeros: Iterable[int]
) -> Mapping[int, Ecrites]:
    descripteur = colonne.descripteur
    assert descripteur is not None
    connues = colonnes_de(descripteur)
    rang = [identifiants.cle_de(titre.id) for titre in connues.titres].index(colonne.id)
    libelles = {option.valeur: option.libelle for option in colonne.options}
    ecrites = {}
    for numero in numeros:
        ligne = champs.reponses.get((numero, descripteur.stable_id))
        if ligne is not None:
            lue = lire_comme(ligne, ecrit=TypeChamp(ligne.type_champ), lu=descripteur.type_champ)
            vu = ChampVu(SANS_FEUILLE, descripteur, None, ligne, lue)
            value = _valeur(connues, rang, vu, champs)
            ecrites[numero] = _nommees(_ecrites(value), colonne, libelles)
    return ecrites


def _valeur(connues: Colonnes, rang: int, champ: ChampVu, champs: ChampsCharges) -> Any:
    ligne = champ.ligne
    etablissement = champs.etablissements.get(ligne.etablissement_id) if ligne else None
    fichiers = champs.fichiers.get(ligne.dossier_id, ()) if ligne else ()
    return connues.valeurs(champ, fichiers, etablissement)[rang]


def _nommees(ecrites: Ecrites, colonne: Colonne, libelles: Mapping[str, str]) -> Ecrites:
    """A choice is shown as its option is."""
    if colonne.genre not in (Genre.choix, Genre.choix_multiple):
        return ecrites
    return [Ecrite(libelles.get(e.valeur, e.texte), e.valeur) for e in ecrites]
