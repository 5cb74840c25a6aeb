"""What a template of zip says, as it is written: inputs of the mutation that keeps it, and of its preview."""

from schema.mutations.declaration import Element, entree, liste_de

NOMMAGE = [
    Element("actif", bool, "S’il va dans l’archive."),
    Element("nom", str, "Son nom, sans extension ; des balises s’écrivent `--nom--`."),
]
NommageDeDocumentInput = entree("NommageDeDocumentInput", "Un document d’une archive.", NOMMAGE)
NommageDePieceInput = entree(
    "NommageDePieceInput",
    "Les fichiers d’un champ dans une archive.",
    [Element("champ", int, "Numéro du champ."), *NOMMAGE],
)
ContenuDArchiveInput = entree(
    "ContenuDArchiveInput",
    "Ce qu’une archive contient, et comment elle le range.",
    [
        Element("dossier", str, "Nom du répertoire de chaque dossier, avec son numéro."),
        Element("pdf", NommageDeDocumentInput, "Le dossier au format PDF."),
        Element("attestation", NommageDeDocumentInput, "L’attestation."),
        Element("pieces", liste_de(NommageDePieceInput) | None, "Les fichiers des champs."),
        Element("messages", bool | None, "Avec les fichiers des messages.", False),
        Element("avis", bool | None, "Avec les fichiers des avis.", False),
        Element("justificatif", bool | None, "Avec le justificatif de la décision.", False),
    ],
)
