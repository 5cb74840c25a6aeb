"""Names of files that every system can write, and that play no trick on whoever unzips them."""

import re
import unicodedata

OCTETS_MAX = 120

# Bars, and signs drawn as they are, would leave the folder; Windows has no file of the others.
INTERDITS = frozenset('/\\:*?"<>|\u2044\u2215\u29f8\uff0f\uff3c')

# Controls, marks of direction, signs that nobody sees, halves of pairs: they show another name than
# the one that is there, « fdp.exe » read « exe.pdf ».
SANS_DESSIN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_blancs = re.compile(r"\s+")

# Devices, for Windows, whatever the case and whatever follows the first dot.
_reserve = re.compile(r"(?i)(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$) *(\.|$)")

EXTENSION_MAX = 16
SANS_NOM = "fichier"


def nom_sur(nom: str, *, octets_max: int = OCTETS_MAX) -> str:
    """NFC, of `octets_max` bytes at most with its extension kept, one component of a path."""
    nom = "".join(map(_permis, unicodedata.normalize("NFC", nom)))
    nom = _blancs.sub(" ", nom).strip(" ").rstrip(". ")
    if not nom.strip("._ "):
        nom = SANS_NOM
    if _reserve.match(nom):
        nom = f"_{nom}"
    return couper(nom, octets_max)


def _permis(caractere: str) -> str:
    permis = caractere not in INTERDITS and unicodedata.category(caractere) not in SANS_DESSIN
    return caractere if permis else "_"


def couper(nom: str, octets_max: int) -> str:
    """Shortened in its middle: what opens a file is the end of its name."""
    if len(nom.encode()) <= octets_max:
        return nom
    base, extension = separer(nom)
    reste = octets_max - len(extension.encode())
    # Half a character goes; so does what a blank or a dot would leave at the end.
    return base.encode()[:reste].decode(errors="ignore").rstrip(". ") + extension


def separer(nom: str) -> tuple[str, str]:
    """A name and its extension, which is short, or is none."""
    base, point, extension = nom.rpartition(".")
    if not base or not extension or len(extension.encode()) > EXTENSION_MAX or " " in extension:
        return nom, ""
    return base, f"{point}{extension}"


class NomsDUnDossier:
    """Names given once each in one folder, `-2`, `-3`… telling those that are alike: some systems
    do not tell capital letters apart."""

    def __init__(self) -> None:
        self._pris: set[str] = set()

    def unique(self, nom: str) -> str:
        voulu = nom_sur(nom)
        donne, rang = voulu, 1
        while (cle := _cle(donne)) in self._pris:
            rang += 1
            base, extension = separer(voulu)
            suffixe = f"-{rang}{extension}"
            donne = couper(base, OCTETS_MAX - len(suffixe.encode())) + suffixe
        self._pris.add(cle)
        return donne


def _cle(nom: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", nom).casefold())
