"""Attestations: what they say, that they are the same twice, and that nothing written in them acts."""

import zlib
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from struct import pack
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from domain.balises.document import Bloc, Liste, Paragraphe, Texte, Valeur
from domain.balises.syntaxe import Mention
from exports.attestation import Attestation, Image, composer
from exports.pdf.composition import ImpressionImpossible

LE = datetime(2026, 2, 5, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


def png() -> bytes:
    """One pixel, half transparent."""

    def morceau(nom: bytes, donnees: bytes) -> bytes:
        return pack(">I", len(donnees)) + nom + donnees + pack(">I", zlib.crc32(nom + donnees))

    entete = pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    pixel = zlib.compress(b"\x00\x10\x20\x30\x80")
    return (
        b"\x89PNG\r\n\x1a\n"
        + morceau(b"IHDR", entete)
        + morceau(b"IDAT", pixel)
        + morceau(b"IEND", b"")
    )


def attestation(*blocs: Bloc, **autres: Any) -> Attestation:
    tout = {
        "titre": "Récépissé",
        "organisme": "Bureau des aides",
        "pied": "Pied de page",
        "datee_le": LE,
    }
    return Attestation(blocs=blocs, **{**tout, **autres})


def texte_de(octets: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(octets)).pages)


def test_it_says_its_words_and_is_readable_by_all_for_long() -> None:
    octets = composer(
        attestation(
            Paragraphe((Texte("Récépissé"),), "center", 1),
            Paragraphe((Texte("Dossier n° "), Texte("42", frozenset({"bold", "underline"})))),
            Liste(((Paragraphe((Texte("un"),)),), (Paragraphe((Texte("deux"),)),)), ordonnee=True),
            Paragraphe((Texte("À droite\nsur deux lignes"),), "right"),
        )
    )
    lu = PdfReader(BytesIO(octets))
    texte = texte_de(octets)

    assert [mot for mot in ("Récépissé", "Dossier n° 42", "1.", "un", "deux", "sur deux lignes", "Pied de page") if mot not in texte] == []  # fmt: skip
    assert lu.metadata is not None
    assert (lu.metadata.title, lu.metadata.author) == ("Récépissé", "Bureau des aides")
    racine: Any = lu.trailer["/Root"]
    assert bool(racine["/MarkInfo"]["/Marked"])
    assert racine["/Lang"] == "fr-FR"
    metadonnees = racine["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadonnees
    assert "<pdfaid:part>2</pdfaid:part>" in metadonnees
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadonnees


def test_the_same_decision_gives_the_same_bytes() -> None:
    une = attestation(Paragraphe((Texte("Bonjour"),)))
    assert composer(une) == composer(une)
    assert composer(replace(une, datee_le=LE.replace(microsecond=123_456))) == composer(une)


def test_images_and_the_official_layout_are_drawn() -> None:
    image = Image(png(), "image/png", "Logo du service")
    octets = composer(
        attestation(
            Paragraphe((Texte("Sans titre de premier niveau"),), "left", 3),
            officielle=True, libelle_logo="Préfecture\ndes Deux-Sèvres",
            libelle_direction="Direction des aides", logo=image, signature=image,
        )
    )  # fmt: skip
    lu = PdfReader(BytesIO(octets))
    assert "Préfecture" in texte_de(octets)
    assert "Direction des aides" in texte_de(octets)
    assert len(lu.pages[0].images) >= 1


@pytest.mark.parametrize(
    "texte",
    ["#panic()", "$x^2$", "*gras* _italique_", "= Titre", "`code`", "<a>", "@ref", "#import \"x\"", "👍 \U0001f9d1", "\x00\x07", "漢字", "a" * 5_000, "\u202efdp.exe"],
)  # fmt: skip
def test_whatever_was_answered_is_only_text(texte: str) -> None:
    octets = composer(
        attestation(Paragraphe((Texte(texte),)), pied=texte[:190], titre=texte[:80] or "x")
    )
    assert octets.startswith(b"%PDF-")


def test_an_image_that_is_none_is_told_rather_than_left_out() -> None:
    with pytest.raises(ImpressionImpossible):
        composer(attestation(logo=Image(b"pas une image", "image/png", "Logo")))


def test_a_tag_left_in_place_is_a_defect() -> None:
    with pytest.raises(TypeError):
        composer(attestation(Paragraphe((Valeur(Mention("dossier_number")),))))
