"""Attaching what was uploaded: once, whole, where it was announced, and never under a sweep."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from adapters.storage import ObjectMissing
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie, attacher
from domain.fichiers.balayage import balayer_televersements
from domain.fichiers.limites import LIMITES, Place
from domain.fichiers.refus import (
    FichierAbsent,
    FichierTropGros,
    IdentifiantInvalide,
    TypeRefuse,
)
from domain.transactions import Transaction
from jobs.fichiers import balayer
from tests.server.televersements import DEMARCHE, DOSSIER, Poste, poste_du_monde
from tests.serving import Serveur

NOTE = "Une note, à lire".encode()
INVALIDE = "L’identifiant du fichier téléversé est invalide"
ABSENT = "Le fichier n’a pas été correctement téléversé sur le serveur de stockage"


@pytest.fixture(scope="module")
def p(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Poste]:
    with poste_du_monde(nouveau_serveur) as poste:
        yield poste


# --- once ----------------------------------------------------------------------------------------


async def test_what_was_sent_becomes_a_file_that_waits_for_its_scan(p: Poste) -> None:
    annonce = p.recevoir(NOTE, nom="Ma note / à lire.txt")
    numero = p.attacher(await p.verifier(annonce.signed_blob_id))

    fichier = p.une("SELECT * FROM fichiers WHERE id = %s", numero)
    assert fichier is not None
    del fichier["cree_le"]
    assert fichier == {
        "id": numero, "cle": f"{annonce.cle}-1", "nom": "Ma note - à lire.txt",
        "type_mime": "text/plain", "taille": len(NOTE), "md5": "geuygVHifItRYDCY7x8iwA==",
        "analyse": "pending", "role": "piece", "dossier_id": DOSSIER, "champ_id": None,
        "message_id": None, "avis_id": None, "demarche_id": None, "revision_id": None,
        "stable_id": None,
    }  # fmt: skip
    suite = p.une("SELECT nom, donnees FROM outbox ORDER BY id DESC LIMIT 1")
    assert suite == {"nom": "FichierAttache", "donnees": {"fichier_id": numero}}


async def test_it_is_attached_once(p: Poste) -> None:
    annonce = p.recevoir(NOTE)
    verifie = await p.verifier(annonce.signed_blob_id)
    p.attacher(verifie)
    avant = p.fichiers()

    with pytest.raises(IdentifiantInvalide, match=INVALIDE):
        await p.verifier(annonce.signed_blob_id)
    with pytest.raises(IdentifiantInvalide, match=INVALIDE):
        p.attacher(verifie)
    assert p.fichiers() == avant


def attacher_ensemble(p: Poste, verifie: FichierVerifie, depart: Barrier) -> str:
    depart.wait()
    try:
        p.attacher(verifie)
    except DomainError as refus:
        return str(refus)
    return "attaché"


async def test_of_eight_who_attach_it_together_one_does(p: Poste) -> None:
    for _ in range(5):
        verifie = await p.verifier(p.recevoir(NOTE).signed_blob_id)
        depart = Barrier(8)
        avant = p.fichiers()

        with ThreadPoolExecutor(8) as fils:
            faits = [fils.submit(attacher_ensemble, p, verifie, depart) for _ in range(8)]
        assert sorted(fait.result() for fait in faits) == [INVALIDE] * 7 + ["attaché"]
        assert p.fichiers() == avant + 1


async def test_a_transaction_that_fails_leaves_it_to_be_attached(p: Poste) -> None:
    verifie = await p.verifier(p.recevoir(NOTE).signed_blob_id)

    def echouer(tx: Transaction) -> None:
        attacher(
            tx, verifie, demarche_id=DEMARCHE, place=Place.message, at=datetime.now(UTC),
            dossier_id=DOSSIER,
        )  # fmt: skip
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        p.faire(echouer)
    p.attacher(verifie)


# --- what is not ---------------------------------------------------------------------------------


async def test_what_was_not_sent_is_not_there(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    with pytest.raises(FichierAbsent, match=ABSENT):
        await p.verifier(annonce.signed_blob_id)

    assert annonce.envoyer(NOTE[1:] + b"!").status_code == 422
    with pytest.raises(FichierAbsent, match=ABSENT):
        await p.verifier(annonce.signed_blob_id)


async def test_what_the_store_has_lost_is_not_there(p: Poste) -> None:
    annonce = p.recevoir(NOTE)
    p.storage.delete([f"{annonce.cle}-1"])
    with pytest.raises(FichierAbsent, match=ABSENT):
        await p.verifier(annonce.signed_blob_id)


@pytest.mark.parametrize("texte", ["", "x", "a.b", "é", "\0", "1", "x" * 10_000])
async def test_what_is_not_an_identifier_of_ours_is_refused(p: Poste, texte: str) -> None:
    with pytest.raises(IdentifiantInvalide, match=INVALIDE):
        await p.verifier(texte)


async def test_an_identifier_lasts_an_hour_and_is_not_an_address(p: Poste) -> None:
    maintenant = datetime.now(UTC)
    bientot = p.recevoir(NOTE, at=maintenant - timedelta(minutes=59))
    passe = p.annoncer(NOTE, at=maintenant - timedelta(minutes=60, seconds=1))

    await p.verifier(bientot.signed_blob_id)
    for texte in (passe.signed_blob_id, bientot.url.rpartition("/")[2]):
        with pytest.raises(IdentifiantInvalide, match=INVALIDE):
            await p.verifier(texte)


async def test_it_is_for_the_demarche_that_announced_it(p: Poste) -> None:
    verifie = await p.verifier(p.recevoir(NOTE).signed_blob_id)
    avant = p.fichiers()
    with pytest.raises(IdentifiantInvalide, match=INVALIDE):
        p.faire(
            lambda tx: attacher(
                tx, verifie, demarche_id=951, place=Place.message, at=datetime.now(UTC)
            )
        )
    assert p.fichiers() == avant


async def test_each_place_has_its_limit(p: Poste) -> None:
    verifie = await p.verifier(p.recevoir(NOTE).signed_blob_id)
    avant = p.fichiers()
    for place, limite in LIMITES.items():
        with pytest.raises(FichierTropGros, match=f"moins de {limite // 1024**2} Mo"):
            p.attacher(replace(verifie, taille=limite), place=place)
    with pytest.raises(
        TypeRefuse, match="Les fichiers de type text/plain ne sont pas acceptés ici"
    ):
        p.attacher(verifie, place=Place.titre_identite)
    assert p.fichiers() == avant

    p.attacher(replace(verifie, taille=LIMITES[Place.message] - 1), place=Place.message)


# --- the sweep -----------------------------------------------------------------------------------


def plus_tard() -> datetime:
    return datetime.now(UTC)


async def test_what_nobody_took_in_a_day_goes_row_and_objects(p: Poste) -> None:
    vieux, recent = p.recevoir(NOTE), p.recevoir(NOTE)
    jamais_venu = p.annoncer(NOTE)
    p.vieillir(vieux, heures=25)
    p.vieillir(jamais_venu, heures=25)
    p.vieillir(recent, heures=23)

    balayer(p.base, p.storage, at=plus_tard())
    assert (p.ligne(vieux), p.objets(vieux)) == (None, {})
    assert p.ligne(jamais_venu) is None
    assert p.ligne(recent) is not None
    assert p.objets(recent) == {"-1": NOTE}
    with pytest.raises(IdentifiantInvalide, match=INVALIDE):
        await p.verifier(vieux.signed_blob_id)
    assert p.une("SELECT count(*) AS n FROM objets_a_effacer") == {"n": 0}


async def test_what_was_attached_keeps_its_object_and_loses_its_other_tries(p: Poste) -> None:
    annonce = p.recevoir(NOTE)
    p.storage.put(f"{annonce.cle}-2", b"autre essai", content_type="text/plain")
    p.executer("UPDATE televersements SET essais = 2 WHERE id = %s", annonce.id)
    p.attacher(await p.verifier(annonce.signed_blob_id))
    p.vieillir(annonce, heures=25)

    balayer(p.base, p.storage, at=plus_tard())
    assert p.ligne(annonce) is None
    assert p.objets(annonce) == {"-1": NOTE}


async def test_a_sweep_passes_by_what_is_being_attached(p: Poste) -> None:
    annonce = p.recevoir(NOTE)
    verifie = await p.verifier(annonce.signed_blob_id)
    p.vieillir(annonce, heures=25)

    def attacher_pendant_un_balayage(tx: Transaction) -> None:
        attacher(
            tx, verifie, demarche_id=DEMARCHE, place=Place.champ, at=plus_tard(),
            dossier_id=DOSSIER,
        )  # fmt: skip
        assert p.faire(lambda autre: balayer_televersements(autre, at=plus_tard())) == 0

    p.faire(attacher_pendant_un_balayage)
    balayer(p.base, p.storage, at=plus_tard())
    assert p.objets(annonce) == {"-1": NOTE}


async def test_attached_or_swept_never_both(p: Poste) -> None:
    """Each of a hundred is given to whoever comes first."""
    annonces = [p.recevoir(NOTE) for _ in range(100)]
    verifies = [await p.verifier(annonce.signed_blob_id) for annonce in annonces]
    for annonce in annonces:
        p.vieillir(annonce, heures=25)
    depart = Barrier(2)

    def tout_attacher() -> list[bool]:
        depart.wait()
        return [essayer(verifie) for verifie in verifies]

    def essayer(verifie: FichierVerifie) -> bool:
        try:
            p.attacher(verifie)
        except IdentifiantInvalide:
            return False
        return True

    def tout_balayer() -> None:
        depart.wait()
        for _ in range(20):
            balayer(p.base, p.storage, at=plus_tard())

    with ThreadPoolExecutor(2) as fils:
        attaches = fils.submit(tout_attacher)
        fils.submit(tout_balayer).result()
    for annonce, attache in zip(annonces, attaches.result(), strict=True):
        fichier = p.une("SELECT id FROM fichiers WHERE cle = %s", f"{annonce.cle}-1")
        assert (fichier is not None) is attache
        assert p.objets(annonce) == ({"-1": NOTE} if attache else {})


def test_objects_by_parts_that_nobody_ended_go_after_a_day(p: Poste) -> None:
    annonce = p.annoncer(NOTE)
    p.storage.begin(f"{annonce.cle}-1", content_type="text/plain").add(b"x" * 1000)

    balayer(p.base, p.storage, at=plus_tard())
    assert p.en_cours(annonce) == [f"{annonce.cle}-1"]
    balayer(p.base, p.storage, at=plus_tard() + timedelta(hours=25))
    assert p.en_cours(annonce) == []
    with pytest.raises(ObjectMissing):
        p.storage.head(f"{annonce.cle}-1")
