"""A page as a person without a script uses it: what it says, its form, what is sent."""

import html
import re
from dataclasses import dataclass
from typing import Any

import httpx

NAVIGATEUR = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-site": "none"}
CHAMP = re.compile(r'<input[^>]* name="([^"]+)"[^>]*>')
VALEUR = re.compile(r' value="([^"]*)"')


@dataclass(frozen=True)
class Lue:
    reponse: httpx.Response

    @property
    def titre(self) -> str:
        return self._seul("title")

    @property
    def h1(self) -> str:
        return self._seul("h1")

    @property
    def erreur(self) -> str:
        trouve = re.search(r'<p class="erreur"[^>]*>(.*?)</p>', self.reponse.text)
        return html.unescape(trouve.group(1)) if trouve else ""

    @property
    def codes(self) -> list[str]:
        return [
            html.unescape(code) for code in re.findall(r"<code>(.*?)</code>", self.reponse.text)
        ]

    @property
    def action(self) -> str:
        trouvee = re.search(r'<form method="post" action="([^"]+)">', self.reponse.text)
        assert trouvee is not None
        return trouvee.group(1)

    @property
    def champs(self) -> dict[str, str]:
        """Every field, with the value that the page gives it."""
        trouves = {}
        for champ in CHAMP.finditer(self.reponse.text):
            valeur = VALEUR.search(champ.group(0))
            trouves[champ.group(1)] = html.unescape(valeur.group(1)) if valeur else ""
        return trouves

    def _seul(self, balise: str) -> str:
        [texte] = re.findall(rf"<{balise}>(.*?)</{balise}>", self.reponse.text)
        return html.unescape(texte)


def ouvrir(client: httpx.Client, chemin: str) -> Lue:
    """From a mail: the browser says that it comes from nowhere."""
    return Lue(client.get(chemin, headers=NAVIGATEUR))


def envoyer(client: httpx.Client, page: Lue, entetes: Any = None, **saisis: str) -> Lue:
    """The form, as the browser sends it; `entetes` are what it would say if it came from elsewhere."""
    origine = str(client.base_url).rstrip("/")
    dits = {**NAVIGATEUR, "origin": origine, "sec-fetch-site": "same-origin", **(entetes or {})}
    return Lue(client.post(page.action, data={**page.champs, **saisis}, headers=dits))
