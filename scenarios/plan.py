"""A world that has been checked: what will be built, every date and every answer decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from scenarios.format.demarches import Demarche
from scenarios.format.dossiers import Dossier
from scenarios.format.fichiers import Fichier
from scenarios.format.scenario import Scenario
from scenarios.refus import Chemin
from scenarios.reponses.ecrite import Ecrite


@dataclass
class PlanRevision:
    """A form. Without a publication date it is the draft of a démarche that was never published."""

    cree_le: datetime
    publiee_le: datetime | None
    descripteurs: Sequence[Descripteur]
    modeles: Mapping[int, Fichier]

    @property
    def formulaire(self) -> Formulaire:
        return Formulaire(0, self.descripteurs)


@dataclass(frozen=True)
class Chronologie:
    """When a dossier passed where."""

    cree_le: datetime
    depose_le: datetime | None = None
    en_construction_le: datetime | None = None
    en_instruction_le: datetime | None = None
    traite_le: datetime | None = None


@dataclass
class PlanReponse:
    """An answer, and in which row (from 0) of its repetition."""

    stable_id: int
    type_champ: TypeChamp
    prive: bool
    ecrite: Ecrite
    chemin: Chemin
    parent_id: int | None = None
    rang: int | None = None


@dataclass
class PlanDossier:
    forme: Dossier
    chemin: Chemin
    dates: Chronologie
    revision: int
    reponses: list[PlanReponse] = field(default_factory=list)
    rangees: dict[int, int] = field(default_factory=dict)
    """How many rows each repetition has."""


@dataclass
class PlanDemarche:
    forme: Demarche
    chemin: Chemin
    cree_le: datetime
    publiee_le: datetime | None
    fermee_le: datetime | None
    depubliee_le: datetime | None
    colonnes: dict[str, Any]
    """Options that have a column of their own."""
    options: dict[str, Any]
    revisions: list[PlanRevision]
    dossiers: list[PlanDossier] = field(default_factory=list)


@dataclass
class Plan:
    scenario: Scenario
    maintenant: datetime
    demarches: list[PlanDemarche]
