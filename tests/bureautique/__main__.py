"""`make bureautique`: the exports of the demonstration, and those of hostile values, are opened by LibreOffice and
by three unzippers. Ends non-zero when a cell differs, when something would run, or when a program is missing."""

import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from server.embedded.data_folder import hold
from server.embedded.stack import EmbeddedStack
from server.settings import load_settings
from tests.bureautique import archives, classeurs, geants, programmes
from tests.conftest import data_folder
from tests.databases import make_model
from tests.exports import demonstration, monde_hostile
from tests.exports.lecture import lire_csv, lire_ods, lire_xlsx

LECTEURS = {"xlsx": lire_xlsx, "ods": lire_ods}


def main() -> int:
    if absents := list(programmes.manques()):
        sys.stderr.write("\n".join(["Les exports n’ont pas été ouverts.", *absents, ""]))
        return 2
    with tempfile.TemporaryDirectory(prefix="guichet-bureautique-") as nom:
        dossier = Path(nom)
        fichiers = list(_exporter(dossier))
        ecarts = 0
        for ecart in chain(_ouvrir(fichiers, dossier), geants.ecarts(dossier)):
            sys.stdout.write(f"KO {ecart}\n")
            sys.stdout.flush()
            ecarts += 1
    sys.stdout.write(f"{len(fichiers)} fichiers ouverts, {ecarts} écarts\n")
    return 1 if ecarts else 0


def _exporter(dossier: Path) -> Iterator[Path]:
    with data_folder() as folder, hold(folder):
        stack = EmbeddedStack(load_settings(data_folder=folder), durable=False)
        stack.start()
        try:
            settings = load_settings(data_folder=folder, **stack.addresses)
            make_model(settings)
            demo = demonstration.exporter(settings, dossier).contenus
            hostiles = monde_hostile.exporter(settings).contenus
        finally:
            stack.stop()
    noms = {f"demo-{numero}.{format_}": contenu for (numero, format_), contenu in demo.items()}
    noms |= {f"hostile.{format_}": contenu for format_, contenu in hostiles.items()}
    for nom, contenu in noms.items():
        fichier = dossier / nom.replace(".zip_nomme", "-nomme.zip")
        fichier.write_bytes(contenu)
        yield fichier


def _ouvrir(fichiers: list[Path], dossier: Path) -> Iterator[str]:
    for fichier in fichiers:
        sys.stdout.write(f"{fichier.name}\n")
        sys.stdout.flush()
        match fichier.suffix:
            case ".zip":
                yield from archives.ecarts(fichier, dossier / "extraits")
            case ".csv" | ".xlsx" | ".ods":
                yield from _classeur(fichier, dossier)


def _classeur(fichier: Path, dossier: Path) -> Iterator[str]:
    document = classeurs.ouvrir(fichier, dossier)
    for actif in classeurs.actifs(document):
        yield f"{fichier.name} : {actif[:200]}"
    lues = classeurs.feuilles(document)
    if fichier.suffix == ".csv":
        yield from _csv(fichier, lues)
        return
    voulues = classeurs.comparable(LECTEURS[fichier.suffix[1:]](fichier.read_bytes()))
    if list(lues) != list(voulues):
        yield f"{fichier.name} : feuilles {list(lues)} au lieu de {list(voulues)}"
    for nom, lignes in voulues.items():
        yield from _comparer(f"{fichier.name}, {nom}", lues.get(nom, []), lignes)


def _comparer(ou: str, lues: list[list[object]], voulues: list[list[object]]) -> Iterator[str]:
    if len(lues) != len(voulues):
        yield f"{ou} : {len(lues)} lignes au lieu de {len(voulues)}"
    for rang, (lue, voulue) in enumerate(zip(lues, voulues, strict=False), start=1):
        for place in range(max(len(lue), len(voulue))):
            trouvee, attendue = (ligne[place] if place < len(ligne) else None for ligne in (lue, voulue))  # fmt: skip
            if (trouvee, type(trouvee)) != (attendue, type(attendue)):
                yield f"{ou}, ligne {rang}, colonne {place + 1} : {trouvee!r:.80} au lieu de {attendue!r:.80}"


def _csv(fichier: Path, lues: classeurs.Feuilles) -> Iterator[str]:
    """A csv has no types: LibreOffice guesses them. Its texts are there, in their places."""
    (lignes,) = lues.values()
    for rang, voulue in enumerate(lire_csv(fichier.read_bytes())):
        lue = lignes[rang] if rang < len(lignes) else []
        for place, texte in enumerate(voulue):
            trouvee = lue[place] if place < len(lue) else None
            if isinstance(trouvee, str | None) and (trouvee or "") != texte.replace("\t", ""):
                yield f"{fichier.name}, ligne {rang + 1}, colonne {place + 1} : {trouvee!r:.80} au lieu de {texte!r:.80}"


if __name__ == "__main__":
    sys.exit(main())
