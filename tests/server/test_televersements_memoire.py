"""A file is never held: what a server takes for one does not grow with it."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

import scenarios
from server.resources import open_storage
from server.settings import Settings
from tests.conftest import data_folder
from tests.databases import fresh_database
from tests.server.commands import Supervised, family, supervised
from tests.server.televersements import MONDE, Poste, poste

MO = 1024**2
PARTS = ("DATABASE_", "REDIS_", "S3_", "GUICHET_SECRET")


@pytest.fixture
def guichet(stack: Settings) -> Iterator[tuple[Supervised, Poste]]:
    """One web process, apart from the one of the tests."""
    with data_folder() as folder, fresh_database(stack) as url:
        reglages = stack.model_copy(update={"database_url": url})
        scenarios.charger(MONDE, database_url=url, storage=open_storage(reglages))
        nommes = reglages.as_environment().items()
        ailleurs = {nom: valeur for nom, valeur in nommes if nom.startswith(PARTS)}
        with (
            supervised(folder, **ailleurs) as running,
            poste(reglages, url=running.url) as ouvert,
        ):
            yield running, ouvert


def morceaux(megaoctets: int) -> Iterator[bytes]:
    for numero in range(megaoctets * 16):
        yield b"%15d\n" % numero * (MO // 16 // 16)


def memoire(web: int, nom: str) -> int:
    """Bytes: `VmRSS` held now, `VmHWM` at most since `oublier_le_pic`."""
    lignes = Path(f"/proc/{web}/status").read_text().splitlines()
    [valeur] = [ligne.split()[1] for ligne in lignes if ligne.startswith(f"{nom}:")]
    return int(valeur) * 1024


def oublier_le_pic(web: int) -> None:
    Path(f"/proc/{web}/clear_refs").write_text("5")


def test_fifty_megabytes_take_a_part_or_two(guichet: tuple[Supervised, Poste]) -> None:
    running, p = guichet
    [web] = [pid for pid, line in family(running.process.pid).items() if "server web " in line]
    envoyer(p, 20)  # what the first file wakes up stays
    oublier_le_pic(web)
    avant = memoire(web, "VmRSS")

    envoyer(p, 50)
    assert memoire(web, "VmHWM") - avant < 35 * MO


def envoyer(p: Poste, megaoctets: int) -> None:
    empreinte = hashlib.md5()
    for morceau in morceaux(megaoctets):
        empreinte.update(morceau)
    somme = b64encode(empreinte.digest()).decode()
    annonce = p.annoncer(b"", taille=megaoctets * MO, somme=somme)

    assert annonce.envoyer(morceaux(megaoctets)).status_code == 201
    assert p.storage.head(f"{annonce.cle}-1").size == megaoctets * MO
