"""Writing through the API, as a program does: a mutation, its payload, its refusals."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from domain.identifiants import identifiant
from tests.api.conftest import Monde

ALREADY = {
    "en_construction": "Le dossier est déjà en\u00a0construction",
    "en_instruction": "Le dossier est déjà en\u00a0instruction",
    "accepte": "Le dossier est déjà accepté",
    "refuse": "Le dossier est déjà refusé",
    "sans_suite": "Le dossier est déjà classé\u00a0sans\u00a0suite",
}
SANS_DROIT = "L’instructeur n’a pas les droits d’accès à ce dossier"
LECTURE_SEULE = "Le jeton utilisé est configuré seulement en lecture"


def dossier_id(monde: Monde, cle: str) -> str:
    return identifiant("Dossier", monde.dossiers[cle])


def instructeur_id(monde: Monde, email: str = "ines@exemple.fr") -> str:
    [ligne] = lignes(
        monde,
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = i.compte_id WHERE c.email = %s",
        email,
    )
    return identifiant("Instructeur", ligne["id"])


def ecrire(
    monde: Monde,
    champ: str,
    selection: str,
    *,
    jeton: str | None = "ecriture",
    cle: str | None = None,
    **entree: Any,
) -> dict[str, Any]:
    """The whole answer to one mutation field."""
    type_entree = f"{champ[0].upper()}{champ[1:]}Input"
    texte = f"mutation ($input: {type_entree}!) {{ {champ}(input: $input) {{ {selection} }} }}"
    entetes = {"Idempotency-Key": cle} if cle else {}
    reponse = monde.client(jeton).poster(
        json={"query": texte, "variables": {"input": entree}}, headers=entetes
    )
    assert reponse.status_code == 200, reponse.text
    corps: dict[str, Any] = reponse.json()
    return corps


def payload(monde: Monde, champ: str, selection: str, **options: Any) -> Any:
    """What a mutation field answers, refused or not; there is no error at the top."""
    corps = ecrire(monde, champ, selection, **options)
    assert "errors" not in corps, corps["errors"]
    return corps["data"][champ]


def refus(message: str) -> list[dict[str, str]]:
    return [{"message": message}]


def lignes(monde: Monde, requete: str, *valeurs: Any) -> list[dict[str, Any]]:
    """What the database holds."""
    with psycopg.connect(monde.serveur.database_url, row_factory=dict_row) as connexion:
        return connexion.execute(requete, valeurs).fetchall()
