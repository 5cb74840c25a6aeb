"""The demonstration, as a first start leaves it."""

import json
import re
import shlex
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from domain.dossiers.states import State
from domain.formulaires.types_de_champ import TypeChamp
from server.demo import seed
from server.settings import Settings
from tests.conftest import data_folder
from tests.serving import Serveur

ROOT = Path(__file__).resolve().parents[2]


class Seeded:
    """A served demonstration, and what was printed of it."""

    def __init__(self, serveur: Serveur, folder: Path) -> None:
        self.settings = serveur.settings.model_copy(update={"data_folder": folder})
        self.printed = seed(self.settings)

    @property
    def kept(self) -> Path:
        return self.settings.data_folder / "demo.json"

    def one(self, query: str) -> Any:
        return column(self.settings, query)[0]


def column(settings: Settings, query: str) -> list[Any]:
    with psycopg.connect(settings.require("database_url")) as connection:
        return [row[0] for row in connection.execute(query)]


@pytest.fixture(scope="module")
def demo(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
) -> Iterator[Seeded]:
    with nouveau_serveur() as serveur, data_folder() as folder:
        yield Seeded(serveur, folder)


def test_it_holds_seven_demarches_in_every_state_of_theirs_but_one(demo: Seeded) -> None:
    rows = column(demo.settings, "SELECT etat || ' ' || id FROM demarches ORDER BY id")
    assert rows == [
        "publiee 1001", "publiee 1002", "publiee 1003", "publiee 1004", "publiee 1005",
        "close 1006", "brouillon 1007",
    ]  # fmt: skip


def test_it_holds_300_dossiers_of_which_five_are_only_traces(demo: Seeded) -> None:
    assert demo.one("SELECT count(*) FROM dossiers") == 295
    assert demo.one("SELECT count(*) FROM dossiers_supprimes") == 5


def test_dossiers_are_in_every_state(demo: Seeded) -> None:
    assert set(column(demo.settings, "SELECT DISTINCT state FROM dossiers")) == set(State)


def test_a_form_asks_each_type_of_champ_and_a_dossier_answers_each_that_can_be(
    demo: Seeded,
) -> None:
    asked = column(
        demo.settings,
        "SELECT DISTINCT type_champ FROM types_de_champ JOIN revisions ON revisions.id = revision_id "
        "WHERE demarche_id = 1001",
    )
    answered = column(
        demo.settings,
        "SELECT DISTINCT type_champ FROM champs JOIN dossiers ON dossiers.id = dossier_id "
        "WHERE demarche_id = 1001",
    )
    assert set(asked) == set(TypeChamp)
    assert set(asked) - set(answered) == {"header_section", "explication"}


@pytest.mark.parametrize(
    "what",
    [
        "dossiers WHERE archive",
        "dossiers WHERE cache_par_usager_le IS NOT NULL",
        "dossiers WHERE cache_par_administration_le IS NOT NULL",
        "dossiers WHERE cache_par_expiration_le IS NOT NULL",
        "dossiers WHERE pour_un_tiers",
        "dossiers WHERE usager_supprime_email IS NOT NULL",
        "identites_france_connect",
        "etablissements WHERE dossier_id IS NOT NULL AND adresse IS NULL",
        "etablissements WHERE association IS NOT NULL",
        "corrections WHERE resolue_le IS NULL",
        "corrections WHERE resolue_le IS NOT NULL",
        "messages WHERE supprime_le IS NOT NULL",
        "avis WHERE repondu_le IS NULL",
        "avis WHERE repondu_le IS NOT NULL AND confidentiel",
        "dossiers_labels",
        "fichiers WHERE message_id IS NOT NULL",
        "fichiers WHERE avis_id IS NOT NULL",
        "fichiers WHERE role = 'justificatif'",
        "fichiers f WHERE f.analyse = 'infected'",
        "fichiers f WHERE f.analyse = 'pending'",
    ],
)
def test_it_shows_at_least_one_of_each(demo: Seeded, what: str) -> None:
    assert demo.one(f"SELECT count(*) FROM {what}") > 0


