"""A real client, as it is published, but for its URL: demarches-simpy 0.0.18."""

import pytest
from demarches_simpy import Demarche, Dossier, Profile  # type: ignore[import-untyped]

from tests.api.conftest import Monde

MONDE = "types_de_champ"

# The library leaves the files of its queries open; that is its business, not a leak of ours.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def profil(monde: Monde) -> Profile:
    class Ici(Profile):  # type: ignore[misc]  # the library is not typed
        def get_url(self) -> str:
            return f"{monde.serveur.url}/api/v2/graphql"

    return Ici(monde.jetons["lecture"], warning=False)


def test_it_reads_the_demarche_and_lists_its_dossiers(profil: Profile) -> None:
    demarche = Demarche(number=700, profile=profil)

    assert demarche.get_id() == "UHJvY2VkdXJlLTcwMA=="
    assert demarche.get_data()["demarche"]["title"] == "Tous les champs"
    assert demarche.get_dossiers_count() == 2
    assert demarche.get_dossier_infos() == [("RG9zc2llci03MDAx", 7001), ("RG9zc2llci03MDAy", 7002)]


def test_it_builds_a_dossier_for_each(profil: Profile) -> None:
    dossiers = Demarche(number=700, profile=profil).get_dossiers()

    assert [dossier.get_number() for dossier in dossiers] == [7001, 7002]


def test_it_reads_the_form_and_who_instructs(profil: Profile) -> None:
    demarche = Demarche(number=700, profile=profil)

    instructeurs = demarche.get_instructeurs_info()
    champs = demarche.get_fields()

    assert [i["email"] for i in instructeurs] == ["ines@exemple.fr"]
    assert len(champs) == 41
    assert champs["Choix"]["__typename"] == "DropDownListChampDescriptor"


def test_it_reads_a_dossier(profil: Profile) -> None:
    dossier = Dossier(number=7001, profile=profil)

    assert dossier.get_id() == "RG9zc2llci03MDAx"
    assert str(dossier.get_dossier_state()) == "en_instruction"
    assert dossier.get_deposit_date() == "2026-02-01T10:00:00+01:00"
    assert dossier.get_attached_demarche_id() == "UHJvY2VkdXJlLTcwMA=="
    assert [i["email"] for i in dossier.get_attached_instructeurs_info()] == ["ines@exemple.fr"]


def test_it_reads_fields_and_annotations(profil: Profile) -> None:
    dossier = Dossier(number=7001, profile=profil)

    champs = {champ.label: champ for champ in dossier.get_fields()}
    annotations = dossier.get_annotations()

    assert champs["Texte court"].stringValue == "Rue Haute"
    assert champs["Commune"].stringValue == "Coye-la-Forêt (60580)"
    assert champs["Choix liés"].stringValue == "Fruit / Poire"
    assert champs["Choix multiple"].values == ["Lundi", "Jeudi"]
    assert [f["filename"] for f in champs["Pièce"].files.values()] == ["plan.pdf", "photo été.png"]
    assert [zone.geometry_type for zone in champs["Carte"].geo_areas] == ["Point", "Polygon"]
    assert annotations == {
        "Engagement": {"stringValue": "EJ-123", "id": "Q2hhbXAtNTA="},
        "Note": {"stringValue": "à vérifier", "id": "Q2hhbXAtNTE="},
    }
