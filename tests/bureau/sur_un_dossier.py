"""What people do on one dossier of the world « dossier »: read it, and send files to it."""

import hashlib
import json
from base64 import b64encode
from typing import Any

import httpx

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau

INES, INNA, IGOR, IVAN, EVE, ALI = (
    f"{nom}@exemple.fr" for nom in ("ines", "inna", "igor", "ivan", "eve", "ali")
)
ERREURS = "errors { message code }"


def du_dossier(numero: int) -> str:
    return identifiant("Dossier", numero)


def voir(bureau: Bureau, numero: int, selection: str, *, qui: str = INES) -> Any:
    """The dossier on this person's desk; None when it is not there."""
    texte = (
        f"query ($n: Int!) {{ moi {{ instructeur {{ dossier(number: $n) {{ {selection} }} }} }} }}"
    )
    return bureau.lire(qui, texte, n=numero)["moi"]["instructeur"]["dossier"]


def numero_d_instructeur(bureau: Bureau, email: str) -> int:
    [(numero,)] = bureau.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = i.compte_id WHERE c.email = %s",
        email,
    )
    return int(numero)


def instructeur(bureau: Bureau, email: str = INES) -> str:
    return identifiant("Instructeur", numero_d_instructeur(bureau, email))


def refus(bureau: Bureau, champ: str, *, qui: str = INES, **entree: Any) -> tuple[str, str | None]:
    """The words and the code of the only refusal."""
    [erreur] = bureau.muter(qui, champ, ERREURS, **entree)["errors"]
    return erreur["message"], erreur["code"]


def introuvable(bureau: Bureau, champ: str, *, qui: str = INES, **entree: Any) -> str:
    """What takes the place of the field, for who may not see what he names."""
    type_entree = f"{champ[0].upper()}{champ[1:]}Input"
    texte = f"mutation ($i: {type_entree}!) {{ {champ}(input: $i) {{ {ERREURS} }} }}"
    return bureau.refus(qui, texte, i=entree)


def televerser(
    bureau: Bureau, numero: int, contenu: bytes = b"%PDF-1.7", *, nom: str = "note.pdf"
) -> str:
    """A file sent by Ines for this dossier: what names it in a mutation."""
    annonce = bureau.muter(
        INES,
        "createDirectUpload",
        "directUpload { url headers signedBlobId }",
        dossierId=du_dossier(numero),
        filename=nom,
        byteSize=len(contenu),
        checksum=b64encode(hashlib.md5(contenu).digest()).decode(),
        contentType="application/pdf",
    )["directUpload"]
    entetes = json.loads(annonce["headers"])
    assert httpx.put(annonce["url"], content=contenu, headers=entetes, timeout=60).is_success
    return str(annonce["signedBlobId"])


# The annotations of the world « dossier ».
NOTE, PLANTS = identifiant("Champ", 20), identifiant("Champ", 21)


def annoter(
    bureau: Bureau, qui: str, version: str, *, numero: int = 7003, **annotation: Any
) -> Any:
    return bureau.muter(
        qui,
        "dossierModifierAnnotationVersionnee",
        """errors { message code auteur date }
        annotation { version modifieePar champ { stringValue } }
        conflit { actuelle { version modifieePar champ { stringValue } } proposee { stringValue } }""",
        dossierId=du_dossier(numero),
        annotation={"id": NOTE, "value": {"textarea": "Rien"}, **annotation},
        version=version,
    )
