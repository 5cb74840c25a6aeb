"""What the exports of the demonstration hold, cell by cell, as rules 8.2 to 8.8 say.

Each file was checked against the rules and `scenarios/demo.yaml`, dossier by dossier. A line gives the cells
that are not empty; `<cle>` is the number of the dossier that bears this key, `#` that of a file, « Civilité (2) »
the second column of that title.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ICI = Path(__file__).parent

Lignes = list[list[Any]]

# The same in every démarche: rules 8.4.2, 8.5.1 and 8.5.2.
ETABLISSEMENT = [
    "Établissement SIRET", "Établissement siège social", "Établissement NAF", "Établissement libellé NAF",
    "Établissement Adresse", "Établissement numero voie", "Établissement type voie", "Établissement nom voie",
    "Établissement complément adresse", "Établissement code postal", "Établissement localité",
    "Établissement code INSEE localité", "Entreprise SIREN", "Entreprise capital social",
    "Entreprise numero TVA intracommunautaire", "Entreprise forme juridique", "Entreprise forme juridique code",
    "Entreprise nom commercial", "Entreprise raison sociale", "Entreprise SIRET siège social",
    "Entreprise code effectif entreprise", "Entreprise date de création", "Entreprise état administratif",
    "Entreprise nom", "Entreprise prénom", "Association RNA", "Association titre", "Association objet",
    "Association date de création", "Association date de déclaration", "Association date de publication",
]  # fmt: skip
TITRES: Mapping[str, Sequence[str]] = {
    "Etablissements": ["Dossier ID", "Champ", ETABLISSEMENT[0], "Etablissement enseigne", *ETABLISSEMENT[1:]],
    "Avis": ["Dossier ID", "Introduction", "Réponse", "Question", "Réponse oui/non", "Créé le", "Répondu le", "Instructeur", "Expert"],
}  # fmt: skip

_cle = re.compile("<([^>]+)>")


class Dore:
    """The golden file of one démarche; `numeros` are the dossiers’, by their keys."""

    def __init__(self, demarche: int, numeros: Mapping[str, int]) -> None:
        self._dit: dict[str, Any] = yaml.safe_load((ICI / f"{demarche}.yaml").read_text())
        self._numeros = numeros

    def feuilles(self) -> dict[str, Lignes]:
        """Every sheet in its order, its titles first."""
        return {
            nom: self._feuille(TITRES.get(nom) or dit["titres"], dit["lignes"])
            for nom, dit in self._dit.items()
            if nom != "zip"
        }

    def csv(self) -> Lignes:
        """The sheet of dossiers; a company is told there whole (rules 8.4.2)."""
        feuilles = self.feuilles()
        dossiers = feuilles["Dossiers"]
        if "Entreprise raison sociale" not in dossiers[0]:
            return dossiers
        place = dossiers[0].index("Entreprise raison sociale")
        societes = {e[0]: [e[2], *e[4:]] for e in feuilles["Etablissements"] if e[1] == "Dossier"}
        milieux = [ETABLISSEMENT, *(societes[ligne[0]] for ligne in dossiers[1:])]
        return [
            ligne[:place] + milieu + ligne[place + 1 :]
            for ligne, milieu in zip(dossiers, milieux, strict=True)
        ]

    def arbre(self) -> list[str]:
        """The paths of the zip, in their order, as patterns."""
        chemins = [self._numeroter(chemin) for chemin in self._dit["zip"]]
        return [re.escape(chemin).replace(r"\#", r"\d{1,4}") for chemin in chemins]

    def _feuille(self, titres: Sequence[str], lignes: Sequence[Mapping[str, Any]]) -> Lignes:
        distincts = _distincts(titres)
        for ligne in lignes:
            assert set(ligne) <= set(distincts), set(ligne) - set(distincts)
        cellules = [[self._cellule(ligne.get(titre)) for titre in distincts] for ligne in lignes]
        return [list(titres), *cellules]

    def _cellule(self, valeur: Any) -> Any:
        return self._numeroter(valeur) if isinstance(valeur, str) else valeur

    def _numeroter(self, texte: str) -> str:
        return _cle.sub(lambda m: str(self._numeros[m[1]]), texte)


def _distincts(titres: Sequence[str]) -> list[str]:
    rangs = [titres[:place].count(titre) + 1 for place, titre in enumerate(titres)]
    return [t if rang == 1 else f"{t} ({rang})" for t, rang in zip(titres, rangs, strict=True)]
