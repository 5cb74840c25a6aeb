"""Announcing a file to come: its name, its length, its MD5, its type (api 10.13)."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Invalide
from datetime import datetime, timedelta

from domain.auteurs import Auteur
from domain.fichiers.cles import cle_aleatoire
from domain.fichiers.limites import LIMITE_D_UNE_ANNONCE
from domain.fichiers.models import Televersement
from domain.fichiers.refus import AnnonceInvalide, FichierTropGros
from domain.fichiers.types_mime import est_bien_forme
from domain.transactions import Transaction

# How long the address takes bytes, and the identifier may be attached (api 10.19).
VALIDITE = timedelta(hours=1)
LONGUEUR_DU_NOM = 255  # characters
OCTETS_D_UN_MD5 = 16


def annoncer(
    tx: Transaction,
    *,
    demarche_id: int,
    nom: str,
    taille: int,
    md5: str,
    type_mime: str,
    auteur: Auteur,
    at: datetime,
) -> Televersement:
    """Expect a file for a dossier of this démarche, or for the démarche itself. Flushes: its number
    goes into what is signed.

    Raises AnnonceInvalide, and FichierTropGros when no place of all would take it.
    """
    if taille >= LIMITE_D_UNE_ANNONCE:
        raise FichierTropGros(LIMITE_D_UNE_ANNONCE)
    annonce = Televersement(
        demarche_id=demarche_id,
        auteur_genre=auteur.genre,
        auteur_id=auteur.id,
        auteur_jeton=auteur.jeton,
        cle=cle_aleatoire(at),
        nom=_nom(nom),
        type_mime=_type_mime(type_mime),
        taille=_taille(taille),
        md5=_md5(md5),
        annonce_le=at,
    )
    tx.add(annonce)
    tx.flush()
    return annonce


def _nom(nom: str) -> str:
    """Kept as its author wrote it, but for what would make a path of it."""
    if not nom.strip():
        raise AnnonceInvalide("Le nom du fichier ne peut pas être vide")
    if len(nom) > LONGUEUR_DU_NOM:
        raise AnnonceInvalide(f"Le nom du fichier dépasse {LONGUEUR_DU_NOM} caractères")
    if any(
        ord(lettre) < 32 or ord(lettre) == 127 or "\ud800" <= lettre <= "\udfff" for lettre in nom
    ):
        raise AnnonceInvalide("Le nom du fichier contient un caractère interdit")
    return nom.replace("/", "-").replace("\\", "-")


def _taille(taille: int) -> int:
    if taille < 0:
        raise AnnonceInvalide("La taille du fichier ne peut pas être négative")
    return taille


def _md5(md5: str) -> str:
    """In its one canonical form: it is compared as a text."""
    try:
        octets = b64decode(md5, validate=True)
    except (Base64Invalide, ValueError):
        octets = b""
    if len(octets) != OCTETS_D_UN_MD5:
        raise AnnonceInvalide("La somme de contrôle du fichier doit être un MD5 en Base64")
    return b64encode(octets).decode()


def _type_mime(type_mime: str) -> str:
    if not est_bien_forme(type_mime):
        raise AnnonceInvalide("Le type du fichier doit être de la forme application/pdf")
    return type_mime
