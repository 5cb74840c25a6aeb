"""What happens to files once they are attached: the scan, and the end of identity documents."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest

from adapters.antivirus import Antivirus, AntivirusIndisponible, Clamd
from adapters.storage import ObjectMissing
from domain.dossiers.models import Dossier
from domain.fichiers.analyses import redemander
from domain.fichiers.titres_identite import effacer_titres_identite
from domain.transactions import Transaction
from jobs.fichiers import analyser, balayer, effacer_objets
from tests.clamd import EICAR, clamd
from tests.server.televersements import DOSSIER, Poste, poste_du_monde
from tests.serving import Serveur

NOTE = "Une note, à lire".encode()


@pytest.fixture(scope="module")
def antivirus() -> Iterator[Clamd]:
    with clamd() as adresse:
        yield Clamd(adresse)


@pytest.fixture
def p(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Poste]:
    with poste_du_monde(nouveau_serveur) as poste:
        yield poste


async def attache(p: Poste, contenu: bytes) -> tuple[int, str]:
    """The number and the key of a file just attached."""
    verifie = await p.verifier(p.recevoir(contenu).signed_blob_id)
    return p.attacher(verifie), verifie.cle


def etat(p: Poste, fichier: int) -> str:
    ligne = p.une('SELECT "analyse" FROM fichiers WHERE id = %s', fichier)
    assert ligne is not None
    return str(ligne["analyse"])


def scruter(p: Poste, antivirus: Antivirus | None, fichier: int) -> str:
    analyser(p.base, p.storage, antivirus, fichier_id=fichier)
    return etat(p, fichier)


# --- the scan ------------------------------------------------------------------------------------


async def test_a_clean_file_is_safe_and_stays_so(p: Poste, antivirus: Clamd) -> None:
    fichier, cle = await attache(p, NOTE)
    assert scruter(p, antivirus, fichier) == "safe"

    p.storage.put(cle, EICAR, content_type="text/plain")
    assert scruter(p, antivirus, fichier) == "safe"


async def test_an_infected_file_is_said_infected(p: Poste, antivirus: Clamd) -> None:
    fichier, _ = await attache(p, EICAR)
    assert scruter(p, antivirus, fichier) == "infected"


async def test_without_an_antivirus_nothing_is_safe(p: Poste) -> None:
    fichier, _ = await attache(p, EICAR)
    assert scruter(p, None, fichier) == "pending"


async def test_an_antivirus_that_is_away_leaves_the_file_waiting(p: Poste) -> None:
    fichier, _ = await attache(p, NOTE)
    with pytest.raises(AntivirusIndisponible):
        scruter(p, Clamd("tcp://127.0.0.1:1"), fichier)
    assert etat(p, fichier) == "pending"


@pytest.mark.parametrize("perdu", [True, False])
async def test_bytes_that_are_not_those_attached_are_an_integrity_error(
    p: Poste, antivirus: Clamd, perdu: bool
) -> None:
    fichier, cle = await attache(p, NOTE)
    if perdu:
        p.storage.delete([cle])
    else:
        p.storage.put(cle, b"autre chose", content_type="text/plain")
    assert scruter(p, antivirus, fichier) == "integrity_error"


def test_a_file_that_is_gone_is_not_scanned(p: Poste, antivirus: Clamd) -> None:
    analyser(p.base, p.storage, antivirus, fichier_id=10**9)


async def test_files_that_still_wait_are_asked_for_again(p: Poste) -> None:
    fichier, _ = await attache(p, NOTE)
    p.executer("DELETE FROM outbox")

    assert p.faire(lambda tx: redemander(tx, at=datetime.now(UTC))) == 0
    assert p.faire(lambda tx: redemander(tx, at=datetime.now(UTC) + timedelta(hours=2))) == 1
    assert p.une("SELECT nom, donnees FROM outbox") == {
        "nom": "FichierAttache",
        "donnees": {"fichier_id": fichier},
    }


# --- identity documents (rules 10.8) -------------------------------------------------------------


def cles(p: Poste) -> dict[str, str]:
    requete = "SELECT json_object_agg(nom, cle) AS cles FROM fichiers WHERE dossier_id = %s"
    ligne = p.une(requete, DOSSIER)
    assert ligne is not None
    return dict(ligne["cles"] or {})


def effacer(tx: Transaction) -> int:
    dossier = tx.session.get_one(Dossier, DOSSIER)
    return effacer_titres_identite(tx, [dossier], at=datetime.now(UTC))


def presents(p: Poste, voulues: dict[str, str]) -> dict[str, bytes]:
    return {nom: b"".join(p.storage.read(cle)) for nom, cle in voulues.items()}


def test_identity_documents_go_and_the_rest_stays(p: Poste) -> None:
    avant = cles(p)
    assert set(avant) == {"passeport-canari.png", "cni-canari.png", "plan.pdf"}

    assert p.faire(effacer) == 2
    assert cles(p) == {"plan.pdf": avant["plan.pdf"]}
    # Rows first: until the objects are deleted, nobody has lost sight of them.
    assert p.une("SELECT count(*) AS n FROM objets_a_effacer") == {"n": 2}
    assert set(presents(p, avant)) == set(avant)

    effacer_objets(p.base, p.storage)
    assert p.une("SELECT count(*) AS n FROM objets_a_effacer") == {"n": 0}
    assert presents(p, cles(p)) == {"plan.pdf": b"%PDF-1.4"}
    assert p.faire(effacer) == 0


def test_pieces_marked_to_be_purged_go_too(p: Poste) -> None:
    p.executer(
        "UPDATE types_de_champ SET options = '{\"purge_automatique\": true}' WHERE stable_id = 3"
    )
    assert p.faire(effacer) == 3
    assert cles(p) == {}


# --- orphans -------------------------------------------------------------------------------------


def test_files_whose_holder_is_gone_go_after_a_day(p: Poste) -> None:
    orphelin = cles(p)["plan.pdf"]
    p.executer("DELETE FROM champs WHERE stable_id = 3")

    balayer(p.base, p.storage, at=datetime.now(UTC) - timedelta(days=3650))
    assert "plan.pdf" in cles(p)
    balayer(p.base, p.storage, at=datetime.now(UTC) + timedelta(days=2))
    assert set(cles(p)) == {"passeport-canari.png", "cni-canari.png"}
    with pytest.raises(ObjectMissing):
        p.storage.head(orphelin)


async def test_a_file_that_is_not_a_piece_needs_no_place(p: Poste) -> None:
    p.executer("UPDATE fichiers SET role = 'justificatif', champ_id = NULL")
    balayer(p.base, p.storage, at=datetime.now(UTC) + timedelta(days=2))
    assert len(cles(p)) == 3
