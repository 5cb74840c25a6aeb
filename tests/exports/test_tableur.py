"""The three formats, read again by others: every cell is there, of its type, and no text is more
than a text."""

import io
import re
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.calendrier import PARIS
from exports.archive.flux import EntreeTropGrande, Flux
from exports.tableur import csv, ods, xlsx
from exports.tableur.cellules import LONGUEUR_MAX, Cellule, assainir
from exports.tableur.feuilles import Feuille, Noms, nom_de_feuille, pages
from tests.exports import hostiles
from tests.exports.lecture import Feuilles, lire_csv, lire_ods, lire_xlsx, local, octets

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)

Ecrire = Callable[[Sequence[Feuille]], bytes]


def en_xlsx(feuilles: Sequence[Feuille]) -> bytes:
    return octets(xlsx.ecrire(feuilles, at=AT))


def en_ods(feuilles: Sequence[Feuille]) -> bytes:
    return octets(ods.ecrire(feuilles, at=AT))


FORMATS = pytest.mark.parametrize(
    ("ecrire", "lire"), [(en_xlsx, lire_xlsx), (en_ods, lire_ods)], ids=["xlsx", "ods"]
)


def colonne(*valeurs: Cellule) -> Feuille:
    """A sheet of one column, whose rows are numbered: a row that is empty is a row all the same."""
    return Feuille("Dossiers", ["Rang", "Valeur"], [(n, v) for n, v in enumerate(valeurs)])


def valeurs(lues: Feuilles) -> list[Any]:
    assert list(lues) == ["Dossiers"]
    entete, *lignes = lues["Dossiers"]
    assert entete == ["Rang", "Valeur"]
    assert [ligne[0] for ligne in lignes] == list(range(len(lignes)))
    return [ligne[1] for ligne in lignes]


def attendu(texte: str) -> str | None:
    return assainir(texte) or None


class Etat(StrEnum):
    depose = "déposé"


TYPES: list[tuple[Cellule, Any]] = [
    ("Élodie", "Élodie"),
    ("007", "007"),
    ("", None),
    (None, None),
    (True, True),
    (False, False),
    (0, 0),
    (-12, -12),
    (10**15 - 1, 10**15 - 1),
    (10**15, "1000000000000000"),
    (-(10**15), "-1000000000000000"),
    (Decimal("12.50"), 12.5),
    (Decimal("0.001"), 0.001),
    (Decimal("1E+3"), 1000),
    (Decimal("0.1234567890123456"), "0.1234567890123456"),
    (1.5, 1.5),
    (float("inf"), "inf"),
    (date(2026, 2, 28), date(2026, 2, 28)),
    (datetime(2026, 7, 14, 23, 59, 58, tzinfo=PARIS), local(2026, 7, 14, 23, 59, 58)),
    (datetime(2026, 1, 14, 0, 0, 1, tzinfo=PARIS), local(2026, 1, 14, 0, 0, 1)),
    (Etat.depose, "déposé"),
]


@FORMATS
def test_each_cell_has_its_type(ecrire: Ecrire, lire: Callable[[bytes], Feuilles]) -> None:
    lues = valeurs(lire(ecrire([colonne(*(valeur for valeur, _ in TYPES))])))

    for lue, (ecrite, voulue) in zip(lues, TYPES, strict=True):
        assert (lue, type(lue)) == (voulue, type(voulue)), ecrite


def test_the_csv_says_the_same_in_texts() -> None:
    contenu = octets(csv.ecrire(colonne(*(valeur for valeur, _ in TYPES))))

    assert contenu.startswith(
        b"Rang,Valeur\n0,\xc3\x89lodie\n1,007\n2,\n3,\n4,true\n5,false\n6,0\n"
    )
    assert b"\r" not in contenu
    dites = [ligne[1] for ligne in lire_csv(contenu)[7:]]
    assert dites == [
        "0", "-12", "999999999999999", "1000000000000000", "-1000000000000000", "12.50", "0.001", "1000",
        "0.1234567890123456", "1.5", "inf", "2026-02-28", "2026-07-14 23:59:58+02:00", "2026-01-14 00:00:01+01:00", "déposé",
    ]  # fmt: skip


def test_excel_has_no_number_for_dates_before_march_1900() -> None:
    feuille = colonne(date(1900, 2, 28), date(1900, 3, 1), date(1850, 1, 1), date(9999, 12, 31))

    assert valeurs(lire_xlsx(en_xlsx([feuille]))) == ["1900-02-28", date(1900, 3, 1), "1850-01-01", date(9999, 12, 31)]  # fmt: skip
    assert valeurs(lire_ods(en_ods([feuille]))) == [date(1900, 2, 28), date(1900, 3, 1), date(1850, 1, 1), date(9999, 12, 31)]  # fmt: skip


