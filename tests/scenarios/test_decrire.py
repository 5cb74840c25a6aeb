"""`guichet scenario decrire`: the JSON Schema that editors complete and check with."""

from typing import Any

import pytest

from domain.demarches.options import OPTIONS
from domain.formulaires.types_de_champ import TypeChamp
from tests.scenarios.conftest import Guichet


@pytest.fixture
def schema(guichet: Guichet) -> Any:
    sortie = guichet("scenario", "decrire")
    assert sortie.code == 0
    return sortie.json


def test_it_knows_every_key_of_the_file(schema: Any) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == ["version"]
    assert list(schema["properties"]) == [
        "version", "maintenant", "comptes", "services", "demarches", "jetons",
    ]  # fmt: skip
    assert schema["additionalProperties"] is False


def test_it_knows_every_option_and_the_value_of_every_type(schema: Any) -> None:
    definitions = schema["$defs"]
    assert set(definitions["Demarche"]["properties"]["options"]["properties"]) == set(OPTIONS)
    assert set(definitions["valeurs_par_type"]["properties"]) == set(TypeChamp)


def test_every_reference_leads_somewhere(schema: Any) -> None:
    def references(partie: Any) -> set[str]:
        if isinstance(partie, dict):
            ici = {partie["$ref"]} if "$ref" in partie else set()
            return ici.union(*map(references, partie.values()))
        return set().union(*map(references, partie)) if isinstance(partie, list) else set()

    trouvees = {reference.removeprefix("#/$defs/") for reference in references(schema)}
    assert trouvees <= set(schema["$defs"])
