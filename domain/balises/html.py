"""A template of HTML: a few tags of it, and values that are only text (rules 1.15.4)."""

import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

from domain.balises.faits import Lien
from domain.balises.rendu import Rendu
from domain.balises.syntaxe import Mention, lire

PERMISES = {
    "a", "b", "blockquote", "br", "code", "em", "h1", "h2", "h3", "hr", "i", "li", "ol", "p", "s",
    "strong", "sub", "sup", "u", "ul",
}  # fmt: skip
ATTRIBUTS = {"a": {"href", "title"}}
PROTOCOLES = {"http", "https", "mailto", "tel"}

# Where a tag stood, while the rest is cleaned: characters of private use, which nobody else's text keeps.
DEBUT, FIN = "\ue000", "\ue001"
PLACE = re.compile(f"{DEBUT}([0-9]+){FIN}")
PRIVES = re.compile(f"[{DEBUT}{FIN}]")


def nettoyer(html: str) -> str:
    """Only the tags above, no script, no style, no image; links to the web and to mail only."""
    return nh3.clean(
        html, tags=PERMISES, attributes=ATTRIBUTS, url_schemes=PROTOCOLES,
        link_rel="noopener noreferrer",
    )  # fmt: skip


def rendre(modele: str, rendu: Rendu) -> str:
    """Values are put after the cleaning, as the place asks: escaped in a text, a bare address inside an
    attribute. No value can open a tag, end an attribute or change what a link is."""
    mentions: list[Mention] = []

    def place(morceau: str | Mention) -> str:
        if isinstance(morceau, str):
            return morceau
        mentions.append(Mention(unescape(morceau.cle)))
        return f"{DEBUT}{len(mentions) - 1}{FIN}"

    def dans_l_attribut(balise: str, attribut: str, valeur: str) -> str | None:
        # A value that bears our own marks would be replaced once more, below, inside the attribute.
        ecrite = PLACE.sub(lambda m: PRIVES.sub("", rendu.texte_de(mentions[int(m[1])])), valeur)
        return ecrite if attribut != "href" or _est_permise(ecrite) else None

    marque = "".join(map(place, lire(PRIVES.sub("", modele))))
    propre = nh3.clean(
        marque, tags=PERMISES, attributes=ATTRIBUTS, url_schemes=PROTOCOLES,
        attribute_filter=dans_l_attribut, link_rel="noopener noreferrer",
    )  # fmt: skip
    return PLACE.sub(lambda m: _dans_le_texte(rendu, mentions[int(m[1])]), propre)


def _dans_le_texte(rendu: Rendu, mention: Mention) -> str:
    valeur = rendu.valeur(mention)
    if isinstance(valeur, Lien):
        return f'<a href="{escape(valeur.url)}" rel="noopener noreferrer">{escape(valeur.libelle)}</a>'  # fmt: skip
    if valeur is None:
        valeur = f"--{mention.cle}--"
    return escape(PRIVES.sub("", valeur), quote=False).replace("\n", "<br>")


def _est_permise(adresse: str) -> bool:
    try:
        return urlsplit(adresse.strip()).scheme.lower() in PROTOCOLES
    except ValueError:
        return False


def est_du_html(corps: str) -> bool:
    return "<" in corps and ">" in corps


def de_texte(texte: str) -> str:
    """Plain paragraphs, as HTML."""
    paragraphes = re.split(r"\n\s*\n", texte.replace("\r\n", "\n").strip())
    return "".join(f"<p>{escape(p, quote=False).replace(chr(10), '<br>')}</p>" for p in paragraphes)


class _EnTexte(HTMLParser):
    SAUTS = {"p": "\n\n", "h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "blockquote": "\n\n", "ul": "\n\n", "ol": "\n\n", "br": "\n", "hr": "\n\n"}  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.morceaux: list[str] = []
        self._adresses: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.morceaux.append("\n- ")
        elif tag == "a":
            self._adresses.append((dict(attrs).get("href") or "", len(self.morceaux)))
        else:
            self.morceaux.append(self.SAUTS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._adresses:
            adresse, debut = self._adresses.pop()
            if adresse and adresse not in "".join(self.morceaux[debut:]):
                self.morceaux.append(f" : {adresse}")
        elif tag not in ("br", "li"):
            self.morceaux.append(self.SAUTS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.morceaux.append(data)


def en_texte(html: str) -> str:
    """The same words without HTML, for who reads mails so; an address follows the words it is under."""
    lecteur = _EnTexte()
    lecteur.feed(html)
    lecteur.close()
    lignes = "".join(lecteur.morceaux).replace("\u00a0", " ").splitlines()
    texte = "\n".join(ligne.strip() for ligne in lignes)
    return re.sub(r"\n{3,}", "\n\n", texte).strip()
