"""Each role has its space under `moi`, and nobody has another's."""

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau

MONDE = "instruction"
ESPACES = "{ moi { roles instructeur { id } expert { id } } }"


def test_a_space_is_there_for_each_role_that_one_has(bureau: Bureau) -> None:
    def numero(table: str, email: str) -> int:
        [(trouve,)] = bureau.lignes(
            f"SELECT p.id FROM {table} p JOIN comptes c ON c.id = compte_id WHERE email = %s", email
        )
        return int(trouve)

    assert bureau.lire("ines@exemple.fr", ESPACES)["moi"] == {
        "roles": ["instructeur", "usager"],
        "instructeur": {
            "id": identifiant("Instructeur", numero("instructeurs", "ines@exemple.fr"))
        },
        "expert": None,
    }
    assert bureau.lire("eve@exemple.fr", ESPACES)["moi"] == {
        "roles": ["expert", "usager"],
        "instructeur": None,
        "expert": {"id": identifiant("Expert", numero("experts", "eve@exemple.fr"))},
    }
    assert bureau.lire("ali@exemple.fr", ESPACES)["moi"] == {
        "roles": ["usager"],
        "instructeur": None,
        "expert": None,
    }
