"""What keeps a dossier from being decided, whoever decides (rules 3.3)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier
from domain.formulaires.chargement import charger_formulaire
from domain.reponses.chargement import Contenus, charger_contenus, charger_reponses
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


def charger_obstacles(session: Session, dossier: Dossier, *, at: datetime) -> list[Obstacle]:
    """The same of a stored dossier, in seven statements at most."""
    champs = charger_reponses(session, dossier.id)
    degrade = exists().where(
        Etablissement.dossier_id == dossier.id, Etablissement.adresse.is_(None)
    )
    return obstacles_a_la_decision(
        Feuille(charger_formulaire(session, dossier.revision_id), champs),
        charger_contenus(session, champs),
        demandeur_degrade=bool(session.scalar(select(degrade))),
        at=at,
    )
