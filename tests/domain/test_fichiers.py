"""What may be announced, what bytes may be, and how big a file is where."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from domain.auteurs import SYSTEME
from domain.errors import DomainError
from domain.fichiers import limites
from domain.fichiers.annonce import annoncer
from domain.fichiers.controle import Controle
from domain.fichiers.limites import LIMITES, MO, Place
from domain.fichiers.refus import (
    AnnonceInvalide,
    FichierTropGros,
    HashInvalide,
    LongueurInvalide,
    TypeRefuse,
)
from domain.fichiers.types_mime import FAMILLES, TYPES_COURANTS, essence, type_servi
from domain.fichiers.vraisemblance import vraisemblable
from domain.transactions import Transaction

MD5_VIDE = "1B2M2Y8AsgTpgAmY7PhCfg=="


@pytest.fixture
def tx() -> Iterator[Transaction]:
    """Nothing is sent: a refusal must have added nothing."""
    with Session(create_engine("postgresql+psycopg://")) as session:
        yield Transaction(session)
        assert not session.new


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nom": ""}, "Le nom du fichier ne peut pas être vide"),
        ({"nom": " \t"}, "Le nom du fichier ne peut pas être vide"),
        ({"nom": "a\0.pdf"}, "Le nom du fichier contient un caractère interdit"),
        ({"nom": "a\r\n.pdf"}, "Le nom du fichier contient un caractère interdit"),
        ({"nom": "a\ud800.pdf"}, "Le nom du fichier contient un caractère interdit"),
        ({"nom": "a" * 256}, "Le nom du fichier dépasse 255 caractères"),
        ({"taille": -1}, "La taille du fichier ne peut pas être négative"),
        ({"md5": ""}, "La somme de contrôle du fichier doit être un MD5 en Base64"),
        ({"md5": "d41d8cd98f00b204e9800998ecf8427e"}, "La somme de contrôle du fichier doit être un MD5 en Base64"),
        ({"md5": "1B2M2Y8AsgTpgAmY7PhCfg=é"}, "La somme de contrôle du fichier doit être un MD5 en Base64"),
        ({"md5": "1B2M2Y8AsgTpgAmY7PhCfg==\n"}, "La somme de contrôle du fichier doit être un MD5 en Base64"),
        ({"type_mime": ""}, "Le type du fichier doit être de la forme application/pdf"),
        ({"type_mime": "pdf"}, "Le type du fichier doit être de la forme application/pdf"),
        ({"type_mime": "a/b\r\nX: y"}, "Le type du fichier doit être de la forme application/pdf"),
        ({"type_mime": "a/\ud800"}, "Le type du fichier doit être de la forme application/pdf"),
        ({"type_mime": "a/" + "b" * 200}, "Le type du fichier doit être de la forme application/pdf"),
    ],
)  # fmt: skip
def test_an_announcement_is_well_formed(
    tx: Transaction, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(AnnonceInvalide) as refus:
        annoncer_avec(tx, **change)
    assert str(refus.value) == message


def test_no_file_is_as_big_as_the_biggest_place(tx: Transaction) -> None:
    for taille in (200 * MO, 2**63):
        with pytest.raises(FichierTropGros) as refus:
            annoncer_avec(tx, taille=taille)
        assert str(refus.value) == "Le fichier doit faire moins de 200 Mo"


def annoncer_avec(tx: Transaction, **change: Any) -> None:
    annonce = {
        "nom": "a.pdf",
        "taille": 0,
        "md5": MD5_VIDE,
        "type_mime": "application/pdf",
        **change,
    }
    annoncer(tx, demarche_id=1, auteur=SYSTEME, at=datetime.now(UTC), **annonce)


@pytest.mark.parametrize(
    ("place", "megaoctets"),
    [
        (Place.champ, 200), (Place.titre_identite, 20), (Place.message, 20), (Place.avis, 20),
        (Place.justificatif, 20), (Place.notice, 20), (Place.logo, 5), (Place.tampon, 1),
    ],
)  # fmt: skip
def test_a_place_takes_less_than_its_limit(place: Place, megaoctets: int) -> None:
    limites.verifier(place, taille=megaoctets * MO - 1, type_mime="image/png")
    with pytest.raises(FichierTropGros):
        limites.verifier(place, taille=megaoctets * MO, type_mime="image/png")


def test_every_place_has_a_limit() -> None:
    assert set(LIMITES) == set(Place)


@pytest.mark.parametrize(
    ("place", "type_mime"),
    [
        (Place.titre_identite, "application/pdf"),
        (Place.justificatif, "text/html"),
        (Place.justificatif, "application/x-msdownload"),
        (Place.logo, "image/svg+xml"),
    ],
)
def test_some_places_take_some_types_only(place: Place, type_mime: str) -> None:
    with pytest.raises(TypeRefuse) as refus:
        limites.verifier(place, taille=1, type_mime=type_mime)
    assert str(refus.value) == f"Les fichiers de type {type_mime} ne sont pas acceptés ici"


def test_types_are_common_whatever_their_case_and_parameters() -> None:
    assert essence("Text/Plain; charset=utf-8") == "text/plain"
    limites.verifier(Place.justificatif, taille=1, type_mime="Text/Plain; charset=utf-8")
    assert {"application/pdf", "text/csv", "application/octet-stream"} <= TYPES_COURANTS
    assert all(type_mime == essence(type_mime) for type_mime in TYPES_COURANTS)
    assert all(type_mime in TYPES_COURANTS for types in FAMILLES.values() for type_mime in types)


@pytest.mark.parametrize(
    ("type_mime", "servi"),
    [
        ("application/pdf", "application/pdf"),
        ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ("text/html", "application/octet-stream"),
        ("TEXT/HTML; charset=utf-8", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/atom+xml", "application/octet-stream"),
        ("text/javascript", "application/octet-stream"),
    ],
)
def test_a_browser_is_told_of_no_type_that_it_would_run(type_mime: str, servi: str) -> None:
    assert type_servi(type_mime) == servi


ZIP, OLE = b"PK\3\4reste", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1reste"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("type_mime", "debut"),
    [
        ("application/pdf", b"%PDF-1.4"), ("application/pdf", b"\xef\xbb\xbf \n%PDF-1.7"),
        ("image/png", b"\x89PNG\r\n\x1a\nreste"), ("IMAGE/JPEG", b"\xff\xd8\xff\xe0"),
        ("image/webp", b"RIFF\0\0\0\0WEBPVP8 "), ("image/tiff", b"II*\0reste"),
        (DOCX, ZIP), (DOCX, OLE), ("application/msword", OLE), ("application/msword", b"{\\rtf1"),
        ("application/vnd.oasis.opendocument.text", ZIP),
        ("application/vnd.ms-excel", b"nom;prenom\n"), ("text/csv", b"nom;prenom\n"),
        ("text/plain", "Été".encode("latin-1")), ("text/plain", "Été".encode("utf-16")),
        ("text/plain", b"BMW et autres"), ("application/json", b"{}"), ("text/html", b"<html>"),
        ("video/mp4", b"\0\0\0\x20ftypisom"), ("audio/mpeg", b"\xff\xfb\x90"), ("audio/mpeg", b"ID3"),
        ("application/octet-stream", b"\0\1\2"), ("image/vnd.dwg", b"AC1032"), ("chose/inconnue", ZIP),
        ("application/pdf", b""), ("image/png", b""),
    ],
)  # fmt: skip
def test_bytes_that_may_be_of_their_type_are_taken(type_mime: str, debut: bytes) -> None:
    assert vraisemblable(type_mime, debut)


@pytest.mark.parametrize(
    ("type_mime", "debut"),
    [
        ("application/pdf", b"bonjour"), ("application/pdf", b" " * 1024 + b"%PDF-1.4"),
        ("image/png", b"\xff\xd8\xff\xe0"), ("image/jpeg", b"<html>"), ("image/gif", b"GIF88a"),
        (DOCX, b"%PDF-1.4"), (DOCX, b"bonjour"), ("application/zip", b"MZ"),
        ("text/plain", ZIP), ("text/plain", b"\x7fELF\2\1\1\0"), ("text/csv", b"%PDF-1.4"),
        ("application/json", b"\x89PNG\r\n\x1a\n"), ("video/mp4", b"RIFF\0\0\0\0AVI "),
        ("application/vnd.ms-excel", b"%PDF-1.4"),
    ],
)  # fmt: skip
def test_bytes_that_cannot_be_of_their_type_are_not(type_mime: str, debut: bytes) -> None:
    assert not vraisemblable(type_mime, debut)


@pytest.mark.parametrize(
    ("morceaux", "refus"),
    [
        ([b"bonjour"], None),
        ([b"bon", b"", b"jour"], None),
        ([b"bonjou"], LongueurInvalide),
        ([], LongueurInvalide),
        ([b"bonjour", b"!"], LongueurInvalide),
        ([b"bonjouR"], HashInvalide),
    ],
)
def test_bytes_are_checked_as_they_pass(
    morceaux: list[bytes], refus: type[DomainError] | None
) -> None:
    controle = Controle(taille=7, md5="8CNolFcm1fwqFOtXb3J2wA==", type_mime="text/plain")

    def tout_passer() -> None:
        for morceau in morceaux:
            controle.passer(morceau)
        controle.conclure()

    if refus is None:
        tout_passer()
    else:
        with pytest.raises(refus):
            tout_passer()
