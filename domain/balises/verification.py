"""Whether a template may be kept: each of its tags must mean something wherever it will be read
(rules 1.16.6)."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from domain.balises.champs import BaliseDeChamp, Empechement
from domain.balises.rendu import des_champs, des_demarches
from domain.balises.syntaxe import Mention
from domain.balises.table import Balise, Usage
from domain.demarches.models import Demarche
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.formulaires.formulaire import Formulaire


class Genre(StrEnum):
    """Which revision of the form is looked at."""

    brouillon = "brouillon"
    publiee = "publiee"
    en_cours = "en_cours"


class Version(NamedTuple):
    """The draft, the published revision, and each one that pending dossiers still use."""

    genre: Genre
    formulaire: Formulaire


class Raison(StrEnum):
    inconnue = "inconnue"
    hors_usage = "hors_usage"
    trop_tot = "trop_tot"
    sans_objet = "sans_objet"
    conditionnelle = "conditionnelle"
    sans_texte = "sans_texte"
    absente_du_brouillon = "absente_du_brouillon"
    absente_de_la_version_publiee = "absente_de_la_version_publiee"
    absente_d_une_version_en_cours = "absente_d_une_version_en_cours"


PHRASES = {
    Raison.inconnue: "La balise « {} » n’existe pas.",
    Raison.hors_usage: "La balise « {} » ne peut pas être utilisée ici.",
    Raison.trop_tot: "La balise « {} » n’a pas encore de valeur à cette étape du dossier.",
    Raison.sans_objet: "La balise « {} » ne correspond pas aux réglages de cette démarche.",
    Raison.conditionnelle: "Le champ « {} » dépend d’une condition : il ne peut pas servir de balise.",
    Raison.sans_texte: "Le champ « {} » n’a pas de texte : il ne peut pas servir de balise.",
    Raison.absente_du_brouillon: "La balise « {} » a été supprimée du formulaire en cours de modification.",
    Raison.absente_de_la_version_publiee: "La balise « {} » n’est pas encore dans le formulaire publié.",
    Raison.absente_d_une_version_en_cours: "La balise « {} » n’existe pas dans le formulaire de certains dossiers en cours.",
}  # fmt: skip

ABSENTE = {
    Genre.brouillon: Raison.absente_du_brouillon,
    Genre.publiee: Raison.absente_de_la_version_publiee,
    Genre.en_cours: Raison.absente_d_une_version_en_cours,
}
EMPECHEE = {
    Empechement.conditionnel: Raison.conditionnelle,
    Empechement.sans_texte: Raison.sans_texte,
}


class Defaut(NamedTuple):
    balise: str
    raison: Raison

    @property
    def phrase(self) -> str:
        return PHRASES[self.raison].format(self.balise)


class ModeleInvalide(DomainError):
    """Every fault of the template, in its order, in one sentence each."""

    def __init__(self, defauts: Sequence[Defaut]) -> None:
        super().__init__(" ".join(defaut.phrase for defaut in defauts))
        self.defauts = tuple(defauts)


def defauts(
    mentions: Iterable[Mention],
    *,
    demarche: Demarche,
    usage: Usage,
    etat: State,
    versions: Sequence[Version],
) -> list[Defaut]:
    """One fault a tag at most: the first that the author should put right."""
    connues = [(version.genre, des_champs(version.formulaire)) for version in versions]
    trouves = []
    for cle in dict.fromkeys(mention.cle for mention in mentions):
        fixe = des_demarches().get(cle)
        if fixe is not None:
            raison = _d_une_balise_fixe(fixe, demarche, usage, etat)
        else:
            raison = _d_un_champ(cle, etat, connues)
        if raison is not None:
            trouves.append(Defaut(cle, raison))
    return trouves


def _d_une_balise_fixe(
    balise: Balise, demarche: Demarche, usage: Usage, etat: State
) -> Raison | None:
    if usage not in balise.usages:
        return Raison.hors_usage
    if not balise.si(demarche):
        return Raison.sans_objet
    return None if etat in balise.etats else Raison.trop_tot


def _d_un_champ(
    cle: str, etat: State, connues: Sequence[tuple[Genre, Mapping[str, BaliseDeChamp]]]
) -> Raison | None:
    if not any(cle in champs for _, champs in connues):
        return Raison.inconnue
    for genre, champs in connues:
        balise = champs.get(cle)
        if balise is None:
            return ABSENTE[genre]
        if balise.empechement is not None:
            return EMPECHEE[balise.empechement]
        if etat not in balise.etats:
            return Raison.trop_tot
    return None
