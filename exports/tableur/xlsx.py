"""Sheets as xlsx: each is XML written by hand, in a package whose other parts openpyxl makes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from exports.archive.flux import Flux
from exports.tableur.cellules import assainir, en_clair, nombre, tel_quel
from exports.tableur.feuilles import Feuille, Page, pages
from exports.tableur.types import ParType

LOT = 50

# Excel counts days from the last of 1899, and believes that 1900 had a 29 February: dates that come
# before it have no number there.
ORIGINE = date(1899, 12, 30).toordinal()
PREMIERE_DATE = date(1900, 3, 1)
SECONDES = 86_400

# « _x000D_ » would be read as the character that it names.
_echappement = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

ENTETE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
PIED_XML = "</sheetData></worksheet>"


# --- the package, but for its sheets --------------------------------------------------------------


class Styles:
    """The numbers of the styles, as the package knows them."""

    def __init__(self, classeur: Workbook) -> None:
        feuille = classeur.create_sheet("styles")
        corps = Font(size=12)
        formes: dict[str, dict[str, Any]] = {
            "entete": {
                "font": Font(size=12, bold=True, color="FFFFFFFF"),
                "fill": PatternFill("solid", fgColor="FF000000"),
            },
            "corps": {"font": corps},
            "plusieurs_lignes": {"font": corps, "alignment": Alignment(wrap_text=True)},
            "jour": {"font": corps, "number_format": "dd/mm/yyyy"},
            "instant": {"font": corps, "number_format": "dd/mm/yyyy hh:mm"},
        }
        self._numeros: dict[str, int] = {}
        for rang, (nom, attributs) in enumerate(formes.items(), start=1):
            cellule = feuille.cell(rang, 1)
            for attribut, valeur in attributs.items():
                setattr(cellule, attribut, valeur)
            self._numeros[nom] = cellule.style_id
        classeur.remove(feuille)

    def __getitem__(self, nom: str) -> int:
        return self._numeros[nom]


def _paquet(noms: Sequence[str], at: datetime) -> tuple[dict[str, bytes], Styles]:
    """Every part of a workbook whose sheets bear these names, the sheets left out."""
    classeur = Workbook()
    classeur.remove(classeur["Sheet"])
    styles = Styles(classeur)
    for nom in noms:
        classeur.create_sheet(nom)
    octets = BytesIO()
    classeur.save(octets)
    with ZipFile(octets) as paquet:
        parties = {nom: paquet.read(nom) for nom in paquet.namelist()}
    dit_le = at.astimezone(UTC).replace(tzinfo=None)
    faits = DocumentProperties(creator="Guichet", created=dit_le, modified=dit_le)
    parties[ARC_CORE] = tostring(faits.to_tree())  # saving dated it by the clock
    return {n: p for n, p in parties.items() if not n.startswith("xl/worksheets/")}, styles


# Parts that depend on the sheets' names and number: they are written when these are known.
EN_DERNIER = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml", "[Content_Types].xml")  # fmt: skip


# --- the sheets -----------------------------------------------------------------------------------

Ecriture = Callable[[Any, str], str]
"""A cell: what it holds, and its reference; '' for one that is empty."""


def _ecritures(styles: Styles) -> ParType[Ecriture]:
    corps, plusieurs = styles["corps"], styles["plusieurs_lignes"]
    jour, instant = styles["jour"], styles["instant"]

    def texte(valeur: str, ref: str) -> str:
        if tel_quel(valeur):
            if not valeur:
                return ""
            return f'<c r="{ref}" s="{corps}" t="inlineStr"><is><t>{valeur}</t></is></c>'
        propre = assainir(valeur)
        style = plusieurs if "\n" in propre else corps
        ecrit = escape(_echappement.sub("_x005F_", propre))
        return (
            f'<c r="{ref}" s="{style}" t="inlineStr">'
            f'<is><t xml:space="preserve">{ecrit}</t></is></c>'
        )

    def booleen(valeur: bool, ref: str) -> str:
        return f'<c r="{ref}" s="{corps}" t="b"><v>{int(valeur)}</v></c>'

    def chiffre(valeur: int | float | Decimal, ref: str) -> str:
        ecrit = nombre(valeur)
        if ecrit is None:
            return texte(en_clair(valeur), ref)
        return f'<c r="{ref}" s="{corps}"><v>{ecrit}</v></c>'

    def jour_(valeur: date, ref: str) -> str:
        if valeur < PREMIERE_DATE:
            return texte(en_clair(valeur), ref)
        return f'<c r="{ref}" s="{jour}"><v>{valeur.toordinal() - ORIGINE}</v></c>'

    def instant_(valeur: datetime, ref: str) -> str:
        if valeur.date() < PREMIERE_DATE:
            return texte(en_clair(valeur), ref)
        jours = valeur.toordinal() - ORIGINE
        secondes = valeur.hour * 3600 + valeur.minute * 60 + valeur.second
        return f'<c r="{ref}" s="{instant}"><v>{jours + secondes / SECONDES!r}</v></c>'

    return ParType(
        {
            str: texte,
            bool: booleen,
            int: chiffre,
            float: chiffre,
            Decimal: chiffre,
            date: jour_,
            datetime: instant_,
            type(None): lambda valeur, ref: "",
        }
    )


def _entete(titres: Sequence[str], colonnes: Sequence[str], style: int) -> str:
    cellules = (
        f'<c r="{colonne}1" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_echappement.sub('_x005F_', assainir(titre)))}</t></is></c>"
        for colonne, titre in zip(colonnes, titres, strict=True)
    )
    return f'<row r="1">{"".join(cellules)}</row>'


def _feuille(page: Page, ecritures: ParType[Ecriture], styles: Styles) -> Iterator[bytes]:
    colonnes = [get_column_letter(rang + 1) for rang in range(len(page.titres))]
    yield f"{ENTETE_XML}{_entete(page.titres, colonnes, styles['entete'])}".encode()
    n = 1
    while lot := list(islice(page.lignes, LOT)):
        morceaux = []
        for ligne in lot:
            n += 1
            cellules = [
                ecritures[v.__class__](v, f"{colonne}{n}")
                for colonne, v in zip(colonnes, ligne, strict=True)
                if v is not None
            ]
            morceaux.append(f'<row r="{n}">{"".join(cellules)}</row>')
        yield "".join(morceaux).encode()
    yield PIED_XML.encode()


def ecrire(feuilles: Iterable[Feuille], *, at: datetime) -> Iterator[bytes]:
    """The bytes of a workbook dated `at`, by morsels. Each sheet is read whole before the next is
    asked for. Raises EntreeTropGrande when one takes more than 2 GiB."""
    flux = Flux(at)
    parties, styles = _paquet(["Feuille"], at)
    for nom, partie in parties.items():
        if nom not in EN_DERNIER:
            yield from flux.entree(nom, [partie])
    ecritures = _ecritures(styles)
    noms = []
    for rang, page in enumerate(pages(feuilles), start=1):
        noms.append(page.nom)
        contenu = _feuille(page, ecritures, styles)
        yield from flux.entree(f"xl/worksheets/sheet{rang}.xml", contenu)
    parties, _ = _paquet(noms, at)
    for nom in EN_DERNIER:
        yield from flux.entree(nom, [parties[nom]])
    yield from flux.fin()
