"""Zips: their tree, names that no system refuses, and files that could not be read."""

import io
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.archive.arborescence import Origine, Piece, chemins, pdf
from exports.archive.ecriture import EnErreur, Entree, Illisible, ecrire
from exports.archive.noms import OCTETS_MAX, NomsDUnDossier, nom_sur
from tests.exports import hostiles
from tests.exports.lecture import octets
from tests.exports.noms import verifier

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
LE = datetime(2026, 7, 14, 22, 5, tzinfo=UTC)

TOUT_TEXTE = st.text(st.characters(exclude_categories=()), max_size=200)


def entree(chemin: str, contenu: bytes = b"contenu") -> Entree:
    return Entree(chemin, lambda: [contenu], len(contenu), md5(contenu).digest())


def lire(contenu: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(contenu)) as archive:
        assert archive.testzip() is None
        return {nom: archive.read(nom) for nom in archive.namelist()}


# --- the tree --------------------------------------------------------------------------------------


def test_the_tree_of_a_dossier() -> None:  # rules 8.8.2, 15.3
    pieces = [
        pdf(12, LE),
        Piece(Origine.champ, "a.txt", LE, 123_456),
        Piece(Origine.attestation, "attestation.pdf", LE, 7),
        Piece(Origine.etablissement, "kbis.pdf", LE, 8),
        Piece(Origine.justificatif, "motif.pdf", LE, 9),
        Piece(Origine.message, "photo.jpeg", LE, 10),
        Piece(Origine.avis, "avis.odt", LE, 11),
        Piece(Origine.journal, "operations.json", LE, 12),
        Piece(Origine.bilan, "facture.pdf", LE, 13),
        Piece(Origine.champ, "sans extension", LE, 14),
    ]

    assert [chemin for _, chemin in chemins(12, pieces)] == [
        "export/dossier-12/export-12-15-07-2026-00-05-12.pdf",
        "export/dossier-12/pieces_justificatives/a-15-07-2026-00-05-3456.txt",
        "export/dossier-12/pieces_justificatives/attestation-15-07-2026-00-05-7.pdf",
        "export/dossier-12/pieces_justificatives/kbis-15-07-2026-00-05-8.pdf",
        "export/dossier-12/dossier/motif-15-07-2026-00-05-9.pdf",
        "export/dossier-12/messagerie/photo-15-07-2026-00-05-10.jpeg",
        "export/dossier-12/avis/avis-15-07-2026-00-05-11.odt",
        "export/dossier-12/horodatage/operations-15-07-2026-00-05-12.json",
        "export/dossier-12/bills/facture-15-07-2026-00-05-13.pdf",
        "export/dossier-12/pieces_justificatives/sans extension-15-07-2026-00-05-14",
    ]


def test_two_files_never_have_one_path() -> None:
    pieces = [Piece(Origine.champ, nom, LE, 1) for nom in ("a.pdf", "A.PDF", "a.pdf")]
    pieces += [Piece(Origine.message, "a.pdf", LE, 1)]

    assert [chemin.removeprefix("export/dossier-1/") for _, chemin in chemins(1, pieces)] == [
        "pieces_justificatives/a-15-07-2026-00-05-1.pdf",
        "pieces_justificatives/A-15-07-2026-00-05-1-2.PDF",
        "pieces_justificatives/a-15-07-2026-00-05-1-3.pdf",
        "messagerie/a-15-07-2026-00-05-1.pdf",
    ]


def test_a_name_too_long_keeps_its_date_and_its_extension() -> None:
    ((_, chemin),) = chemins(1, [Piece(Origine.champ, "é" * 300 + ".pdf", LE, 42)])

    nom = chemin.rpartition("/")[2]
    assert nom.endswith("éé-15-07-2026-00-05-42.pdf")
    assert len(nom.encode()) in (OCTETS_MAX - 1, OCTETS_MAX)


