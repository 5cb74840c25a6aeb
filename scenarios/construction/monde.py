"""What is being built: shared by everything that builds it."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.comptes.models import Compte, Expert, Instructeur
from domain.comptes.roles import Profils
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.formulaires.formulaire import Formulaire
from domain.formulaires.models import Revision
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import Label
from domain.transactions import Transaction
from scenarios.construction.rangement import Rangement
from scenarios.plan import PlanDemarche
from scenarios.refus import Chemin


@dataclass
class DemarcheBatie:
    plan: PlanDemarche
    demarche: Demarche
    revisions: list[Revision]
    """The published ones in order, or the only draft."""
    formulaires: list[Formulaire]
    groupes: dict[str, GroupeInstructeur]
    labels: dict[str, Label]
    experts: set[int] = field(default_factory=set)


@dataclass
class Monde:
    tx: Transaction
    rangement: Rangement
    maintenant: datetime
    profils: dict[str, Profils] = field(default_factory=dict)
    demarches: dict[str, DemarcheBatie] = field(default_factory=dict)
    dossiers: dict[str, int] = field(default_factory=dict)
    """Numbers, by `cle`: decided before anything is built, for champs may name them."""
    dates_imposees: dict[int, datetime] = field(default_factory=dict)
    """`modifie_le` given by the file, by dossier: the last word."""
    batis: dict[int, Dossier] = field(default_factory=dict)
    ici: Chemin = ()
    """What is being built, to say where the rules or the database refused it."""

    def compte(self, email: str) -> Compte:
        return self.profils[email].compte

    def instructeur(self, email: str) -> Instructeur:
        profil = self.profils[email].instructeur
        assert profil is not None  # the checks asked for the role
        return profil

    def expert(self, email: str) -> Expert:
        profil = self.profils[email].expert
        assert profil is not None
        return profil
