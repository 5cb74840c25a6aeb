"""Files sent by programs."""

import strawberry

from resolvers.mutations import televersements
from schema.fields import column
from schema.mutations.declaration import Element, mutation
from schema.mutations.elements import DOSSIER_ID


@strawberry.type(description="Où envoyer un fichier annoncé, et comment le nommer ensuite.")
class DirectUpload:
    url: str = column(
        "Adresse à laquelle envoyer les octets, par un PUT ; valable une heure.", "url"
    )
    headers: str = column("En-têtes du PUT : un objet JSON, écrit dans un texte.", "headers")
    blob_id: strawberry.ID = column("Numéro du fichier, pour mémoire.", "blob_id")
    signed_blob_id: strawberry.ID = column(
        "Ce qui nomme le fichier dans une autre demande ; valable une heure.", "signed_blob_id"
    )


CHAMPS = {
    "create_direct_upload": mutation(
        "CreateDirectUpload",
        "Annoncer un fichier que l’on va envoyer.",
        televersements.creer,
        demande=[
            DOSSIER_ID,
            Element("filename", str, "Nom du fichier."),
            Element("byte_size", int, "Taille du fichier, en octets."),
            Element("checksum", str, "MD5 des octets, en Base64."),
            Element("content_type", str, "Type du fichier, comme application/pdf."),
        ],
        reponse={
            "direct_upload": (DirectUpload, column("Où envoyer le fichier.", "direct_upload"))
        },
        refusable=False,
    ),
}
