"""What the addresses that an answer holds lead to: files, PDF, GeoJSON, what a zip or a table holds."""

import re
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import httpx
from pypdf import PdfReader

from tests.permissions.maisons import MAISONS, mots

ADRESSE = re.compile(r'"(https?://[^"]+)"')
# The dossiers whose documents are read; those of the others are made alike.
LUS = {str(numero) for maison in MAISONS.values() for numero in (maison.dossier, maison.ailleurs)}


def suivre(texte: str, chez: str) -> set[str]:
    """The words of all that the addresses of this answer lead to, without any other right than theirs."""
    trouves: set[str] = set()
    for adresse in sorted(set(ADRESSE.findall(texte))):
        if adresse.startswith(chez) and voulue(adresse):
            reponse = httpx.get(adresse, timeout=60, follow_redirects=True)
            assert reponse.status_code == 200, (adresse, reponse.text)
            trouves |= mots(lire(reponse))
    return trouves


def voulue(adresse: str) -> bool:
    """Documents are long to make: those of two dossiers are enough."""
    chemin = urlsplit(adresse).path
    document = re.search(r"/(\d+)\.(?:pdf|geojson)$", chemin)
    return "/commencer/" not in chemin and (document is None or document[1] in LUS)


def lire(reponse: httpx.Response) -> str:
    return texte(reponse.content)


def texte(octets: bytes) -> str:
    """Words that a line of a PDF cuts are whole again. Tables are zips of XML."""
    if octets.startswith(b"%PDF-1.7"):
        pages = PdfReader(BytesIO(octets)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", " ")
    if octets.startswith(b"PK"):
        with ZipFile(BytesIO(octets)) as archive:
            return " ".join(f"{nom} {texte(archive.read(nom))}" for nom in archive.namelist())
    return octets.decode("utf-8", "replace")
