"""Any text made printable: nothing is lost in silence, nothing plays with the reader."""

import re
from unicodedata import category

import emoji

FINS_DE_LIGNE = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# Shape their neighbours and draw nothing: joiners, direction marks, variation selectors, soft hyphen.
INVISIBLES = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)

# Turn the direction of what follows: « fdp.exe » read « exe.pdf ». They are shown, not obeyed.
RETOURNEURS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Some sixty pages for one answer; beyond, a document is a burden to whoever makes it and opens it.
LONGUEUR_MAX = 200_000

# Signs that one letter bears. No language needs so many; typst's time grows with their square.
SIGNES_MAX = 8

# Blanks between two words. A longer run says nothing more, and PDF/A limits what may stand for it.
BLANC = re.compile(r"[^\S\n]{200,}")

# Emoji are looked for in pieces: the library's time grows with the square of what it is given.
MORCEAU = re.compile(r"\S{1,100}")

# A word longer than any column may be cut anywhere. What no-break spaces hold is one word, and a line of
# 64 Ko that nothing cuts makes typst panic.
MOT_LONG = re.compile(r"[^ \n]{40,}")
TRANCHE = re.compile(r"[^ \n]{1,10}")
CESURE = "\u200b"

LANGUE = "fr"
emoji.config.load_language(LANGUE)


class Imprimeur:
    """Writes with the characters of `repertoire`, and says the others in words."""

    def __init__(self, repertoire: frozenset[str]) -> None:
        self._dessines = repertoire - RETOURNEURS
        self._gardes = self._dessines | INVISIBLES | {"\n"}
        signes = INVISIBLES.union(c for c in self._dessines if category(c).startswith("M"))
        signe = f"[{''.join(sorted(signes))}]"
        self._trop_de_signes = re.compile(f"({signe}{{{SIGNES_MAX}}})({signe}+)")

    def imprimable(self, texte: str) -> str:
        """The text, its lines ended by `\\n`, as it can be printed."""
        texte = FINS_DE_LIGNE.sub("\n", _abreger(texte)).replace("\t", "    ")
        if not self._gardes.issuperset(texte):
            texte = MORCEAU.sub(self._sans_emoji, texte)
            texte = "".join(map(self._ecrire, texte))
        if not texte.isascii():
            texte = self._trop_de_signes.sub(_compter, texte)
        return MOT_LONG.sub(_cesurer, BLANC.sub(" ", texte))

    def _sans_emoji(self, morceau: re.Match[str]) -> str:
        return emoji.replace_emoji(morceau[0], replace=self._nommer)

    def _nommer(self, symbole: str, donnees: dict[str, str]) -> str:
        """An emoji that no font draws is named in French: `[visage rieur]`."""
        if self._gardes.issuperset(symbole):
            return symbole
        nom = donnees.get(LANGUE) or donnees["en"]
        return f"[{nom.strip(':').replace('_', ' ')}]"

    def _ecrire(self, caractere: str) -> str:
        if caractere in self._gardes:
            return caractere
        # Control characters mean nothing on paper (rules 2.1.7), nor the mark that begins a file.
        if category(caractere) == "Cc" or caractere == "\ufeff":
            return ""
        return f"[U+{ord(caractere):04X}]"


def _abreger(texte: str) -> str:
    reste = len(texte) - LONGUEUR_MAX
    return texte if reste <= 0 else f"{texte[:LONGUEUR_MAX]} [et {reste} autres caractères]"


def _compter(signes: re.Match[str]) -> str:
    """The first ones, and how many more there were."""
    return f"{signes[1]}[et {len(signes[2])} autres signes]"


def _cesurer(mot: re.Match[str]) -> str:
    return CESURE.join(TRANCHE.findall(mot.group()))
