"""The gallery: all the files of a dossier, and where each comes from."""

import strawberry

from resolvers.bureau.pieces import Provenance
from schema.fichiers import File
from schema.fields import column
from schema.scalars import DateTime

strawberry.enum(Provenance, name="ProvenanceDePiece", description="D’où vient un fichier.")


@strawberry.type(description="Un fichier d’un dossier, où qu’il soit.")
class PieceDuDossier:
    fichier: File = column("Le fichier.", "fichier")
    ajoutee_le: DateTime = column("Date d’ajout.", "ajoutee_le")
    provenance: Provenance = column("D’où il vient.", "provenance")
    libelle: str | None = column(
        "Libellé du champ ou de l’annotation auquel il répond, s’il y en a un.", "libelle"
    )
    modifiee: bool = column("Vrai si l’usager l’a donné après le dépôt.", "modifiee")
