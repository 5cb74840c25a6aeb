"""The GeoJSON of a dossier (api 11)."""

from typing import Any

import httpx
import pytest

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.documents import lien

MONDE = "documents"

PORTE = [
    [2.428439855575562, 46.538476837725796],
    [2.4284291267395024, 46.53842148758162],
    [2.4282521009445195, 46.53841410755813],
    [2.42824137210846, 46.53847314771794],
    [2.428284287452698, 46.53847314771794],
    [2.428364753723145, 46.538487907747864],
    [2.4284291267395024, 46.538491597754714],
    [2.428439855575562, 46.538476837725796],
]


@pytest.fixture(scope="module")
def collection(monde: Monde) -> dict[str, Any]:
    reponse = httpx.get(lien(monde.client(), 9001, "geojson"))
    assert reponse.status_code == 200
    corps: dict[str, Any] = reponse.json()
    return corps


def propriete(nom: str, collection: dict[str, Any]) -> list[Any]:
    return [zone["properties"].get(nom) for zone in collection["features"]]


def test_it_is_a_collection_of_the_dossier_within_its_box(collection: dict[str, Any]) -> None:
    assert list(collection) == ["type", "id", "bbox", "features"]
    assert collection["type"] == "FeatureCollection"
    assert collection["id"] == 9001
    assert collection["bbox"] == [-1.5, 45.0, 3.1, 48.85]


def test_its_shapes_are_those_of_the_form_in_order_then_of_the_annotations(
    collection: dict[str, Any],
) -> None:
    assert {zone["type"] for zone in collection["features"]} == {"Feature"}
    assert [zone["geometry"]["type"] for zone in collection["features"]] == [
        "LineString",
        "Polygon",
        "Point",
        "Point",
        "MultiPoint",
    ]
    assert propriete("champ_label", collection) == [
        "Stationnement",
        *["Emprise"] * 3,
        "Carte interne",
    ]
    assert propriete("champ_id", collection) == [909, 913, 913, 913, 951]
    assert propriete("champ_private", collection) == [False, False, False, False, True]
    assert propriete("dossier_id", collection) == [9001] * 5


def test_a_polygon_has_its_area_in_square_metres(collection: dict[str, Any]) -> None:
    zone = collection["features"][1]

    assert zone == {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [PORTE]},
        "properties": {
            "source": "selection_utilisateur",
            "area": 103.6,
            "description": "Devant la porte",
            "id": zone["properties"]["id"],
            "champ_label": "Emprise",
            "champ_id": 913,
            "champ_private": False,
            "dossier_id": 9001,
        },
    }


def test_a_line_has_its_length_in_metres_and_the_row_it_is_in(collection: dict[str, Any]) -> None:
    proprietes = collection["features"][0]["properties"]

    assert proprietes["length"] == 111.2
    assert "area" not in proprietes
    assert len(proprietes["champ_row"]) == 26
    assert propriete("champ_row", collection)[1:] == [None] * 4


def test_a_parcel_tells_what_the_cadastre_does(collection: dict[str, Any]) -> None:
    proprietes = collection["features"][3]["properties"]

    assert list(proprietes) == [
        *("source", "id", "champ_label", "champ_id", "champ_private", "dossier_id"),
        *("cid", "numero", "section", "prefixe", "commune", "surface"),
    ]
    assert proprietes["source"] == "cadastre"
    assert [proprietes[nom] for nom in ("cid", "numero", "section", "prefixe", "commune")] == [
        "75119000A110042",
        "42",
        "A11",
        "000",
        "75119",
    ]
    assert proprietes["surface"] == 1234


def test_without_any_shape_there_is_no_box(monde: Monde) -> None:
    reponse = httpx.get(lien(monde.client(), 9002, "geojson"))

    assert reponse.json() == {"type": "FeatureCollection", "id": 9002, "features": []}


def test_the_ids_are_those_of_the_api(monde: Monde, collection: dict[str, Any]) -> None:
    champs = monde.client().lire(
        """{ dossier(number: 9001) { champs(id: "Q2hhbXAtOTEz") {
               ... on CarteChamp { geoAreas { id } } } } }"""
    )["dossier"]["champs"]

    ids = [zone["id"] for zone in champs[0]["geoAreas"]]
    assert ids == [identifiant("GeoArea", numero) for numero in propriete("id", collection)[1:4]]
