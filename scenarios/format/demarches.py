from typing import Annotated, Any, Literal

from pydantic import Field

from domain.demarches.models import Declarative, Etat
from domain.dossiers.states import State
from domain.labels.models import Couleur
from scenarios.format.bases import (
    Booleen,
    Email,
    Format,
    Instant,
    Nombre,
    TextePlein,
)
from scenarios.format.champs import TypeDeChamp
from scenarios.format.conditions import Condition
from scenarios.format.dossiers import Dossier


class SvaSvr(Format):
    decision: Literal["sva", "svr"]
    periode: Annotated[int, Field(ge=1, le=1000)] = 2
    unite: Literal["jours", "semaines", "mois"] = "mois"
    reprise: Literal["continue", "reset"] = "continue"


class Attestation(Format):
    active: Booleen = False
    titre: str | None = None
    corps: str | None = None
    pied: Annotated[str, Field(max_length=190)] | None = None


class Attestations(Format):
    acceptation: Attestation | None = None
    refus: Attestation | None = None


class Label(Format):
    nom: Annotated[TextePlein, Field(max_length=30)]
    couleur: Annotated[Couleur, Field(strict=False)]


class Groupe(Format):
    label: TextePlein
    instructeurs: list[Email] = []
    ferme: Booleen = False
    regle: Condition | None = None
    defaut: Booleen = False


class Revision(Format):
    """A later published form. What it leaves out is as in the one before."""

    creee_le: Instant | None = None
    publiee_le: Instant | None = None
    champs: list[TypeDeChamp] | None = None
    annotations: list[TypeDeChamp] | None = None


class Generer(Format):
    """Dossiers filled at random. `etats` are shares that make 1."""

    dossiers: Annotated[int, Field(ge=1, le=2_000_000)]
    graine: int = 0
    etats: dict[
        Annotated[State, Field(strict=False)], Annotated[float, Field(ge=0, le=1, strict=False)]
    ] = {State.en_construction: 1.0}


class Demarche(Format):
    cle: TextePlein
    number: Nombre | None = None
    libelle: TextePlein
    description: str | None = Field(default=None, description="Absente : le libellé.")
    etat: Annotated[Etat, Field(strict=False)] = Etat.brouillon
    administrateurs: list[Email] = Field(min_length=1)
    service: TextePlein | None = None
    pour_individu: Booleen = True
    opendata: Booleen = True
    declarative: Annotated[Declarative, Field(strict=False)] | None = None
    sva_svr: SvaSvr | None = None
    duree_conservation: Annotated[int, Field(ge=1, le=60)] = 12
    creee_le: Instant | None = None
    publiee_le: Instant | None = None
    fermee_le: Instant | None = None
    depubliee_le: Instant | None = None
    attestations: Attestations = Attestations()
    options: dict[str, Any] = {}
    labels: list[Label] | None = None
    champs: list[TypeDeChamp] = []
    annotations: list[TypeDeChamp] = []
    groupes: list[Groupe] | None = Field(default=None, min_length=1)
    instructeurs: list[Email] | None = Field(
        default=None, description="Ceux du groupe « défaut », quand « groupes » est absent."
    )
    experts: list[Email] = []
    revisions: list[Revision] = []
    dossiers: list[Dossier] = []
    generer: Generer | None = None
