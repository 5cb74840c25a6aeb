"""What people wrote by hand in the demonstration, taken out in every format through the API; what it
generates beside, which no golden file could say, is left out."""

from pathlib import Path
from typing import Any, NamedTuple

import httpx
import yaml

import scenarios
from domain.exports.models import Format
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.databases import fresh_database
from tests.exports.preparation import DEMANDE, demande, preparer
from tests.serving import serving

DEMO = Path(scenarios.__file__).parent / "demo.yaml"
DEMARCHES = range(1001, 1008)
FORMATS = [format for format in Format if format is not Format.json]
PRETS = """query ($number: Int!) { demarche(number: $number) { exports {
  id format etat fichiersManquants fichier { url }
} } }"""


class Demonstration(NamedTuple):
    """`contenus` by démarche and format; `dossiers` are the numbers, by the scenario’s keys."""

    contenus: dict[tuple[int, str], bytes]
    dossiers: dict[str, int]


def exporter(stack: Settings, dossier: Path) -> Demonstration:
    monde: dict[str, Any] = yaml.safe_load(DEMO.read_text())
    for demarche in monde["demarches"]:
        demarche.pop("generer", None)
    scenario = dossier / "demonstration.yaml"
    scenario.write_text(yaml.safe_dump(monde, allow_unicode=True))
    with fresh_database(stack) as url:
        fait = scenarios.charger(scenario, database_url=url, storage=open_storage(stack))
        settings = stack.model_copy(update={"database_url": url})
        with serving(settings) as serveur:
            client = Client(serveur.url, fait.jetons["ecriture"])
            contenus = telecharger(client, settings, DEMARCHES)
    return Demonstration(contenus, dict(fait.dossiers))


def telecharger(
    client: Client, settings: Settings, demarches: range
) -> dict[tuple[int, str], bytes]:
    """Asked for by a token, made, and taken by their signed addresses."""
    for numero in demarches:
        for format_ in FORMATS:
            voulu = demande(numero, format=format_.value)
            assert client.lire(DEMANDE, input=voulu)["exportDemander"]["errors"] is None
    assert preparer(settings) == []
    contenus = {}
    for numero in demarches:
        for export in client.lire(PRETS, number=numero)["demarche"]["exports"]:
            assert export["etat"] == "pret"
            contenus[numero, export["format"]] = httpx.get(export["fichier"]["url"]).content
    return contenus
