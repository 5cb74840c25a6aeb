"""Démarches that a program fills beforehand, and what is written of it."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from server.settings import Settings
from tests.server.publiques import Public, demarche, public, traite

TYPES = (
    "text", "textarea", "formatted", "integer_number", "decimal_number", "date", "datetime",
    "checkbox", "yes_no", "civilite", "email", "phone", "iban", "siret", "address", "communes",
    "departements", "regions", "pays", "epci", "dossier_link", "drop_down_list",
    "multiple_drop_down_list", "referentiel", "number", "rna", "carte", "annuaire_education",
)  # fmt: skip
OPTIONS: dict[str, dict[str, Any]] = {
    "drop_down_list": {"options": ["Rouge", "Vert"]},
    "multiple_drop_down_list": {"options": ["Lundi", "Mardi", "Jeudi"]},
    "referentiel": {"mode": "exact_match", "url": "https://exemple.gouv.fr/{id}"},
}
NUMEROS = {nom: numero for numero, nom in enumerate(TYPES, start=1)}
REPETITION, PRENOM, NAISSANCE, NOTE, AUTRE, BORNE, PASSEE, PLAGE, LIBRE = range(50, 59)
ECRITS = "value, value_json, external_id, etat_externe"


def champ(numero: int, type_champ: str, **options: Any) -> dict[str, Any]:
    return {
        "id": numero, "type": type_champ, "libelle": f"{type_champ} {numero}",
        "obligatoire": False, **options,
    }  # fmt: skip


CHAMPS = [
    *(champ(numero, nom, **OPTIONS.get(nom, {})) for nom, numero in NUMEROS.items()),
    champ(REPETITION, "repetition", champs=[champ(PRENOM, "text"), champ(NAISSANCE, "date")]),
    champ(AUTRE, "drop_down_list", options=["Rouge"], autre=True),
    champ(BORNE, "integer_number", positif=True, min=2, max=10),
    champ(PASSEE, "date", passee=True),
    champ(PLAGE, "datetime", debut="2026-01-01", fin="2026-12-31"),
    champ(LIBRE, "referentiel", mode="autocomplete", url="https://exemple.gouv.fr/{id}"),
]


@contextmanager
def preremplissable(stack: Settings, folder: Path) -> Iterator[Public]:
    with public(
        stack,
        folder,
        demarche(
            830,
            opendata=False,
            champs=CHAMPS,
            annotations=[champ(NOTE, "text")],
            dossiers=[
                traite(8301, "accepte", "2026-02-01T10:00:00+01:00", 1),
                {"number": 8302, "usager": "ali@exemple.fr", "etat": "brouillon"},
            ],
        ),
        demarche(831, etat="brouillon", champs=CHAMPS),
        demarche(832, etat="close", fermee_le="2026-02-01T10:00:00+01:00"),
        demarche(833, pour_individu=False),
        demarche(834, options={"no_gender": True}),
    ) as monde:
        yield monde


def cle(numero: int) -> str:
    return f"champ_{b64encode(f'Champ-{numero}'.encode()).decode()}"


def creer(monde: Public, demarche_id: int | str = 830, **valeurs: Any) -> httpx.Response:
    return monde.post(f"/api/public/v1/demarches/{demarche_id}/dossiers", json=valeurs)


def creer_champs(monde: Public, valeurs: dict[int, Any]) -> dict[str, Any]:
    reponse = creer(monde, **{cle(numero): valeur for numero, valeur in valeurs.items()})
    assert reponse.status_code == 201, reponse.text
    corps: dict[str, Any] = reponse.json()
    return corps


def ecrits(monde: Public, numero: int) -> dict[int, tuple[Any, ...]]:
    lignes = monde.lignes(
        f"SELECT stable_id, {ECRITS} FROM champs WHERE dossier_id = %s AND prefilled", numero
    )
    return {ligne[0]: ligne[1:] for ligne in lignes}


def comptes(monde: Public) -> list[tuple[Any, ...]]:
    return monde.lignes(
        "SELECT (SELECT count(*) FROM dossiers), (SELECT count(*) FROM champs), "
        "(SELECT count(*) FROM individus)"
    )
