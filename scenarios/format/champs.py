from typing import Annotated, Any, Literal

from pydantic import Field

from domain.formulaires.types_de_champ import TypeChamp
from scenarios.format.bases import Booleen, Format, Jour, TextePlein
from scenarios.format.conditions import Condition
from scenarios.format.fichiers import Fichier

COMMUNES = frozenset(
    {"id", "type", "libelle", "description", "obligatoire", "condition", "champs", "modele"}
)
"""The keys that are not options of a type."""

Reel = int | float


class TypeDeChamp(Format):
    """A field of a form. Below `champs`, each key is an option of the types that understand it."""

    id: Annotated[int, Field(ge=1, le=2**53, description="stable_id, propre à la démarche")]
    type: Annotated[TypeChamp, Field(strict=False)]
    libelle: TextePlein
    description: str | None = None
    obligatoire: Booleen | None = Field(
        default=None, description="Absent : oui pour un champ, non pour une annotation."
    )
    condition: Condition | None = None
    champs: list["TypeDeChamp"] | None = Field(default=None, description="Ceux d’une repetition.")

    options: list[TextePlein] | None = None
    autre: Booleen | None = None
    referentiel: dict[str, Any] | None = None
    libelle_secondaire: str | None = None
    description_secondaire: str | None = None
    niveau: Annotated[int, Field(ge=1, le=3)] | None = None
    texte_depliant: str | None = None
    limite_caracteres: Annotated[int, Field(ge=400)] | None = None
    positif: Booleen | None = None
    min: Annotated[float, Field(strict=False)] | None = None
    max: Annotated[float, Field(strict=False)] | None = None
    passee: Booleen | None = None
    debut: Jour | None = None
    fin: Jour | None = None
    mode: str | None = None
    lettres: Booleen | None = None
    chiffres: Booleen | None = None
    speciaux: Booleen | None = None
    longueur_min: Annotated[int, Field(ge=0)] | None = None
    longueur_max: Annotated[int, Field(ge=1)] | None = None
    expression: str | None = None
    indications: str | None = None
    exemple: str | None = None
    message_erreur: str | None = None
    nature: Literal["NON_SPECIFIE", "TITRE_IDENTITE", "RIB"] | None = None
    modele: Fichier | None = None
    familles: list[str] | None = None
    purge_automatique: Booleen | None = None
    couches: list[str] | None = None
    url: str | None = None
    indication: str | None = None
    correspondances: dict[str, Any] | None = None

    def options_ecrites(self) -> dict[str, Any]:
        """The options of its type that the file gives, as they are stored."""
        ecrites = self.model_dump(mode="json", exclude=set(COMMUNES), exclude_none=True)
        for nom in ("min", "max"):
            if nom in ecrites and ecrites[nom] == int(ecrites[nom]):
                ecrites[nom] = int(ecrites[nom])
        return ecrites
