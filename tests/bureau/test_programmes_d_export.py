"""Exports at regular times: when they are due, what they hold, how their files are known (rules 8.12)."""

import hmac
import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import httpx
import pytest

from adapters.base_de_donnees import base_synchrone
from domain.calendrier import PARIS
from domain.exports.programmes import Cadence, prochaine
from jobs.contexte import Contexte
from jobs.exports.programmes import lancer_les_programmes
from server.resources import WORKING, known, open_storage
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes
from tests.exports.lecture import lire_csv
from tests.exports.preparation import demande, preparer

MONDE = "exports"
INES, IGOR = "ines@exemple.fr", "igor@exemple.fr"
CREER = """mutation ($input: ProgrammeDExportCreerInput!) { programmeDExportCreer(input: $input) {
  errors { message } programme { id cadence heure jour incremental secret raison }
} }"""
LISTE = """query { moi { instructeur { demarche(number: 900) {
  exportsProgrammes { etat nombreDeDossiers manifeste signature fichier { url filename checksum byteSizeBigInt } }
  programmesDExport { id secret raison dateArret }
} } } }"""


@pytest.mark.parametrize(
    ("cadence", "jour", "apres", "attendue"),
    [
        (Cadence.quotidienne, None, (2026, 3, 28, 5, 59), (2026, 3, 28, 6)),
        (Cadence.quotidienne, None, (2026, 3, 28, 6), (2026, 3, 29, 6)),  # the night of summer time
        (Cadence.quotidienne, None, (2026, 10, 24, 7), (2026, 10, 25, 6)),
        (Cadence.hebdomadaire, 1, (2026, 3, 2, 5), (2026, 3, 2, 6)),
        (Cadence.hebdomadaire, 1, (2026, 3, 2, 6), (2026, 3, 9, 6)),
        (Cadence.hebdomadaire, 7, (2026, 3, 2, 6), (2026, 3, 8, 6)),
        (Cadence.mensuelle, 28, (2028, 2, 28, 6), (2028, 3, 28, 6)),
        (Cadence.mensuelle, 1, (2026, 12, 15, 6), (2027, 1, 1, 6)),
        (Cadence.mensuelle, 15, (2026, 12, 15, 5), (2026, 12, 15, 6)),
    ],
)
def test_when_a_programme_is_due(
    cadence: Cadence, jour: int | None, apres: tuple[int, ...], attendue: tuple[int, ...]
) -> None:
    trouvee = prochaine(cadence, heure=6, jour=jour, apres=datetime(*apres, tzinfo=PARIS))  # type: ignore[misc,arg-type]
    assert trouvee == datetime(*attendue, tzinfo=PARIS)  # type: ignore[misc,arg-type]


def creer(bureau: Bureau, email: str, **entree: Any) -> dict[str, Any]:
    fait: dict[str, Any] = bureau.lire(email, CREER, input=demande(**entree))["programmeDExportCreer"]  # fmt: skip
    return fait


def echoir(bureau: Bureau) -> None:
    """Its time has come: what is due is asked for, then made."""
    settings = bureau.serveur.settings
    bureau.lignes("UPDATE programmes_d_export SET prochain_le = now() - interval '1 second'")
    base = base_synchrone(bureau.serveur.database_url, WORKING, known(settings))
    lancer_les_programmes(Contexte(base, open_storage(settings), settings.url))
    lancer_les_programmes(Contexte(base, open_storage(settings), settings.url))
    base.fermer()
    assert preparer(settings) == []


