"""One dossier's form and answers together: what shows, and what each field reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.dossiers.champs import Champ
from domain.formulaires.conversion import lire_comme
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire, Visibilite
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import TypeChamp


class ChampVu(NamedTuple):
    """A champ that shows. `champ` is its row, `reponse` what the field reads of it: null when what
    was stored cannot be read under the field's present type (rules 2.1.8)."""

    descripteur: Descripteur
    row_id: str | None
    champ: Champ | None
    reponse: Reponse | None

    @property
    def cle(self) -> Cle:
        return self.descripteur.stable_id, self.row_id

    @property
    def du_meme_type(self) -> bool:
        return self.champ is None or self.champ.type_champ == self.descripteur.type_champ


class Feuille:
    """`champs` are the rows of one stream, removed ones left out: `charger_reponses`."""

    def __init__(self, formulaire: Formulaire, champs: Mapping[Cle, Champ]) -> None:
        self.formulaire = formulaire
        self.champs = champs
        self.reponses: dict[Cle, Reponse] = {}
        for cle, champ in champs.items():
            descripteur = formulaire.par_stable_id.get(cle[0])
            if descripteur is None:
                continue
            lue = lire_comme(champ, ecrit=champ.type_champ, lu=descripteur.type_champ)
            if lue is not None:
                self.reponses[cle] = lue
        self.visibilite = Visibilite(formulaire, self.reponses)

    def vu(self, descripteur: Descripteur, row_id: str | None = None) -> ChampVu:
        cle = descripteur.stable_id, row_id
        return ChampVu(descripteur, row_id, self.champs.get(cle), self.reponses.get(cle))

    def visibles(self, racines: Sequence[Descripteur]) -> Iterator[ChampVu]:
        """The champs that show, in the order of the form: a repetition, then its rows."""
        for racine in racines:
            if not self.visibilite.montre(racine):
                continue
            yield self.vu(racine)
            if racine.type_champ is TypeChamp.repetition:
                for row_id in self.rangees(racine.stable_id):
                    for enfant in self.formulaire.enfants.get(racine.stable_id, ()):
                        if self.visibilite.montre(enfant, row_id):
                            yield self.vu(enfant, row_id)

    def rangees(self, repetition: int) -> list[str]:
        """The rows of a repetition, in the order in which they were made: that of their ULIDs."""
        return sorted(
            row_id for stable_id, row_id in self.champs if stable_id == repetition and row_id
        )