# --- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "voulu"),
    [
        ("Plan de masse.pdf", "Plan de masse.pdf"),
        ("e\u0301te\u0301.png", "été.png"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("C:\\x.txt", "C__x.txt"),
        ("..", "fichier"),
        ("", "fichier"),
        ("con.txt", "_con.txt"),
        ("LPT9", "_LPT9"),
        ("nul.", "_nul"),
        ("console.txt", "console.txt"),
        ("facture\u202egpj.exe", "facture_gpj.exe"),
        ("a\nb\x00c.txt", "a_b_c.txt"),
        ("a. .", "a"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_made_safe(nom: str, voulu: str) -> None:
    assert nom_sur(nom) == voulu


@pytest.mark.parametrize("nom", hostiles.TEXTES)
def test_hostile_names_are_made_safe(nom: str) -> None:
    verifier(nom_sur(nom))


@settings(max_examples=200, deadline=None)
@given(st.lists(TOUT_TEXTE | st.sampled_from(["a", "A", "a.txt", "CON"]), min_size=1, max_size=30))
def test_any_names_are_safe_and_no_two_alike(noms: list[str]) -> None:
    donnes = list(map(NomsDUnDossier().unique, noms))

    for nom in donnes:
        verifier(nom)
    assert len({nom.casefold() for nom in donnes}) == len(noms)


def _zipfile(archive: Path, vers: Path) -> None:
    with ZipFile(archive) as ouverte:
        ouverte.extractall(vers)


def _unzip(archive: Path, vers: Path) -> None:
    subprocess.run(["unzip", "-q", archive, "-d", vers], check=True, capture_output=True)


def _jar(archive: Path, vers: Path) -> None:
    vers.mkdir()
    subprocess.run(["jar", "xf", archive], cwd=vers, check=True, capture_output=True)


# Those of this machine: the first is everywhere that this test is.
DEZIPPEURS = [_zipfile, *(f for f in (_unzip, _jar) if shutil.which(f.__name__.strip("_")))]


@pytest.mark.parametrize("dezipper", DEZIPPEURS)
def test_hostile_names_are_unzipped_where_they_should(
    dezipper: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    pieces = [Piece(Origine.champ, nom, LE, rang) for rang, nom in enumerate(hostiles.TEXTES)]
    voulus = {chemin: piece.nom.encode(errors="replace") for piece, chemin in chemins(1, pieces)}
    archive = tmp_path / "export.zip"
    archive.write_bytes(octets(ecrire((entree(c, o) for c, o in voulus.items()), at=AT)))

    dezipper(archive, tmp_path / "ici")

    assert sorted(p.name for p in tmp_path.iterdir()) == ["export.zip", "ici"]
    trouves = {p for p in (tmp_path / "ici").rglob("*") if p.is_file()}
    assert len(trouves) == len(voulus)
    assert {p.parent for p in trouves} == {tmp_path / "ici/export/dossier-1/pieces_justificatives"}
    assert sorted(p.read_bytes() for p in trouves) == sorted(voulus.values())


# --- files that could not be read ------------------------------------------------------------------


def test_files_are_stored_as_they_are() -> None:
    contenu = octets(
        ecrire([entree("export/a.pdf", b"abc" * 1000), entree("export/b", b"")], at=AT)
    )

    assert lire(contenu) == {"export/a.pdf": b"abc" * 1000, "export/b": b""}
    with ZipFile(io.BytesIO(contenu)) as archive:
        info = archive.getinfo("export/a.pdf")
        assert (info.compress_type, info.date_time) == (ZIP_STORED, (2026, 3, 1, 10, 0, 0))
        assert info.external_attr >> 16 == 0o100644
        assert info.flag_bits & 0x08 == 0, "its size stands before it, for those who read streams"


def test_files_that_cannot_be_read_are_listed_and_the_others_come() -> None:
    def absent() -> Iterable[bytes]:
        raise Illisible("absent du stockage")

    def coupe() -> Iterator[bytes]:
        yield b"debut"
        raise Illisible("connexion coupée")

    signalees: list[EnErreur] = []
    contenu = octets(
        ecrire(
            [
                Entree("export/absent.pdf", absent),
                entree("export/a.pdf"),
                Entree("export/coupe.pdf", coupe),
                Entree("export/court.pdf", lambda: [b"abc"], taille=4),
                Entree("export/altere.pdf", lambda: [b"abc"], taille=3, md5=md5(b"abd").digest()),
            ],
            at=AT,
            en_erreur=signalees.append,
        )
    )

    lus = lire(contenu)
    assert list(lus) == ["export/a.pdf", "export/-LISTE-DES-FICHIERS-EN-ERREURS.txt"]
    assert lus["export/-LISTE-DES-FICHIERS-EN-ERREURS.txt"].decode() == (
        "Ces fichiers n’ont pas pu être ajoutés à l’archive :\n\n"
        "export/absent.pdf : absent du stockage\n"
        "export/coupe.pdf : connexion coupée\n"
        "export/court.pdf : 3 octets reçus au lieu de 4\n"
        "export/altere.pdf : contenu altéré\n"
    )
    assert [signalee.chemin for signalee in signalees] == [
        "export/absent.pdf", "export/coupe.pdf", "export/court.pdf", "export/altere.pdf",
    ]  # fmt: skip


def test_one_failure_is_forgiven() -> None:
    essais: list[str] = []

    def capricieux() -> Iterator[bytes]:
        essais.append("essai")
        yield b"abc"
        if len(essais) == 1:
            raise Illisible("connexion coupée")
        yield b"def"

    contenu = octets(ecrire([Entree("export/a.pdf", capricieux, taille=6)], at=AT))

    assert lire(contenu) == {"export/a.pdf": b"abcdef"}
    assert len(essais) == 2


def test_an_archive_of_nothing_opens() -> None:
    assert lire(octets(ecrire([], at=AT))) == {}


def test_memory_does_not_grow_with_the_files() -> None:
    def gros() -> Iterator[bytes]:
        return (b"\0" * (1 << 20) for _ in range(32))

    tracemalloc.start()
    try:
        morceaux = ecrire([Entree(f"export/{n}", gros, taille=32 << 20) for n in range(3)], at=AT)
        assert sum(map(len, morceaux)) > 96 << 20
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()