def test_an_incremental_programme_tells_of_each_change_once(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    fait = creer(bureau, INES, format="csv", cadence="quotidienne", heure=6, incremental=True)
    assert fait["errors"] is None
    secret = fait["programme"]["secret"]

    echoir(bureau)
    [(prochain,)] = bureau.lignes("SELECT prochain_le > now() FROM programmes_d_export")
    assert prochain is True
    bureau.lignes("UPDATE dossiers SET modifie_le = now() WHERE id = 9002")
    echoir(bureau)
    echoir(bureau)

    lu = bureau.lire(INES, LISTE)["moi"]["instructeur"]["demarche"]
    assert [(e["etat"], e["nombreDeDossiers"]) for e in lu["exportsProgrammes"]] == [("pret", 0), ("pret", 1), ("pret", 3)]  # fmt: skip
    _, second, premier = lu["exportsProgrammes"]
    assert [ligne[0] for ligne in lire_csv(httpx.get(second["fichier"]["url"]).content)[1:]] == ["9002"]  # fmt: skip
    for export in (premier, second):
        signe = hmac.new(secret.encode(), export["manifeste"].encode(), sha256).hexdigest()
        assert export["signature"] == signe
        dit = json.loads(export["manifeste"])
        assert (dit["md5"], dit["taille"]) == (export["fichier"]["checksum"], int(export["fichier"]["byteSizeBigInt"]))  # fmt: skip
    assert json.loads(premier["manifeste"])["depuis"] is None
    assert json.loads(second["manifeste"])["depuis"] == json.loads(premier["manifeste"])["jusqu_a"]
    # Beside the file, for programs that read the store.
    [(objet,)] = bureau.lignes("SELECT objet FROM exports WHERE nombre = 1")
    depose = json.loads(b"".join(open_storage(bureau.serveur.settings).read(f"{objet}.manifeste.json")))  # fmt: skip
    assert depose == {"manifeste": second["manifeste"], "signature": second["signature"]}

    # Whoever loses his rights stops his programme, which says so.
    bureau.lignes("DELETE FROM affectations WHERE instructeur_id = (SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s)", INES)  # fmt: skip
    echoir(bureau)
    assert bureau.lignes("SELECT raison, arrete_le IS NOT NULL FROM programmes_d_export") == [
        ("La personne qui a demandé cet export n’est plus membre de ces groupes", True)
    ]
    assert bureau.lignes("SELECT count(*) FROM exports") == [(3,)]


def test_a_programme_is_its_maker_s_and_refusals_leave_nothing(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    fait = creer(bureau, INES, format="xlsx", cadence="hebdomadaire", heure=6, jour=1)
    id_ = fait["programme"]["id"]
    irma = bureau.lire("irma@exemple.fr", LISTE)["moi"]["instructeur"]["demarche"]
    assert irma["programmesDExport"] == [{"id": id_, "secret": None, "raison": None, "dateArret": None}]  # fmt: skip
    assert bureau.lire(IGOR, LISTE)["moi"]["instructeur"]["demarche"]["programmesDExport"] == []

    avant = empreintes(bureau.serveur.database_url)
    for entree, message in (
        ({"cadence": "quotidienne", "heure": 24}, "L’heure d’un programme va de 0 à 23"),
        ({"cadence": "quotidienne", "heure": 6, "jour": 1}, "Un programme quotidien n’a pas de jour"),
        ({"cadence": "hebdomadaire", "heure": 6}, "Le jour de ce programme va de 1 à 7"),
        ({"cadence": "mensuelle", "heure": 6, "jour": 29}, "Le jour de ce programme va de 1 à 28"),
        ({"cadence": "mensuelle", "heure": 6, "jour": 1, "demarche": 901}, "Cette démarche n’existe pas"),
    ):  # fmt: skip
        refuse = creer(bureau, INES, **{"format": "csv", **entree})
        assert (refuse["programme"], refuse["errors"]) == (None, [{"message": message}])
    for email in ("irma@exemple.fr", IGOR):
        refuse = bureau.muter(email, "programmeDExportSupprimer", programmeId=id_)
        assert refuse["errors"] == [{"message": "Ce programme d’export n’existe pas"}]
    assert empreintes(bureau.serveur.database_url) == avant

    assert bureau.muter(INES, "programmeDExportSupprimer", programmeId=id_) == {"errors": None}
    assert bureau.lignes("SELECT count(*) FROM programmes_d_export") == [(0,)]
