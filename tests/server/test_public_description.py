"""What a démarche asks, as JSON, for who speaks no GraphQL (api 12.5)."""

from collections.abc import Iterator

import pytest

from server.settings import Settings
from tests.api.client import Client
from tests.server.publiques import Public, demarche, public

CHAMPS = [
    {"id": 1, "type": "text", "libelle": "Nom", "obligatoire": False},
    {
        "id": 2, "type": "repetition", "libelle": "Enfants", "obligatoire": False,
        "champs": [{"id": 3, "type": "date", "libelle": "Naissance", "obligatoire": False}],
    },
]  # fmt: skip
ANNOTATIONS = [{"id": 9, "type": "textarea", "libelle": "Note"}]


@pytest.fixture(scope="module")
def monde(stack: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    with public(
        stack,
        tmp_path_factory.mktemp("description"),
        demarche(820, champs=CHAMPS, annotations=ANNOTATIONS),
        demarche(821, champs=CHAMPS, etat="brouillon"),
        demarche(822, etat="close", fermee_le="2026-02-01T10:00:00+01:00"),
        demarche(823, opendata=False),
    ) as monde:
        monde.ecrire(
            "INSERT INTO chemins (chemin, demarche_id, cree_le) VALUES "
            "('ancien', 820, '2020-01-01'), ('essai', 821, now()), ('close', 822, now()), "
            "('privee', 823, now()), ('présent', 820, now() + interval '1 hour')"
        )
        yield monde


@pytest.mark.parametrize(
    ("chemin", "numero"),
    [("présent", 820), ("ancien", 820), ("%20AnCien%20", 820), ("essai", 821)],
)
def test_the_description_is_the_descriptor_of_the_stored_operation(
    monde: Public, chemin: str, numero: int
) -> None:
    reponse = monde.get(f"/preremplir/{chemin}/schema")

    attendu = Client(monde.serveur.url).operation(
        "getDemarcheDescriptor", demarche={"number": numero}, includeRevision=True
    )["demarcheDescriptor"]
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "application/json"
    assert reponse.json() == attendu
    assert attendu["number"] == numero
    assert [champ["label"] for champ in attendu["revision"]["champDescriptors"]] == [
        "Nom",
        "Enfants",
    ]


@pytest.mark.parametrize("chemin", ["close", "privee", "rien", "%20", "a%00b", "820"])
def test_other_paths_are_not_found(monde: Public, chemin: str) -> None:
    reponse = monde.get(f"/preremplir/{chemin}/schema")

    nomme = {"%20": " ", "a%00b": "a\0b"}.get(chemin, chemin)
    assert reponse.status_code == 404
    assert reponse.json() == {"error": f"procedure {nomme} is not found"}
