"""Documents made of what nobody would write: they are made all the same, and stay text."""

import re
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from exports.pdf import composer
from exports.pdf.contenu import Bloc, Imprime, Message, Partie, Tableau, Texte, Titre
from tests.api.documents import lire_pdf

EDITE_LE = datetime(2026, 3, 1, 9, tzinfo=UTC)


def document(*blocs: Bloc, **champs: str) -> Imprime:
    faits: dict[str, str] = {
        "titre": "Dossier n° 1",
        "demarche": "Permission de voirie",
        "etat": "En instruction",
        "organisme": "Mairie",
    }
    return Imprime(
        **{**faits, **champs},
        numero_demarche=7,
        numero=1,
        edite_le=EDITE_LE,
        faits=Tableau(("Information", "Valeur"), [("Déposé le", "1er mars")]),
        parties=[Partie("Formulaire", blocs)],
    )


def texte(*blocs: Bloc, **champs: str) -> str:
    return lire_pdf(composer(document(*blocs, **champs))).texte


def question(reponse: str) -> Tableau:
    return Tableau(("Question", "Réponse"), [("Nom", reponse)])


@pytest.mark.parametrize(
    ("ecrit", "imprime"),
    [
        ("#evil[x] $y$ \\ *bold*", "#evil[x] $y$ \\ *bold*"),
        ('#read("/etc/passwd")', '#read("/etc/passwd")'),
        ('"; #panic() //', '"; #panic() //'),
        ("= Titre\n- liste\n/ terme: x", "= Titre - liste / terme: x"),
        ("@ref <label> `code` ```typ x```", "@ref <label> `code` ```typ x```"),
        ("a\r\nb\rc\u2028d\x0be", "a b c d e"),
        ("a\x00b\x07c\x1bd\ufeffe\x7ff", "abcdef"),
        ("facture\u202egpj.exe", "facture[U+202E]gpj.exe"),
        ("\ue000\ufffe\U0010ffff", "[U+E000][U+FFFE][U+10FFFF]"),
        ("merci 😀", "merci [visage rieur]"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("Ελλάδα Україна Łódź Việt", "Ελλάδα Україна Łódź Việt"),
        ("שלום", "שלום"),
        ("« œuvre » – 12 €", "« œuvre » – 12 €"),
    ],
)
def test_any_text_is_printed_as_text(ecrit: str, imprime: str) -> None:
    assert f"Nom {imprime} " in texte(question(ecrit), Texte("fin"))


def test_a_text_of_ten_thousand_characters_goes_from_page_to_page() -> None:
    mots = [f"mot{numero}" for numero in range(1500)]
    long = " ".join(mots)
    assert len(long) > 10_000

    lu = texte(question(long))

    assert re.findall(r"mot\d+", lu) == mots


def test_a_word_of_ten_thousand_characters_stays_within_its_column() -> None:
    lu = texte(question("a" * 10_000))

    assert lu.count("a" * 40) >= 10_000 // 60
    assert sum(len(suite) for suite in re.findall("a{20,}", lu)) == 10_000


@pytest.mark.parametrize("place", ["demarche", "organisme", "etat"])
def test_any_text_may_be_anywhere(place: str) -> None:
    hostile = "#evil[x] 😀 \u202e\x00 " * 40

    assert "#evil[x] [visage rieur] [U+202E]" in texte(Texte("rien"), **{place: hostile})


def test_the_title_is_text_too() -> None:
    metadata = lire_pdf(composer(document(Texte("rien"), titre="#evil[x] 😀"))).lecteur.metadata

    assert metadata is not None
    assert metadata.title == "#evil[x] [visage rieur]"


@pytest.mark.parametrize(
    ("ecrit", "imprime"),
    [
        ("z" + "\u0301" * 20_000, "[et 19992 autres signes]"),
        ("👨\u200d" * 2_000, "[homme]"),
        ("a" + "\u202f" * 50_000 + "b", "a b"),
        ("é\u00a0" * 17_000, "é é é"),
        ("é/" * 5_000, "é/é/é/"),
        ("mot " * 60_000, "[et 40000 autres caractères]"),
        ("(א" * 5_000, "א"),
    ],
    ids=["signes", "jointures", "blancs", "insécables", "mot", "longueur", "sens"],
)
def test_what_is_repeated_without_end_is_printed_in_reasonable_time(
    ecrit: str, imprime: str
) -> None:
    debut = time.process_time()

    octets = composer(document(question(ecrit)))

    assert (
        time.process_time() - debut < 10
    )  # seconds; each took minutes, or failed, if nothing was done
    pages = PdfReader(BytesIO(octets)).pages
    assert imprime in pages[0].extract_text() + pages[-1].extract_text()


def test_letters_that_no_font_draws_together_do_not_cost_the_document() -> None:
    """An Arabic vowel on a Latin letter: each has its font, none has both. One font says the rest."""
    lu = texte(question("\u2018\n\u065e\u2015"), question("مرحبا"))

    assert "[U+065E]" in lu
    assert "[U+0645][U+0631][U+062D][U+0628][U+0627]" in lu


def test_titles_close_up_the_levels_that_the_form_skips() -> None:
    niveaux = [3, 5, 5, 1, 9, 2]
    blocs = [Titre(f"Titre {rang}", niveau) for rang, niveau in enumerate(niveaux)]

    balises = lire_pdf(composer(document(*blocs))).balises()

    # Under the dossier and its part: 1, 2, 2, 1, 2, 2.
    assert [balises[f"/H{niveau}"] for niveau in range(1, 7)] == [1, 1, 2, 4, 0, 0]


def test_a_message_may_be_empty_removed_or_long() -> None:
    lu = texte(
        Message("ali@exemple.fr", "hier", ""),
        Message("ines@exemple.fr", "hier", None),
        Message(f"{'x' * 200}@exemple.fr", "hier", "mot " * 3000, ["Correction"], ["a.pdf"] * 50),
    )

    assert lu.count("Message supprimé") == 1
    assert lu.count("mot") == 3000
    assert lu.count("a.pdf") == 50


def test_the_same_dossier_at_the_same_instant_is_the_same_document() -> None:
    imprime = document(question("Rue Haute"))

    assert composer(imprime) == composer(imprime)


def test_its_date_is_the_one_it_is_given() -> None:
    metadata = lire_pdf(composer(document(Texte("rien")))).lecteur.metadata

    assert metadata is not None
    assert metadata.creation_date == EDITE_LE
    assert EDITE_LE.utcoffset() == timedelta(0)
