"""What an instructeur chooses for the lists of a démarche, kept for him (rules 4.5)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from domain.presentations.models import Presentation
from domain.presentations.onglets import Onglet
from domain.presentations.reglages import (
    DEFAUT,
    Filtre,
    Filtres,
    Reglages,
    Tri,
    ecrire,
    lire,
)
from domain.presentations.verification import (
    Catalogue,
    verifier_colonnes,
    verifier_filtres,
    verifier_tri,
)
from domain.transactions import Transaction


def en_vigueur(gardes: Reglages | None, catalogue: Catalogue) -> tuple[Reglages, bool]:
    """What is kept, or the defaults; and whether they take the place of what named a column that the
    démarche has no more, which is told to whoever had chosen it (rules 4.5.2)."""
    if gardes is None:
        return DEFAUT, False
    if gardes.citees() <= catalogue.keys():
        return gardes, False
    return DEFAUT, True


def afficher(reglages: Reglages, catalogue: Catalogue, colonnes: list[str]) -> Reglages:
    """Without any column only the number and the state are left (rules 4.3.5)."""
    return replace(reglages, colonnes=verifier_colonnes(catalogue, colonnes))


def trier(reglages: Reglages, catalogue: Catalogue, tri: Tri) -> Reglages:
    return replace(reglages, tri=verifier_tri(catalogue, tri))


def filtrer(
    reglages: Reglages, catalogue: Catalogue, onglets: Sequence[Onglet], filtres: Filtres
) -> Reglages:
    """These filters and these values, in the place of those that these tabs had."""
    voulus = verifier_filtres(catalogue, filtres)
    return _avec(reglages, dict.fromkeys(onglets, voulus))


def choisir_filtres(
    reglages: Reglages, catalogue: Catalogue, onglets: Sequence[Onglet], colonnes: list[str]
) -> Reglages:
    """Which filters these tabs have, in order; those that they had keep their values (rules 4.5.3)."""
    uniques = list(dict.fromkeys(colonnes))
    verifier_filtres(catalogue, tuple(map(Filtre, uniques)))
    return _avec(
        reglages, {onglet: _choisis(reglages.filtres[onglet], uniques) for onglet in onglets}
    )


def _choisis(presents: Filtres, colonnes: Sequence[str]) -> Filtres:
    choisis: list[Filtre] = []
    for colonne in colonnes:
        gardes = [filtre for filtre in presents if filtre.colonne == colonne]
        choisis += gardes or [Filtre(colonne)]
    return tuple(choisis)


def vider_filtres(reglages: Reglages, onglets: Sequence[Onglet]) -> Reglages:
    """The filters stay, without their values."""
    vides = {
        onglet: _choisis((), list(dict.fromkeys(f.colonne for f in reglages.filtres[onglet])))
        for onglet in onglets
    }
    return _avec(reglages, vides)


def _avec(reglages: Reglages, filtres: dict[Onglet, Filtres]) -> Reglages:
    return replace(reglages, filtres={**reglages.filtres, **filtres})


# --- kept -----------------------------------------------------------------------------------------


def verrouiller(
    tx: Transaction, *, instructeur_id: int, demarche_id: int, at: datetime
) -> Presentation:
    """The row, made if there was none, and locked: two windows of one person change it in turn."""
    defaut = {
        "instructeur_id": instructeur_id,
        "demarche_id": demarche_id,
        "colonnes": list(DEFAUT.colonnes),
        "tri_colonne": DEFAUT.tri.colonne,
        "tri_sens": DEFAUT.tri.sens.value,
        "filtres": ecrire(DEFAUT.filtres),
        "modifiee_le": at,
    }
    tx.session.execute(insert(Presentation).values(defaut).on_conflict_do_nothing())
    cle = (
        Presentation.instructeur_id == instructeur_id,
        Presentation.demarche_id == demarche_id,
    )
    return tx.session.scalars(select(Presentation).where(*cle).with_for_update()).one()


def gardes(presentation: Presentation) -> Reglages:
    return lire(
        presentation.colonnes,
        presentation.tri_colonne,
        presentation.tri_sens,
        presentation.filtres,
        presentation.filtres_deplies,
    )


def garder(presentation: Presentation, reglages: Reglages, *, at: datetime) -> None:
    presentation.colonnes = list(reglages.colonnes)
    presentation.tri_colonne = reglages.tri.colonne
    presentation.tri_sens = reglages.tri.sens.value
    presentation.filtres = ecrire(reglages.filtres)
    presentation.filtres_deplies = reglages.filtres_deplies
    presentation.modifiee_le = at
