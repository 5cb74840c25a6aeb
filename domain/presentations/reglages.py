"""What is chosen for the lists of a démarche, as values: columns, sort, filters of each tab (rules 4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from domain.colonnes.dossier import EMAIL, ETAT, NOTIFICATIONS, NUMERO
from domain.presentations.onglets import Onglet


class Operateur(StrEnum):
    """What is asked of a column (rules 4.6.3)."""

    correspond = "correspond"
    avant = "avant"
    apres = "apres"
    cette_semaine = "cette_semaine"
    ce_mois = "ce_mois"
    cette_annee = "cette_annee"


# They say by themselves what they look for: a filter without values means nothing for the others.
SANS_VALEUR = frozenset({Operateur.cette_semaine, Operateur.ce_mois, Operateur.cette_annee})


class Sens(StrEnum):
    asc = "asc"
    desc = "desc"


class Tri(NamedTuple):
    colonne: str
    sens: Sens


class Filtre(NamedTuple):
    colonne: str
    operateur: Operateur = Operateur.correspond
    valeurs: tuple[str, ...] = ()

    @property
    def vide(self) -> bool:
        """It asks for nothing: a place kept for values to come (rules 4.6.4)."""
        return not self.valeurs and self.operateur not in SANS_VALEUR


Filtres = tuple[Filtre, ...]


@dataclass(frozen=True, slots=True)
class Reglages:
    colonnes: tuple[str, ...]
    tri: Tri
    filtres: Mapping[Onglet, Filtres]
    filtres_deplies: bool = True

    def citees(self) -> set[str]:
        """Every column that they name."""
        filtrees = {filtre.colonne for filtres in self.filtres.values() for filtre in filtres}
        return {*self.colonnes, self.tri.colonne, *filtrees}


FILTRES_PAR_DEFAUT = (Filtre(ETAT), Filtre(NUMERO), Filtre(NOTIFICATIONS))

DEFAUT = Reglages(
    colonnes=(EMAIL,),
    tri=Tri(NOTIFICATIONS, Sens.desc),
    filtres=dict.fromkeys(Onglet, FILTRES_PAR_DEFAUT),
)


def lire(
    colonnes: list[Any], tri_colonne: str, tri_sens: str, filtres: dict[str, Any], deplies: bool
) -> Reglages:
    """From what a row holds; a tab that it does not name has the default filters."""
    return Reglages(
        tuple(colonnes),
        Tri(tri_colonne, Sens(tri_sens)),
        {onglet: _filtres(filtres.get(onglet)) for onglet in Onglet},
        deplies,
    )


def _filtres(ecrits: list[Any] | None) -> Filtres:
    if ecrits is None:
        return FILTRES_PAR_DEFAUT
    return tuple(
        Filtre(f["colonne"], Operateur(f["operateur"]), tuple(f["valeurs"])) for f in ecrits
    )


def ecrire(filtres: Mapping[Onglet, Filtres]) -> dict[str, Any]:
    """Filters as a row holds them."""
    return {
        onglet.value: [
            {"colonne": f.colonne, "operateur": f.operateur.value, "valeurs": list(f.valeurs)}
            for f in siens
        ]
        for onglet, siens in filtres.items()
    }
