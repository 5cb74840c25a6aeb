"""What tests of avis ask and look at."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

INES, IGOR = "ines@exemple.fr", "igor@exemple.fr"
EVE, EMIL, ZOE, ALI = "eve@exemple.fr", "emil@exemple.fr", "zoe@exemple.fr", "ali@exemple.fr"
INSTRUCTRICE = "canari.instructrice@exemple.fr"

# Written by whoever signs in, and by any request, whatever becomes of it.
A_COTE = {"sessions", "connexions", "tentatives_de_connexion", "passages", "televersements"}
REFUS = "errors { message code }"


def instructeur(bureau: Bureau, email: str = INES) -> str:
    return _profil(bureau, "instructeurs", "Instructeur", email)


def _profil(bureau: Bureau, table: str, classe: str, email: str) -> str:
    [(numero,)] = bureau.lignes(
        f"SELECT p.id FROM {table} p JOIN comptes c ON c.id = compte_id WHERE email = %s", email
    )
    return identifiant(classe, numero)


def avis_de(bureau: Bureau, dossier: int, email: str = EVE) -> str:
    """The last one asked of this expert on this dossier."""
    lignes = bureau.lignes(
        "SELECT a.id FROM avis a JOIN experts e ON e.id = expert_id JOIN comptes c ON c.id = compte_id"
        " WHERE dossier_id = %s AND email = %s ORDER BY a.id DESC LIMIT 1",
        dossier, email,
    )  # fmt: skip
    return identifiant("Avis", lignes[0][0])


def demander(bureau: Bureau, dossier: int, *emails: str, de: str = INES, selection: str = "", **plus: Any) -> Any:  # fmt: skip
    return bureau.muter(
        de, "dossierDemanderAvis", f"{REFUS} {selection}", dossierId=identifiant("Dossier", dossier),
        instructeurId=instructeur(bureau, de), emails=list(emails), **plus,
    )  # fmt: skip


def rendre(bureau: Bureau, dossier: int, reponse: str, *, de: str = EVE, **plus: Any) -> Any:
    return bureau.muter(
        de, "expertRendreAvis", f"{REFUS} texte avis {{ reponse questionAnswer }}",
        avisId=avis_de(bureau, dossier, de), reponse=reponse, **plus,
    )  # fmt: skip


def courriels(bureau: Bureau) -> list[tuple[str, str]]:
    """Those promised since the last time that they were looked at."""
    lus = bureau.lignes("DELETE FROM courriels RETURNING id, genre, destinataire")
    return [(genre, a) for _, genre, a in sorted(lus)]


@contextmanager
def rien_ne_change(bureau: Bureau) -> Iterator[None]:
    avant = empreintes(bureau.serveur.database_url)
    yield
    apres = empreintes(bureau.serveur.database_url)
    assert {table for table in avant if avant[table] != apres[table]} <= A_COTE


def televerser(bureau: Bureau, champ: str, email: str, nom: str, contenu: bytes, **qui: Any) -> str:
    fait = bureau.muter(
        email, champ, "directUpload { url headers signedBlobId }", filename=nom,
        byteSize=len(contenu), contentType="text/plain",
        checksum=base64.b64encode(hashlib.md5(contenu).digest()).decode(), **qui,
    )["directUpload"]  # fmt: skip
    envoi = httpx.put(fait["url"], content=contenu, headers=json.loads(fait["headers"]))
    assert envoi.status_code == 201, envoi.text
    return str(fait["signedBlobId"])
