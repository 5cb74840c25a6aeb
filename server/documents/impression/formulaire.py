"""The champs that show, as titles, tables and explanations, in the form's order."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from domain.formulaires.formulaire import Descripteur
from domain.formulaires.types_de_champ import TypeChamp
from exports.pdf.contenu import Bloc, Tableau, Texte, Titre
from resolvers.champs import ChampVu
from server.documents.impression.lecture import DossierLu
from server.documents.impression.reponses import reponse

QUESTION, REPONSE = "Question", "Réponse"


class Ligne(NamedTuple):
    """A row to be, and what its table is headed by: a repetition has a table for each of its rows."""

    entete: str
    question: str
    reponse: str | None


def blocs(lu: DossierLu, descripteurs: Iterable[Descripteur]) -> list[Bloc]:
    """Consecutive questions make one table, that anything else ends."""
    visibles = lu.feuille.visibles(tuple(descripteurs))
    return list(_grouper(_elements(lu, visibles, QUESTION)))


def _elements(lu: DossierLu, champs: Iterable[ChampVu], entete: str) -> Iterator[Bloc | Ligne]:
    for champ in champs:
        descripteur = champ.descripteur
        if champ.type_champ is TypeChamp.header_section:
            yield Titre(descripteur.libelle, lu.feuille.formulaire.niveau(descripteur))
        elif champ.type_champ is TypeChamp.explication:
            yield Texte(_explication(descripteur), entete=descripteur.libelle)
        elif champ.type_champ is TypeChamp.repetition:
            yield from _repetition(lu, champ, entete)
        else:
            yield Ligne(entete, descripteur.libelle, reponse(champ, lu))


def _repetition(lu: DossierLu, champ: ChampVu, entete: str) -> Iterator[Bloc | Ligne]:
    libelle = champ.descripteur.libelle
    rangees = lu.feuille.rangees(champ.descripteur)
    if not rangees:
        yield Ligne(entete, libelle, None)
    for numero, rangee in enumerate(rangees, 1):
        yield from _elements(lu, rangee.champs, f"{libelle} – {numero} sur {len(rangees)}")


def _explication(descripteur: Descripteur) -> str:
    depliant = descripteur.options.get("texte_depliant")
    return "\n".join(texte for texte in (descripteur.description, depliant) if texte)


def _grouper(elements: Iterable[Bloc | Ligne]) -> Iterator[Bloc]:
    for entete, ensemble in groupby(elements, _entete):
        if entete is None:
            yield from (bloc for bloc in ensemble if not isinstance(bloc, Ligne))
        else:
            lignes = [element[1:] for element in ensemble if isinstance(element, Ligne)]
            yield Tableau((entete, REPONSE), lignes)


def _entete(element: Bloc | Ligne) -> str | None:
    return element.entete if isinstance(element, Ligne) else None
