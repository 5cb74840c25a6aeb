import mimetypes
import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from domain.fichiers.models import Analyse
from scenarios.format.bases import Format, TextePlein


def _octets(valeur: Any) -> bytes:
    if isinstance(valeur, str):
        return valeur.encode()
    if isinstance(valeur, bytes):
        return valeur
    raise ValueError("un texte ou « !!binary » est attendu")


class Fichier(Format):
    """A file. `taille` may declare more bytes than there are, to try big files cheaply."""

    nom: TextePlein
    contenu: Annotated[bytes, BeforeValidator(_octets), WithJsonSchema({"type": "string"})]
    type: str | None = None
    taille: Annotated[int, Field(ge=0, le=2**62)] | None = None
    analyse: Annotated[Analyse, Field(strict=False)] = Analyse.safe

    @model_validator(mode="after")
    def _verifier(self) -> Self:
        if "/" in self.nom or "\\" in self.nom:
            raise ValueError("le nom d’un fichier ne contient ni / ni \\")
        if self.type is not None and not re.fullmatch(r"[\w.+-]+/[\w.+-]+", self.type):
            raise ValueError(f"« {self.type} » n’est pas un type de contenu, comme application/pdf")
        if self.taille is not None and self.taille < len(self.contenu):
            raise ValueError(f"taille est plus petite que le contenu ({len(self.contenu)} octets)")
        return self

    @property
    def type_mime(self) -> str:
        return self.type or mimetypes.guess_type(self.nom)[0] or "application/octet-stream"

    @property
    def octets(self) -> int:
        return len(self.contenu) if self.taille is None else self.taille