# --- hostile values --------------------------------------------------------------------------------


def test_there_are_three_hundred_of_them() -> None:
    assert len(hostiles.TEXTES) >= 300


@FORMATS
def test_hostile_texts_stay_texts(ecrire: Ecrire, lire: Callable[[bytes], Feuilles]) -> None:
    lues = valeurs(lire(ecrire([colonne(*hostiles.TEXTES)])))

    for lue, ecrit in zip(lues, hostiles.TEXTES, strict=True):
        assert lue == attendu(ecrit), ecrit


@FORMATS
def test_a_text_too_long_for_a_cell_says_that_it_was_cut(
    ecrire: Ecrire, lire: Callable[[bytes], Feuilles]
) -> None:
    lues = valeurs(lire(ecrire([colonne(*hostiles.LONGS)])))

    for lu, ecrit in zip(lues, hostiles.LONGS, strict=True):
        if len(ecrit.encode("utf-16-le")) // 2 <= LONGUEUR_MAX:
            assert lu == ecrit
            continue
        mention = f" […] (texte coupé : {len(ecrit)} caractères)"
        assert lu.endswith(mention)
        assert ecrit.startswith(lu.removesuffix(mention))
        assert LONGUEUR_MAX - 1 <= len(lu.encode("utf-16-le")) // 2 <= LONGUEUR_MAX


def test_no_text_of_a_csv_begins_a_formula() -> None:
    lus = [ligne[1] for ligne in lire_csv(octets(csv.ecrire(colonne(*hostiles.TEXTES))))[1:]]

    for lu, ecrit in zip(lus, hostiles.TEXTES, strict=True):
        assert lu.removeprefix("'") == assainir(ecrit).removeprefix("'"), ecrit
        assert not re.match(r"[\s\u200b\ufeff]*[=+@\-＝＋＠－]", lu), ecrit
        assert lu[:1] not in ("\t", "\r", "\n"), ecrit
    formules = dict(zip(hostiles.TEXTES, lus, strict=True))
    assert all(formules[formule].startswith("'") for formule in hostiles.FORMULES)


def test_a_negative_number_is_no_formula() -> None:
    assert lire_csv(octets(csv.ecrire(colonne(-5, "-5"))))[1:] == [["0", "-5"], ["1", "'-5"]]


def test_titles_and_names_may_be_hostile_too() -> None:
    titres = list(hostiles.TEXTES)
    feuille = Feuille("=1+1</x>'", titres, [])

    for lues in (lire_xlsx(en_xlsx([feuille])), lire_ods(en_ods([feuille]))):
        assert list(lues) == ["=1+1</x>".replace("/", "-")]
        (entete,) = lues.values()
        assert entete[0] == [attendu(t) for t in titres]
    (entete_csv,) = lire_csv(octets(csv.ecrire(feuille)))
    assert len(entete_csv) == len(titres)


TOUT_TEXTE = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(TOUT_TEXTE, min_size=1, max_size=20))
def test_any_text_comes_back(textes: list[str]) -> None:
    feuille = colonne(*textes)
    voulus = [attendu(texte) for texte in textes]

    assert valeurs(lire_xlsx(en_xlsx([feuille]))) == voulus
    assert valeurs(lire_ods(en_ods([feuille]))) == voulus
    lus = [ligne[1] for ligne in lire_csv(octets(csv.ecrire(feuille)))[1:]]
    for lu, voulu in zip(lus, voulus, strict=True):
        assert lu in ((voulu or ""), f"'{voulu}")


# --- sheets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "voulu"),
    [
        (r"(7) A / B \ C *[]?", "(7) A - B - C"),  # rules 15.5
        ("Élèves d’œuvre – 2026", "Eleves d'oeuvre - 2026"),
        ("a" * 40, "a" * 30),
        ("'Avis'", "Avis"),
        ("漢字", "Feuille"),
        ("", "Feuille"),
        ("a:b\n\tc", "a-bc"),
    ],
)
def test_names_of_sheets(nom: str, voulu: str) -> None:
    assert nom_de_feuille(nom) == voulu


def test_two_sheets_never_bear_one_name() -> None:
    noms = Noms()

    assert [noms.unique(nom) for nom in ("Avis", "AVIS", "avis", "x" * 30, "x" * 31)] == [
        "Avis", "AVIS (2)", "avis (3)", "x" * 30, "x" * 26 + " (2)",
    ]  # fmt: skip


