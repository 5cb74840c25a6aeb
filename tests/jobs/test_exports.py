"""Exports whatever happens: killed, refused by the store, wanted by nobody any more (reliability 2.5, 2.6)."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

import scenarios
from adapters.storage import ObjectMissing, StorageUnavailable
from domain.comptes.models import Compte, Instructeur
from domain.demarches.models import Demarche
from domain.exports import vie
from domain.exports.demande import Demande, demander
from domain.exports.models import PREFIXE, Export, Format
from domain.exports.selection import Demandeur, Portee
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.exports import archives, attente, depot
from jobs.exports.atelier import Atelier
from jobs.exports.balayage import abandonner_les_parts, balayer_les_exports
from jobs.exports.boucle import faire_tous
from jobs.fichiers import effacer_objets
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.exports.lecture import lire_csv, lire_ods
from tests.exports.preparation import atelier

MONDE = Path(__file__).parents[1] / "bureau" / "mondes" / "exports.yaml"
RACINE = Path(__file__).parents[2]
PLEIN = Path("/dev/full")


@dataclass
class Chantier:
    """A world with exports to make, and the process that makes them."""

    settings: Settings
    atelier: Atelier
    manques: list[BaseException]

    def demander(self, format: Format = Format.csv, **portee: Any) -> int:
        def faire(tx: Transaction) -> int:
            demarche = tx.session.get_one(Demarche, 900)
            groupes = select(GroupeInstructeur.id).where(GroupeInstructeur.demarche_id == 900)
            irma = select(Instructeur.id).join(Compte).where(Compte.email == "irma@exemple.fr")
            demandeur = Demandeur(
                tuple(tx.session.scalars(groupes)), instructeur_id=tx.session.scalar(irma)
            )
            demande = Demande(format, Portee(**portee))
            return demander(tx, demarche, demandeur, demande, at=datetime.now(UTC)).export.id

        return self.atelier.base.transaction(faire)

    def faire(self, **autres: Any) -> int:
        return faire_tous(replace(self.atelier, **autres), lambda _, e: self.manques.append(e))

    def lignes(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.settings.require("database_url")) as connexion:
            trouvees = connexion.execute(requete.encode(), valeurs)
            return trouvees.fetchall() if trouvees.description else []

    def contenu(self, numero: int) -> bytes:
        [(objet,)] = self.lignes("SELECT objet FROM exports WHERE id = %s", numero)
        return b"".join(self.atelier.storage.read(objet))

    def tuer(self, appel: str, quand: str) -> None:
        """A process makes exports until it dies at this call."""
        fini = subprocess.run(
            [sys.executable, "-m", "tests.jobs.tueur", appel, quand],
            cwd=RACINE,
            env={**os.environ, **self.settings.as_environment()},
            timeout=120,
            check=False,
        )
        assert fini.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def modele(stack: Settings) -> Iterator[str]:
    with fresh_database(stack) as url:
        scenarios.charger(MONDE, database_url=url, storage=open_storage(stack))
        yield url.rsplit("/", 1)[1]


@pytest.fixture
def chantier(stack: Settings, modele: str) -> Iterator[Chantier]:
    with fresh_database(stack, model=modele) as url:
        settings = stack.model_copy(update={"database_url": url})
        with atelier(settings) as fait:
            yield Chantier(settings, fait, [])


def test_an_export_whose_maker_is_killed_is_made_whole_and_leaves_nothing(chantier: Chantier) -> None:  # fmt: skip
    temoin = chantier.demander(format=Format.ods, numeros=(9001, 9002, 9003, 9004))
    assert chantier.faire() == 1
    numero = chantier.demander(format=Format.ods)
    storage = chantier.atelier.storage
    [(cle,)] = chantier.lignes("SELECT cle FROM exports WHERE id = %s", numero)
    chantier.tuer("complete", "avant")  # its parts are sent
    assert [commence.key for commence in storage.begun(f"{PREFIXE}{cle}/")] == [f"{PREFIXE}{cle}/1"]
    chantier.tuer("complete", "après")  # the object is there, and its row does not know it
    assert storage.begun(f"{PREFIXE}{cle}/") == []  # the second try gave up those of the first
    assert storage.head(f"{PREFIXE}{cle}/2").size > 0

    assert chantier.faire() == 1
    assert chantier.lignes(
        "SELECT etat, tentatives, faits, nombre FROM exports WHERE id = %s", numero
    ) == [("pret", 3, 4, 4)]
    assert lire_ods(chantier.contenu(numero)) == lire_ods(chantier.contenu(temoin))
    assert storage.begun(f"{PREFIXE}{cle}/") == []
    for ancien in (1, 2):
        with pytest.raises(ObjectMissing):
            storage.head(f"{PREFIXE}{cle}/{ancien}")
    assert chantier.manques == []


def test_one_that_always_kills_its_maker_is_put_aside(chantier: Chantier) -> None:
    chantier.demander()
    chantier.lignes("UPDATE exports SET etat = 'en_cours', tentatives = 5")
    assert chantier.faire() == 1
    assert chantier.lignes("SELECT etat, erreur, objet FROM exports") == [
        ("echoue", "L’export n’a pas pu être fait : chaque tentative a arrêté le programme qui la faisait", None)
    ]  # fmt: skip


def test_a_store_that_is_away_is_waited_for_then_told_and_may_be_tried_again(chantier: Chantier) -> None:  # fmt: skip
    class Absente:
        def __getattr__(self, nom: str) -> Callable[..., Any]:
            def appeler(*_: Any, **__: Any) -> Any:
                raise StorageUnavailable("panne")

            return appeler

    numero = chantier.demander()
    for rang in range(1, 6):
        chantier.lignes("UPDATE exports SET pas_avant = now() - interval '1 second'")
        assert chantier.faire(storage=Absente()) == 1
        etat = "en_attente" if rang < 5 else "echoue"
        assert chantier.lignes("SELECT etat, tentatives, erreur FROM exports") == [
            (etat, rang, "Le stockage des fichiers n’a pas répondu")
        ]
    assert len(chantier.manques) == 5

    def relancer(tx: Transaction) -> None:
        vie.relancer(tx, tx.session.get_one(Export, numero), at=datetime.now(UTC))

    chantier.atelier.base.transaction(relancer)
    assert chantier.faire() == 1
    assert len(lire_csv(chantier.contenu(numero))) == 5


class Coupe:
    """A store whose line is cut while it takes the second part of an object."""

    def __init__(self, vrai: Any) -> None:
        self._vrai, self._parts = vrai, 0

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._vrai, nom)

    def begin(self, cle: str, **options: Any) -> Any:
        return Coupe(self._vrai.begin(cle, **options))

    def add(self, part: bytes) -> None:
        self._parts += 1
        if self._parts == 2:
            raise StorageUnavailable("ligne coupée")
        self._vrai.add(part)


def test_one_whose_line_is_cut_at_the_second_part_leaves_none_and_is_made_again(
    chantier: Chantier, monkeypatch: pytest.MonkeyPatch
) -> None:
    numero = chantier.demander()
    storage = chantier.atelier.storage
    [(cle,)] = chantier.lignes("SELECT cle FROM exports")
    with monkeypatch.context() as petites:
        petites.setattr(depot, "PART", 64)
        assert chantier.faire(storage=Coupe(storage)) == 1
    assert chantier.lignes("SELECT etat, tentatives, erreur, objet FROM exports") == [
        ("en_attente", 1, "Le stockage des fichiers n’a pas répondu", None)
    ]
    assert storage.begun(f"{PREFIXE}{cle}/") == []
    with pytest.raises(ObjectMissing):
        storage.head(f"{PREFIXE}{cle}/1")
    assert [str(manque) for manque in chantier.manques] == ["ligne coupée"]

    chantier.lignes("UPDATE exports SET pas_avant = now() - interval '1 second'")
    assert chantier.faire() == 1
    assert chantier.lignes("SELECT etat, tentatives, erreur FROM exports") == [("pret", 2, None)]
    assert len(lire_csv(chantier.contenu(numero))) == 5


def test_a_full_disk_is_told_waited_for_and_offers_nothing(
    chantier: Chantier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of other sheets wait in temporary files, on a disk where nothing can be written."""
    numero = chantier.demander(Format.ods)
    [(cle,)] = chantier.lignes("SELECT cle FROM exports")
    with monkeypatch.context() as plein:
        plein.setattr(attente, "SpooledTemporaryFile", lambda _: PLEIN.open("r+b", buffering=0))
        assert chantier.faire() == 1
    [manque] = chantier.manques
    assert isinstance(manque, OSError)
    assert manque.errno == errno.ENOSPC
    assert chantier.lignes("SELECT etat, tentatives, erreur, objet FROM exports") == [
        ("en_attente", 1, "Le serveur manque de place pour préparer ce fichier", None)
    ]
    assert chantier.atelier.storage.begun(f"{PREFIXE}{cle}/") == []

    chantier.lignes("UPDATE exports SET pas_avant = now() - interval '1 second'")
    assert chantier.faire() == 1
    assert len(lire_ods(chantier.contenu(numero))["Dossiers"]) == 5


