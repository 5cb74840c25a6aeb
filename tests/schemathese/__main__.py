"""`make schemathesis`: documents drawn from the schema by another program than ours, against a real
Guichet. Ends non-zero on any 5xx. `GUICHET_CAS` is how many are drawn for each field of the root,
250 unless said: over 2,000 in all."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx

import scenarios
from server.embedded.data_folder import hold
from server.embedded.stack import EmbeddedStack
from server.resources import open_storage
from server.settings import load_settings
from tests.conftest import data_folder
from tests.databases import fresh_database, make_model
from tests.serving import Serveur, serving

ICI = Path(__file__).parent
MONDE = ICI.parent / "api" / "mondes" / "types_de_champ.yaml"
CAS = os.environ.get("GUICHET_CAS", "250")
MESURE = re.compile(
    r'guichet_http_requests_total\{method="POST",route="/api/v2/graphql",status="(\d+)"\} (\d+)'
)


def main() -> int:
    with data_folder() as folder, hold(folder):
        stack = EmbeddedStack(load_settings(data_folder=folder), durable=False)
        stack.start()
        try:
            settings = load_settings(data_folder=folder, **stack.addresses)
            make_model(settings)
            with fresh_database(settings) as url:
                monde = scenarios.charger(MONDE, database_url=url, storage=open_storage(settings))
                with serving(settings.model_copy(update={"database_url": url})) as serveur:
                    code = _eprouver(serveur, monde.jetons["lecture"], folder)
                    return code or _compter(serveur)
        finally:
            stack.stop()


def _eprouver(serveur: Serveur, jeton: str, folder: Path) -> int:
    arguments = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", f"{serveur.url}/api/v2/graphql"),
        *("--header", f"Authorization: Bearer {jeton}"),
        *("--checks", "jamais_notre_faute", "--phases", "fuzzing", "--mode", "all"),
        *("--max-examples", CAS, "--continue-on-failure", "--suppress-health-check", "all"),
    ]
    crochets = {
        "SCHEMATHESIS_HOOKS": "tests.schemathese.crochets",
        "PYTHONPATH": str(ICI.parents[1]),
    }
    # Elsewhere than in the checkout: it leaves a folder of its own where it runs.
    return subprocess.run(
        arguments, env={**os.environ, **crochets}, cwd=folder, check=False
    ).returncode


def _compter(serveur: Serveur) -> int:
    """What the server itself says that it answered."""
    trouves = MESURE.findall(httpx.get(f"{serveur.url}/metrics").text)
    statuts = Counter({statut: int(nombre) for statut, nombre in trouves})
    sys.stdout.write(f"réponses par statut : {dict(statuts)}\n")
    return int(any(statut.startswith("5") for statut in statuts))


if __name__ == "__main__":
    sys.exit(main())