@given(st.lists(TOUT_TEXTE, min_size=2, max_size=30))
def test_any_names_are_accepted_by_excel(noms: list[str]) -> None:
    donnes = list(map(Noms().unique, noms))

    assert len({nom.lower() for nom in donnes}) == len(noms)
    for nom in donnes:
        assert 1 <= len(nom) <= 30
        assert nom.isascii()
        assert not set(nom) & set(r"/\*?[]:")
        assert nom[0] != "'" != nom[-1]


@FORMATS
def test_a_sheet_without_rows_stays_unless_it_may_go(
    ecrire: Ecrire, lire: Callable[[bytes], Feuilles]
) -> None:
    lues = lire(
        ecrire(
            [
                Feuille("Dossiers", ["ID"], []),
                Feuille("(7) Enfants", ["Dossier ID"], [], facultative=True),
                Feuille("(8) Enfants", ["Dossier ID"], [["1"]], facultative=True),
            ]
        )
    )

    assert lues == {"Dossiers": [["ID"]], "(8) Enfants": [["Dossier ID"], ["1"]]}


def test_a_csv_without_rows_has_its_titles() -> None:
    assert octets(csv.ecrire(Feuille("Dossiers", ["ID", "Email"], []))) == b"ID,Email\n"


def test_a_sheet_too_long_goes_on_in_another() -> None:
    feuilles = [Feuille("D", ["n"], [[n] for n in range(5)]), Feuille("E", ["n"], [])]

    lues = [(page.nom, page.titres, list(page.lignes)) for page in pages(feuilles, lignes_max=3)]

    assert lues == [
        ("D", ["n"], [[0], [1]]),
        ("D (2)", ["n"], [[2], [3]]),
        ("D (3)", ["n"], [[4]]),
        ("E", ["n"], []),
    ]


def test_titles_are_white_and_bold_on_black_and_the_rest_is_of_12_points() -> None:
    contenu = en_xlsx([colonne("a", 1, True, date(2026, 1, 1), AT)])
    feuille = load_workbook(io.BytesIO(contenu))["Dossiers"]

    titre = feuille["B1"]
    assert (titre.font.b, titre.font.sz, titre.font.color.rgb) == (True, 12, "FFFFFFFF")
    assert (titre.fill.fill_type, titre.fill.fgColor.rgb) == ("solid", "FF000000")
    assert {(c.font.sz, bool(c.font.b)) for (c,) in feuille["B2:B6"]} == {(12, False)}
    assert feuille["B6"].number_format == "dd/mm/yyyy hh:mm"
    with ZipFile(io.BytesIO(en_ods([colonne("a")]))) as paquet:
        styles = paquet.read("content.xml").decode()
        assert paquet.infolist()[0].filename == "mimetype"
        assert paquet.infolist()[0].compress_type == 0
    assert 'fo:background-color="#000000"' in styles
    assert 'fo:color="#ffffff"' in styles
    assert styles.count('fo:font-size="12pt"') == 4


# --- streams ---------------------------------------------------------------------------------------


@FORMATS
def test_the_same_rows_give_the_same_bytes(
    ecrire: Ecrire, lire: Callable[[bytes], Feuilles]
) -> None:
    premiers = ecrire([colonne("a", 1)])

    assert ecrire([colonne("a", 1)]) == premiers


@pytest.mark.parametrize("format_", ["csv", "xlsx", "ods"])
def test_memory_does_not_grow_with_the_rows(format_: str) -> None:
    def lignes(combien: int) -> Iterator[Sequence[Cellule]]:
        return ((n, f"réponse {n} <&>", True, date(2026, 1, 1), "x" * 200) for n in range(combien))

    def pointe(combien: int) -> int:
        feuille = Feuille("Dossiers", ["a", "b", "c", "d", "e"], lignes(combien))
        tracemalloc.start()
        try:
            ecrits = {
                "csv": lambda: csv.ecrire(feuille),
                "xlsx": lambda: xlsx.ecrire([feuille], at=AT),
                "ods": lambda: ods.ecrire([feuille], at=AT),
            }[format_]()
            sum(len(morceau) for morceau in ecrits)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    pointe(10)  # what is imported and kept once
    petite, grande = pointe(1_000), pointe(10_000)

    assert grande <= 1.2 * petite + 500_000
    assert grande <= 8_000_000


def test_a_part_of_more_than_two_gigabytes_is_refused() -> None:
    gros = b"\0" * (1 << 26)

    with pytest.raises(EntreeTropGrande, match=r"content\.xml"):
        for _ in Flux(AT).entree("content.xml", (gros for _ in range(32))):
            pass


def test_a_stream_left_in_the_middle_leaves_nothing_open() -> None:
    morceaux = xlsx.ecrire([colonne(*(["x" * 20_000] * 200))], at=AT)

    assert next(morceaux)[:2] == b"PK"
    morceaux.close()  # type: ignore[attr-defined]
