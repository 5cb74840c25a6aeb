"""The sheet of a repetition: one line for each of its rows (rules 8.6)."""

from collections.abc import Iterable, Iterator, Sequence

from domain.formulaires.formulaire import Descripteur
from exports.colonnes.contenu import Dossier
from exports.colonnes.formulaires import Rangee
from exports.colonnes.tableau import Colonne, Tableau
from exports.tableur.cellules import Cellule


class FeuilleDeRepetition:
    def __init__(self, repetition: Descripteur, colonnes: Iterable[Colonne[Rangee]]) -> None:
        self.nom = f"({repetition.stable_id}) {repetition.libelle}"
        self._repetition = repetition
        self._tableau: Tableau[Rangee] = Tableau(
            [
                Colonne("Dossier ID", lambda rangee: str(rangee.dossier.id)),
                Colonne("Ligne", lambda rangee: rangee.rang),
                *colonnes,
            ]
        )

    @property
    def titres(self) -> Sequence[str]:
        return self._tableau.titres

    def lignes(self, dossier: Dossier) -> Iterator[list[Cellule]]:
        for rang, row_id in enumerate(dossier.rangees(self._repetition), start=1):
            yield self._tableau.ligne(Rangee(dossier, row_id, rang))
