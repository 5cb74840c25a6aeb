import strawberry

from resolvers.documents_du_dossier import DocumentRow
from resolvers.fichiers import FichierRow
from resolvers.request import Request
from schema.fields import column, requested
from schema.scalars import BigInt, DateTime, Url


def _url(fichier: FichierRow | DocumentRow, request: Request) -> str:
    return fichier.url(request.liens)


@strawberry.type(description="Un fichier : ses caractéristiques, et une adresse signée où le lire.")
class File:
    filename: str = column("Nom du fichier, tel qu’il a été déposé.", "nom")
    content_type: str = column("Type MIME du contenu.", "type_mime")
    byte_size: int = column(
        "Taille en octets. En erreur au-delà de 2 Gio : préférez `byteSizeBigInt`.",
        "taille",
        deprecated="Utilisez le champ `byteSizeBigInt` à la place.",
    )
    byte_size_big_int: BigInt = column("Taille en octets.", "taille")
    checksum: str = column("Empreinte MD5 du contenu, en Base64.", "md5")
    created_at: DateTime = column("Date du dépôt du fichier.", "cree_le")
    url: Url = requested("Adresse signée du contenu, valable une heure.", _url)
    virus_scan_result: str = column(
        "Résultat de l’analyse antivirus : `pending`, `safe`, `infected` ou `integrity_error`.",
        "analyse",
    )
