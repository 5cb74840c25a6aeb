"""What keeps a dossier from being decided, whoever decides (rules 3.3)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import parmi
from domain.dossiers.champs import Champ
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier
from domain.formulaires.chargement import charger_formulaires
from domain.reponses.chargement import (
    Contenus,
    charger_contenus,
    charger_officielles,
    montrees,
)
from domain.reponses.feuille import Feuille
from domain.reponses.validation import erreurs_des_champs

# Clients match it (api 9).
SIRET_INCOMPLET = (
    "Les informations du SIRET du dossier ne sont pas complètes. Veuillez réessayer plus tard."
)


class GenreObstacle(StrEnum):
    siret = "siret"
    annotation = "annotation"


class Obstacle(NamedTuple):
    """`stable_id` is null for the demandeur's own SIRET."""

    genre: GenreObstacle
    message: str
    stable_id: int | None = None
    row_id: str | None = None
    libelle: str | None = None


def obstacles_a_la_decision(
    feuille: Feuille, contenus: Contenus, *, demandeur_degrade: bool, at: datetime
) -> list[Obstacle]:
    """Établissements of which only the SIRET is known, the demandeur's first, then annotations that
    are compulsory and blank, or invalid; of the champs that show. None: it may be decided."""
    obstacles = []
    if demandeur_degrade:
        obstacles.append(Obstacle(GenreObstacle.siret, SIRET_INCOMPLET))
    obstacles += [
        Obstacle(GenreObstacle.siret, SIRET_INCOMPLET, *vu.cle, vu.descripteur.libelle)
        for vu in feuille.visibles((*feuille.formulaire.champs, *feuille.formulaire.annotations))
        if vu.champ is not None and vu.champ.etablissement_id in contenus.degrades
    ]
    obstacles += [
        Obstacle(GenreObstacle.annotation, e.message, e.stable_id, e.row_id, e.libelle)
        for e in erreurs_des_champs(
            feuille, feuille.formulaire.annotations, contenus, at=at, au_depot=False
        )
    ]
    return obstacles


class Examen(NamedTuple):
    """What stands before a decision on one dossier, and the rows of the answers that it is taken on,
    those that were taken away too."""

    obstacles: Sequence[Obstacle]
    lignes: Sequence[Champ]


_DEMANDEURS_DEGRADES = select(Etablissement.dossier_id).where(
    parmi(Etablissement.dossier_id, "dossiers"), Etablissement.adresse.is_(None)
)


def examiner(session: Session, dossiers: Sequence[Dossier], *, at: datetime) -> dict[int, Examen]:
    """Of stored dossiers, by number, in seven statements at most, however many they are."""
    if not dossiers:
        return {}
    numeros = [dossier.id for dossier in dossiers]
    lignes = charger_officielles(session, numeros)
    champs = {numero: montrees(lignes[numero]) for numero in numeros}
    formulaires = charger_formulaires(session, {dossier.revision_id for dossier in dossiers})
    contenus = charger_contenus(session, (c for siens in champs.values() for c in siens.values()))
    degrades = set(session.scalars(_DEMANDEURS_DEGRADES, {"dossiers": numeros}))
    return {
        dossier.id: Examen(
            obstacles_a_la_decision(
                Feuille(formulaires[dossier.revision_id], champs[dossier.id]),
                contenus,
                demandeur_degrade=dossier.id in degrades,
                at=at,
            ),
            lignes[dossier.id],
        )
        for dossier in dossiers
    }


def charger_obstacles(session: Session, dossier: Dossier, *, at: datetime) -> Sequence[Obstacle]:
    """What keeps a stored dossier from being decided."""
    return examiner(session, [dossier], at=at)[dossier.id].obstacles
