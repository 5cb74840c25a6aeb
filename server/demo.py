"""The demonstration: loaded once into an empty Guichet, told again at each start."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from domain.jetons import lecture
from scenarios import charger
from scenarios.lecture import lire
from server.courriels.boite import dossier_de_la_boite
from server.embedded.data_folder import unusable
from server.embedded.kept_secrets import write_privately
from server.resources import CONNECTION, open_storage
from server.settings import Settings

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios/demo.yaml"
KEPT = "demo.json"


@dataclass(frozen=True)
class Demonstration:
    """What a newcomer needs; the text of a token cannot be had from the database again."""

    comptes: dict[str, str]
    """An e-mail address by role."""
    mot_de_passe: str
    jetons: dict[str, str]
    demarche: int
    """The number of the one to read first."""


def seed(settings: Settings) -> str | None:
    """Load the demonstration if this Guichet is empty; what to print of it, when it is there.

    Raises Refus when what it must keep cannot be written.
    """
    path = settings.data_folder / KEPT
    if _is_empty(settings):
        loaded = _load(settings)
        try:
            write_privately(path, json.dumps(asdict(loaded), indent=2))
        except OSError as error:
            raise unusable(settings.data_folder, error) from None
        return _told(loaded, settings)
    found = _read(path)
    return _told(found, settings) if found and _is_of(settings, found) else None


def _is_empty(settings: Settings) -> bool:
    """One démarche is enough not to be: nobody wants ours among theirs."""
    return not _ask(settings, "SELECT EXISTS (SELECT FROM demarches)")


def _load(settings: Settings) -> Demonstration:
    resultat = charger(
        SCENARIO,
        database_url=settings.require("database_url"),
        storage=open_storage(settings),
    )
    values, _ = lire(SCENARIO.read_text("utf-8"))
    shown = [compte for compte in values["comptes"] if "mot_de_passe" in compte]
    return Demonstration(
        comptes={compte["roles"][0]: compte["email"] for compte in shown},
        mot_de_passe=shown[0]["mot_de_passe"],
        jetons=resultat.jetons,
        demarche=next(iter(resultat.demarches.values())),
    )


def _read(path: Path) -> Demonstration | None:
    try:
        return Demonstration(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None  # never loaded from here, or the file of another version


def _is_of(settings: Settings, found: Demonstration) -> bool:
    """The folder may have been given another database since: its tokens would open nothing."""
    numbers = [read.id for text in found.jetons.values() if (read := lecture.lire(text))]
    query = "SELECT count(*) FROM jetons WHERE id = ANY(%s::uuid[]) AND revoque_le IS NULL"
    return bool(_ask(settings, query, numbers) == len(found.jetons))


def _ask(settings: Settings, query: LiteralString, *parameters: object) -> Any:
    with psycopg.connect(settings.require("database_url"), **CONNECTION) as connection:
        row = connection.execute(query, parameters).fetchone()
    return row[0] if row else None


def _told(found: Demonstration, settings: Settings) -> str:
    accounts = [f"  {role:<16}{email}" for role, email in found.comptes.items()]
    tokens = [f"  {name:<16}{text}" for name, text in found.jetons.items()]
    return "\n".join(
        [
            "",
            f"Démonstration. Comptes (mot de passe : {found.mot_de_passe})",
            *accounts,
            "Jetons d’API",
            *tokens,
            *_boite(settings),
            "Première requête",
            _curl(found, settings.url),
            "",
        ]
    )


def _boite(settings: Settings) -> list[str]:
    """Where to read the mails, if they go to our own box."""
    if not dossier_de_la_boite(settings).is_dir():
        return []
    return ["Courriels envoyés", f"  {settings.url}/courriels"]


def _curl(found: Demonstration, url: str) -> str:
    """The official query, in a form that any shell takes whole."""
    body = {
        "queryId": "ds-query-v2",
        "operationName": "getDemarche",
        "variables": {"demarcheNumber": found.demarche, "includeDossiers": True},
    }
    return (
        f"  curl -s {url}/api/v2/graphql"
        f" -H 'Authorization: Bearer {found.jetons['lecture']}'"
        f" -H 'Content-Type: application/json' -d '{json.dumps(body)}'"
    )
