"""Zips, opened by three programs: each writes the same files, all of them in the folder that it was given."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

UTF8 = {**os.environ, "LC_ALL": "C.UTF-8"}


def _lancer(*commande: str | Path) -> None:
    subprocess.run(commande, check=True, capture_output=True, env=UTF8, stdin=subprocess.DEVNULL)


def _zipfile(archive: Path, vers: Path) -> None:
    with ZipFile(archive) as ouverte:
        ouverte.extractall(vers)


def _unzip(archive: Path, vers: Path) -> None:
    _lancer("unzip", "-q", archive, "-d", vers)


def _7z(archive: Path, vers: Path) -> None:
    _lancer("7z", "x", "-y", "-bd", f"-o{vers}", archive)


def _bsdtar(archive: Path, vers: Path) -> None:
    _lancer("bsdtar", "-xf", archive, "-C", vers)


def dezippeurs() -> Iterator[tuple[str, Callable[[Path, Path], None]]]:
    """At least three; a fourth when the machine has it."""
    yield "zipfile", _zipfile
    for nom, dezipper in (("unzip", _unzip), ("7z", _7z), ("bsdtar", _bsdtar)):
        if shutil.which(nom):
            yield nom, dezipper


def ecarts(archive: Path, dossier: Path) -> Iterator[str]:
    """What each program did otherwise than it should."""
    with ZipFile(archive) as ouverte:
        voulus = {nom: ouverte.read(nom) for nom in ouverte.namelist()}
    for nom, dezipper in dezippeurs():
        seul = dossier / nom
        (seul / "ici").mkdir(parents=True)
        dezipper(archive, seul / "ici")
        if sorted(p.name for p in seul.iterdir()) != ["ici"]:
            yield f"{archive.name}, {nom} : des fichiers hors du dossier"
        trouves = {
            p.relative_to(seul / "ici").as_posix(): p.read_bytes()
            for p in (seul / "ici").rglob("*")
            if p.is_file() and not p.is_symlink()
        }
        if trouves != voulus:
            autres = sorted(set(trouves) ^ set(voulus))[:3]
            yield f"{archive.name}, {nom} : {len(trouves)} fichiers pour {len(voulus)}, {autres}"
        shutil.rmtree(seul)
