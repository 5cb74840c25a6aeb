"""The documents of a dossier, as a client of the API gets them."""

import re
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
from pypdf import PdfReader

from tests.api.client import Client

LIENS = "query ($n: Int!) { dossier(number: $n) { pdf { url } geojson { url } } }"

# The foot of a page, the top of the next, and the header of the table that goes on there.
SAUT_DE_PAGE = re.compile(
    r" Édité le \S+ à \S+ page \d+ / \d+ Démarche n° \d+ · .{1,120}? Dossier n° \d+"
    r"(?: Question Réponse| Information Valeur| Date Événement Par Motivation"
    r"| [^.]{1,60} – \d+ sur \d+ Réponse)?(?= )"
)


@dataclass(frozen=True)
class Imprime:
    """A PDF that was read. `texte` is its words in reading order, as if on one endless page."""

    octets: bytes
    lecteur: PdfReader
    texte: str

    @property
    def catalogue(self) -> Any:
        return self.lecteur.trailer["/Root"]

    def balises(self) -> Counter[str]:
        """How many of each tag: what somebody who does not see is read."""
        comptes: Counter[str] = Counter()
        reste = [self.catalogue["/StructTreeRoot"]]
        while reste:
            noeud = reste.pop().get_object()
            if isinstance(noeud, list):
                reste += noeud
            elif isinstance(noeud, dict):
                comptes[noeud.get("/S", "")] += 1
                reste += [noeud["/K"]] if "/K" in noeud else []
        return comptes


def lien(client: Client, numero: int, document: str) -> str:
    """The signed address of this document."""
    url: str = client.lire(LIENS, n=numero)["dossier"][document]["url"]
    return url


def imprimer(client: Client, numero: int) -> Imprime:
    reponse = httpx.get(lien(client, numero, "pdf"), timeout=30)
    assert reponse.status_code == 200, reponse.text
    return lire_pdf(reponse.content)


def lire_pdf(octets: bytes) -> Imprime:
    lecteur = PdfReader(BytesIO(octets))
    mots = " ".join(page.extract_text() for page in lecteur.pages).split()
    return Imprime(octets, lecteur, SAUT_DE_PAGE.sub("", " ".join(mots)))
