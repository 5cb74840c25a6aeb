"""What LibreOffice reads in a spreadsheet: it converts it, without a screen, to XML that is read here."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

NS = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
# As somebody who says yes to everything: special numbers are looked for, formulas computed.
FILTRE_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
PATIENCE = 300  # seconds
# It holds a boolean of an xlsx as the formula that has no other value.
BOOLEENS = {"of:=TRUE()": True, "of:=FALSE()": False}
ACTIFS = ("formula", "dde-link", "dde-source", "script", "scripts", "event-listeners", "href")

Feuilles = dict[str, list[list[Any]]]


def ouvrir(fichier: Path, dossier: Path) -> ElementTree.Element:
    """The document as LibreOffice holds it. Raises CalledProcessError, FileNotFoundError."""
    profil = dossier / "profil"
    commande = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profil.as_uri()}"]
    if fichier.suffix == ".csv":
        commande.append(f"--infilter={FILTRE_CSV}")
    vers = dossier / "converti"
    commande += ["--convert-to", "fods", "--outdir", str(vers), str(fichier)]
    subprocess.run(commande, check=True, capture_output=True, timeout=PATIENCE)
    return ElementTree.parse(vers / f"{fichier.stem}.fods").getroot()


def actifs(document: ElementTree.Element) -> list[str]:
    """All that would do something: formulas, links, scripts."""
    trouves = []
    for element in document.iter():
        noms = [element.tag, *element.attrib]
        if any(nom.rpartition("}")[2] in ACTIFS for nom in noms) and not _inerte(element):
            trouves.append(f"{element.tag.rpartition('}')[2]} {dict(element.attrib)}")
    return trouves


def _inerte(element: ElementTree.Element) -> bool:
    """A boolean; or the place that a document has for scripts, when none is there."""
    nom = element.tag.rpartition("}")[2]
    if nom in ("script", "scripts"):
        return not any((enfant.text or "").strip() for enfant in element.iter())
    return element.get(_nom("table:formula")) in BOOLEENS


def feuilles(document: ElementTree.Element) -> Feuilles:
    """Cells by sheet, without what is empty at the end of a row or of a sheet."""
    return {
        table.attrib[_nom("table:name")]: _sans_fin(
            [_sans_fin(list(_cellules(rangee)), None) for rangee in _rangees(table)], []
        )
        for table in document.iter(_nom("table:table"))
    }


def _rangees(table: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for rangee in table.iter(_nom("table:table-row")):
        fois = int(rangee.get(_nom("table:number-rows-repeated"), "1"))
        for _ in range(fois if fois < 10_000 else 1):  # the rest of the sheet is one row, repeated
            yield rangee


def _cellules(rangee: ElementTree.Element) -> Iterator[Any]:
    for cellule in rangee:
        fois = int(cellule.get(_nom("table:number-columns-repeated"), "1"))
        valeur = _valeur(cellule)
        for _ in range(fois if fois < 1_000 else 1):
            yield valeur


def _valeur(cellule: ElementTree.Element) -> Any:
    if (booleen := BOOLEENS.get(cellule.get(_nom("table:formula"), ""))) is not None:
        return booleen
    match cellule.get(_nom("office:value-type")):
        case None:
            return None
        case "float" | "percentage" | "currency":
            return float(cellule.attrib[_nom("office:value")])
        case "boolean":
            return cellule.attrib[_nom("office:boolean-value")] == "true"
        case "date":
            dit = cellule.attrib[_nom("office:date-value")]
            return datetime.fromisoformat(dit[:19]) if "T" in dit else date.fromisoformat(dit)
        case "string":
            return _sans_tabulation("\n".join(map(_texte, cellule.findall("text:p", NS))))
        case genre:
            return genre, "".join(cellule.itertext())


def _sans_tabulation(texte: str) -> str | None:
    """LibreOffice drops those of an xlsx, where a cell has none."""
    return texte.replace("\t", "") or None


def _texte(element: ElementTree.Element) -> str:
    morceaux = [element.text or ""]
    for enfant in element:
        if enfant.tag == _nom("text:s"):
            morceaux.append(" " * int(enfant.get(_nom("text:c"), "1")))
        elif enfant.tag == _nom("text:tab"):
            morceaux.append("\t")
        elif enfant.tag == _nom("text:line-break"):
            morceaux.append("\n")
        else:
            morceaux.append(_texte(enfant))
        morceaux.append(enfant.tail or "")
    return "".join(morceaux)


def _sans_fin(liste: list[Any], rien: Any) -> list[Any]:
    while liste and liste[-1] == rien:
        liste.pop()
    return liste


def _nom(court: str) -> str:
    prefixe, _, nom = court.partition(":")
    return f"{{{NS[prefixe]}}}{nom}"


def comparable(lues: Feuilles) -> Feuilles:
    """What another library read, as LibreOffice tells it: numbers as floats, nothing at the ends."""
    return {
        nom: _sans_fin([_sans_fin(list(map(_comparable, ligne)), None) for ligne in lignes], [])
        for nom, lignes in lues.items()
    }


def _comparable(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return _sans_tabulation(re.sub(r"\r\n?", "\n", valeur))
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        return float(valeur)
    return valeur
