"""Sheets as ods: one document written by hand, in a package whose other parts odfpy makes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile
from zlib import crc32

from odf import number, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from exports.archive.flux import Flux
from exports.tableur.cellules import assainir, en_clair, nombre, tel_quel
from exports.tableur.feuilles import Feuille, Page, pages
from exports.tableur.types import ParType

LOT = 50
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENU = "content.xml"
_modele = re.compile(rb"<table:table .*</table:table>", re.DOTALL)

# Blanks are marks in a document: whoever reads it runs them together, as on a web page.
_blancs = re.compile("^ +| +$|(?<= ) +|(?<=\t) +|\t")


# --- the package, but for its tables --------------------------------------------------------------


@cache
def _paquet() -> dict[str, bytes]:
    """Every part of a spreadsheet with the styles that cells name: `_contenu` puts its tables where
    the one that uses them is, without which odfpy would leave them out."""
    document = OpenDocumentSpreadsheet()
    modele = table.Table(name="modele")
    rangee = table.TableRow()
    for nom, forme in _formes(document).items():
        document.automaticstyles.addElement(forme)
        cellule = table.TableCell(stylename=forme)
        cellule.addElement(text.P(text=nom))
        rangee.addElement(cellule)
    modele.addElement(rangee)
    document.spreadsheet.addElement(modele)
    octets = BytesIO()
    document.write(octets)
    with ZipFile(octets) as paquet:
        return {nom: paquet.read(nom) for nom in paquet.namelist()}


def _formes(document: Any) -> dict[str, Any]:
    """12 point, and white bold on black for titles (rules 8.2.4)."""
    formes = {}
    for nom, format_ in (
        ("corps", None),
        ("entete", None),
        ("jour", _format_de_date("format_jour", heure=False)),
        ("instant", _format_de_date("format_instant", heure=True)),
    ):
        format_de = {"datastylename": format_} if format_ else {}
        forme = formes[nom] = style.Style(name=nom, family="table-cell", **format_de)
        if format_:
            document.automaticstyles.addElement(format_)
        if nom == "entete":
            forme.addElement(style.TableCellProperties(backgroundcolor="#000000"))
        gras = {"fontweight": "bold", "color": "#ffffff"} if nom == "entete" else {}
        forme.addElement(style.TextProperties(fontsize="12pt", **gras))
    return formes


def _format_de_date(nom: str, *, heure: bool) -> Any:
    """31/12/2026, or 31/12/2026 14:05."""
    parties: list[Any] = [
        number.Day(style="long"), number.Text(text="/"),
        number.Month(style="long"), number.Text(text="/"),
        number.Year(style="long"),
    ]  # fmt: skip
    if heure:
        parties += [number.Text(text=" "), number.Hours(style="long"), number.Text(text=":")]
        parties += [number.Minutes(style="long")]
    format_ = number.DateStyle(name=nom)
    for partie in parties:
        format_.addElement(partie)
    return format_


META = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.2"><office:meta>
<meta:generator>Guichet</meta:generator><meta:creation-date>{le}</meta:creation-date>
</office:meta></office:document-meta>"""


def _meta(at: datetime) -> bytes:
    return META.format(le=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}").encode()


# --- the tables -----------------------------------------------------------------------------------

Ecriture = Callable[[Any], str]

VIDE = "<table:table-cell/>"


def _paragraphes(texte: str) -> str:
    """Lines are paragraphs; tabs, and blanks that would be run together, are elements."""
    lignes = escape(assainir(texte)).split("\n")
    return "".join(f"<text:p>{_blancs.sub(_blanc, ligne)}</text:p>" for ligne in lignes)


def _blanc(blancs: re.Match[str]) -> str:
    return "<text:tab/>" if blancs[0] == "\t" else f'<text:s text:c="{len(blancs[0])}"/>'


def _texte(valeur: str) -> str:
    if tel_quel(valeur):
        if not valeur:
            return VIDE
        dit = f"<text:p>{valeur}</text:p>"
    else:
        dit = _paragraphes(valeur)
    return f'<table:table-cell office:value-type="string">{dit}</table:table-cell>'


def _booleen(valeur: bool) -> str:
    dit, lu = ("true", "VRAI") if valeur else ("false", "FAUX")
    return (
        '<table:table-cell office:value-type="boolean"'
        f' office:boolean-value="{dit}"><text:p>{lu}</text:p></table:table-cell>'
    )


def _nombre(valeur: int | float | Decimal) -> str:
    ecrit = nombre(valeur)
    if ecrit is None:
        return _texte(en_clair(valeur))
    return (
        '<table:table-cell office:value-type="float"'
        f' office:value="{ecrit}"><text:p>{ecrit}</text:p></table:table-cell>'
    )


def _jour(valeur: date) -> str:
    iso = valeur.isoformat()
    return (
        f'<table:table-cell table:style-name="jour" office:value-type="date" office:date-value="{iso}">'
        f"<text:p>{iso[8:]}/{iso[5:7]}/{iso[:4]}</text:p></table:table-cell>"
    )


def _instant(valeur: datetime) -> str:
    iso = valeur.isoformat(timespec="seconds")[:19]  # without its offset, which no cell knows
    return (
        f'<table:table-cell table:style-name="instant" office:value-type="date" office:date-value="{iso}">'
        f"<text:p>{iso[8:10]}/{iso[5:7]}/{iso[:4]} {iso[11:16]}</text:p></table:table-cell>"
    )


ECRITURES: ParType[Ecriture] = ParType(
    {
        str: _texte,
        bool: _booleen,
        int: _nombre,
        float: _nombre,
        Decimal: _nombre,
        date: _jour,
        datetime: _instant,
        type(None): lambda _: VIDE,
    }
)


def _entete(titres: Sequence[str]) -> str:
    cellules = (
        '<table:table-cell table:style-name="entete" office:value-type="string">'
        f"{_paragraphes(titre)}</table:table-cell>"
        for titre in titres
    )
    return f"<table:table-row>{''.join(cellules)}</table:table-row>"


def _table(page: Page) -> Iterator[bytes]:
    yield (
        f"<table:table table:name={quoteattr(page.nom)}>"
        f'<table:table-column table:number-columns-repeated="{len(page.titres)}"'
        f' table:default-cell-style-name="corps"/>{_entete(page.titres)}'
    ).encode()
    while lot := list(islice(page.lignes, LOT)):
        lignes = ("".join([ECRITURES[v.__class__](v) for v in ligne]) for ligne in lot)
        yield "".join(
            [f"<table:table-row>{cellules}</table:table-row>" for cellules in lignes]
        ).encode()
    yield b"</table:table>"


def _contenu(feuilles: Iterable[Feuille]) -> Iterator[bytes]:
    avant, apres = _modele.split(_paquet()[CONTENU])
    yield avant
    for page in pages(feuilles):
        yield from _table(page)
    yield apres


def ecrire(feuilles: Iterable[Feuille], *, at: datetime) -> Iterator[bytes]:
    """The bytes of a document dated `at`, by morsels. Each sheet is read whole before the next is
    asked for. Raises EntreeTropGrande when they take more than 2 GiB together."""
    flux = Flux(at)
    yield from flux.connue("mimetype", [MIMETYPE], taille=len(MIMETYPE), crc=crc32(MIMETYPE))
    for nom, partie in _paquet().items():
        if nom == CONTENU:
            yield from flux.entree(nom, _contenu(feuilles))
        elif nom == "meta.xml":
            yield from flux.entree(nom, [_meta(at)])
        elif nom != "mimetype":
            yield from flux.entree(nom, [partie])
    yield from flux.fin()