def test_whoever_is_removed_in_the_middle_gets_nothing(
    chantier: Chantier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the first dossier is sent."""
    monkeypatch.setattr(archives, "LOT", 1)
    chantier.demander(Format.zip)
    [(cle,)] = chantier.lignes("SELECT cle FROM exports")
    faits: list[int] = []

    def retirer() -> bool:
        [(fait,)] = chantier.lignes("SELECT faits FROM exports")
        faits.append(fait)
        chantier.lignes("DELETE FROM affectations")
        return False

    assert chantier.faire(arret=retirer) == 1
    assert faits == [0]  # asked once, between the first dossier and the second
    assert chantier.lignes("SELECT etat, tentatives, faits, erreur, objet FROM exports") == [
        ("echoue", 1, 1, "La personne qui a demandé cet export n’est plus membre de ces groupes", None)
    ]  # fmt: skip
    assert chantier.atelier.storage.begun(f"{PREFIXE}{cle}/") == []
    with pytest.raises(ObjectMissing):
        chantier.atelier.storage.head(f"{PREFIXE}{cle}/1")


@pytest.mark.parametrize(
    ("changement", "erreur"),
    [
        ("UPDATE demarches SET supprimee_le = now() WHERE id = 900", "La démarche a été supprimée depuis la demande"),
        ("DELETE FROM affectations WHERE groupe_instructeur_id = (SELECT id FROM groupes_instructeurs WHERE label = 'Sud')", "La personne qui a demandé cet export n’est plus membre de ces groupes"),
    ],
)  # fmt: skip
def test_who_lost_his_rights_since_gets_nothing(
    chantier: Chantier, changement: str, erreur: str
) -> None:
    numero = chantier.demander()
    chantier.lignes(changement)
    assert chantier.faire() == 1
    assert chantier.lignes("SELECT etat, erreur, tentatives, objet FROM exports") == [
        ("echoue", erreur, 1, None)
    ]
    [(cle,)] = chantier.lignes("SELECT cle FROM exports WHERE id = %s", numero)
    assert chantier.atelier.storage.begun(f"{PREFIXE}{cle}/") == []


def test_what_went_since_the_demand_is_left_out_and_what_came_is_not_there(chantier: Chantier) -> None:  # fmt: skip
    numero = chantier.demander()
    chantier.lignes("DELETE FROM dossiers WHERE id = 9002")  # purged
    chantier.lignes("UPDATE dossiers SET cache_par_administration_le = now() WHERE id = 9001")
    chantier.lignes("UPDATE dossiers SET depose_le = now(), en_construction_le = now(), groupe_instructeur_id = (SELECT id FROM groupes_instructeurs WHERE label = 'Nord'), state = 'en_construction' WHERE id = 9005")  # fmt: skip
    # Moved to a groupe that is not hers, and changed.
    chantier.lignes("WITH est AS (INSERT INTO groupes_instructeurs (demarche_id, label) VALUES (900, 'Est') RETURNING id) UPDATE dossiers SET groupe_instructeur_id = est.id FROM est WHERE dossiers.id = 9003")  # fmt: skip
    chantier.lignes("UPDATE dossiers SET motivation = 'Tardif, encore.' WHERE id = 9004")
    assert chantier.faire() == 1
    titres, *lignes = lire_csv(chantier.contenu(numero))
    assert [ligne[0] for ligne in lignes] == ["9004"]
    assert lignes[0][titres.index("Motivation de la décision")] == "Tardif, encore."
    assert chantier.lignes("SELECT nombre, faits FROM exports") == [(1, 1)]


@pytest.mark.parametrize("format", list(Format))
def test_an_export_of_no_dossier_is_one(chantier: Chantier, format: Format) -> None:
    chantier.lignes("UPDATE dossiers SET cache_par_administration_le = now()")
    numero = chantier.demander(format)
    assert chantier.faire() == 1
    assert chantier.lignes("SELECT etat, nombre FROM exports") == [("pret", 0)]
    assert len(chantier.contenu(numero)) > 20


def test_one_thrown_away_while_it_is_made_offers_nothing(chantier: Chantier) -> None:
    numero = chantier.demander()
    [(cle,)] = chantier.lignes("SELECT cle FROM exports")

    def supprimer_puis(arret: bool = False) -> bool:
        def supprimer(tx: Transaction) -> None:
            if (export := tx.session.get(Export, numero)) is not None:
                vie.supprimer(tx, export, at=datetime.now(UTC))

        chantier.atelier.base.transaction(supprimer)
        return arret

    assert chantier.faire(arret=supprimer_puis) == 1
    assert chantier.lignes("SELECT count(*) FROM exports") == [(0,)]
    assert chantier.manques == []
    assert chantier.atelier.storage.begun(f"{PREFIXE}{cle}/") == []
    with pytest.raises(ObjectMissing):
        chantier.atelier.storage.head(f"{PREFIXE}{cle}/1")


def test_one_told_to_stop_is_given_back(chantier: Chantier) -> None:
    numero = chantier.demander()
    arrets = iter([True])
    assert chantier.faire(arret=lambda: next(arrets, False)) == 2
    assert chantier.lignes("SELECT etat, tentatives FROM exports") == [("pret", 1)]
    assert len(lire_csv(chantier.contenu(numero))) == 5


def test_exports_last_thirty_two_hours_and_parts_of_nobody_are_given_up(chantier: Chantier) -> None:
    storage, base = chantier.atelier.storage, chantier.atelier.base
    numero = chantier.demander()
    chantier.faire()
    contexte = Contexte(base, storage, "http://guichet.exemple")
    [(objet,)] = chantier.lignes(
        "SELECT objet FROM exports WHERE expire_le = termine_le + interval '32 hours'"
    )
    orphelin = storage.begin(f"{PREFIXE}personne/1", content_type="text/csv")
    orphelin.add(b"x")

    balayer_les_exports(contexte)
    assert chantier.lignes("SELECT id FROM exports") == [(numero,)]
    assert [b for b in storage.begun(PREFIXE) if "personne" in b.key] == []
    assert abandonner_les_parts(base, storage) == 0

    chantier.lignes("UPDATE exports SET expire_le = now()")
    balayer_les_exports(contexte)
    effacer_objets(base, storage)
    assert chantier.lignes("SELECT id FROM exports") == []
    with pytest.raises(ObjectMissing):
        storage.head(objet)