def test_what_was_printed_is_kept_for_its_owner_alone(demo: Seeded) -> None:
    assert stat.S_IMODE(demo.kept.stat().st_mode) == 0o600
    kept = json.loads(demo.kept.read_text())
    assert kept["comptes"] == {
        "administrateur": "administrateur@exemple.fr",
        "instructeur": "instructeur@exemple.fr",
        "expert": "expert@exemple.fr",
        "usager": "usager@exemple.fr",
    }


def test_a_second_start_prints_the_same_and_adds_nothing(demo: Seeded) -> None:
    assert demo.printed is not None
    assert seed(demo.settings) == demo.printed
    assert demo.one("SELECT count(*) FROM dossiers") == 295
    assert demo.one("SELECT count(*) FROM jetons") == 2


def test_on_another_database_with_demarches_it_says_nothing(demo: Seeded) -> None:
    with data_folder() as folder:
        elsewhere = demo.settings.model_copy(update={"data_folder": folder})
        assert seed(elsewhere) is None
        assert list(folder.iterdir()) == []


def test_the_printed_curl_reads_the_dossiers(demo: Seeded) -> None:
    demarche = as_curl_would(demo.printed)["data"]["demarche"]
    assert demarche["title"] == "Bourse aux projets citoyens"
    assert "Un jardin partagé derrière les halles" in [
        champ["stringValue"]
        for dossier in demarche["dossiers"]["nodes"]
        for champ in dossier["champs"]
    ]


def test_the_queries_of_the_readme_answer(demo: Seeded) -> None:
    token = json.loads(demo.kept.read_text())["jetons"]["lecture"]
    bodies = re.findall(r"-d '(.+?)'", (ROOT / "README.md").read_text(), re.DOTALL)
    titles = []
    for body in bodies:
        if "ds-mutation-v2" in body:
            continue
        answer = httpx.post(
            f"{demo.settings.url}/api/v2/graphql",
            headers={"Authorization": f"Bearer {token}"},
            json=json.loads(body),
            timeout=30,
        ).json()
        assert "errors" not in answer
        titles.append(answer["data"]["demarche"]["title"])
    assert titles == ["Bourse aux projets citoyens", "Permission de voirie"]


def as_curl_would(printed: str | None) -> Any:
    """A bare machine has no curl: its words are read as the shell would, and sent."""
    assert printed is not None
    [command] = [line for line in printed.splitlines() if line.strip().startswith("curl")]
    words = shlex.split(command)
    after = list(pairwise(words))
    headers = dict(value.split(": ", 1) for option, value in after if option == "-H")
    [body] = [value for option, value in after if option == "-d"]
    [url] = [word for word in words if word.startswith("http")]
    return httpx.post(url, headers=headers, content=body, timeout=30).json()


def test_the_decision_of_the_readme_is_taken_once(demo: Seeded) -> None:
    token = json.loads(demo.kept.read_text())["jetons"]["ecriture"]
    readme = (ROOT / "README.md").read_text()
    [question] = re.findall(r"```graphql\n(.+?)```", readme, re.DOTALL)
    [body] = [b for b in re.findall(r"-d '(.+?)'", readme, re.DOTALL) if "ds-mutation-v2" in b]

    def ask(said: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "une-fois"}
        url = f"{demo.settings.url}/api/v2/graphql"
        return httpx.post(url, headers=headers, json=said, timeout=30)

    [dossier] = ask({"query": question}).json()["data"]["demarche"]["dossiers"]["nodes"]
    instructeur = dossier["groupeInstructeur"]["instructeurs"][0]["id"]
    said = body.replace("ID_DU_DOSSIER", dossier["id"])
    said = said.replace("ID_D’UN_INSTRUCTEUR", instructeur)
    first, again = ask(json.loads(said)), ask(json.loads(said))
    taken = first.json()["data"]["dossierAccepter"]
    assert (taken["dossier"]["state"], taken["errors"]) == ("accepte", None)
    assert first.content == again.content
