"""The tags that a form gives: one a champ, and one for each part of it (rules 1.16.5)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from domain.balises.faits import Faits
from domain.balises.syntaxe import normaliser
from domain.balises.table import INSTRUCTION_COMMENCEE
from domain.balises.valeurs import CHEMINS, SANS_BALISE, Chemin, texte
from domain.dossiers.states import SOUMIS, State
from domain.formulaires.formulaire import Descripteur, Formulaire, Visibilite
from domain.formulaires.types_de_champ import TypeChamp

PREFIXE = "tdc"


class Empechement(StrEnum):
    """Why a champ that is in the form has no tag."""

    conditionnel = "conditionnel"
    sans_texte = "sans_texte"


class BaliseDeChamp(NamedTuple):
    id: str
    libelle: str
    descripteur: Descripteur
    chemin: Chemin | None = None

    @property
    def etats(self) -> frozenset[State]:
        """What the administration wrote is not told before it began to (rules 1.16.5)."""
        return INSTRUCTION_COMMENCEE if self.descripteur.prive else SOUMIS

    @property
    def empechement(self) -> Empechement | None:
        if self.descripteur.type_champ in SANS_BALISE:
            return Empechement.sans_texte
        return Empechement.conditionnel if self.descripteur.condition else None

    def valeur(self, faits: Faits) -> str:
        if self.descripteur.type_champ is TypeChamp.repetition:
            return "\n".join(_rangees(faits, self.descripteur))
        reponse = faits.reponses.get((self.descripteur.stable_id, None))
        if self.chemin is None:
            return texte(self.descripteur.type_champ, reponse)
        return (self.chemin.lire(reponse) if reponse else None) or ""


def balises_du_formulaire(formulaire: Formulaire) -> Iterator[BaliseDeChamp]:
    """Every root champ, then every annotation; those that may not serve too, each with its reason."""
    for descripteur in (*formulaire.champs, *formulaire.annotations):
        cle, libelle = f"{PREFIXE}{descripteur.stable_id}", normaliser(descripteur.libelle)
        yield BaliseDeChamp(cle, libelle, descripteur)
        for chemin in CHEMINS.get(descripteur.type_champ, ()):
            yield BaliseDeChamp(f"{cle}/{chemin.nom}", f"{libelle} {chemin.suffixe}", descripteur, chemin)  # fmt: skip


def _rangees(faits: Faits, repetition: Descripteur) -> Iterator[str]:
    """One line a row: « libellé : valeur », for what the row shows and answers."""
    assert faits.formulaire is not None
    enfants = faits.formulaire.enfants.get(repetition.stable_id, ())
    visibilite = Visibilite(faits.formulaire, faits.reponses)
    rangees = {
        row for stable_id, row in faits.reponses if stable_id == repetition.stable_id and row
    }
    for row_id in sorted(rangees):
        dites = [
            f"{enfant.libelle} : {valeur}"
            for enfant in enfants
            if enfant.type_champ not in SANS_BALISE and visibilite.montre(enfant, row_id)
            if (valeur := texte(enfant.type_champ, faits.reponses.get((enfant.stable_id, row_id))))
        ]
        if dites:
            yield ", ".join(dites)
