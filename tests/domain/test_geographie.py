"""What official places are called, asked as the champs, the addresses and the conditions ask."""

import subprocess
import sys

import pytest

from domain.geographie import communes, departements, epci, pays, regions
from domain.geographie.communes import Commune
from domain.geographie.departements import Departement
from domain.geographie.epci import Epci
from domain.geographie.pays import Pays
from domain.geographie.regions import Region


def test_there_are_eighteen_regions_in_alphabetical_order() -> None:
    noms = [region.nom for region in regions.tous()]

    assert len(noms) == 18
    assert noms[7:10] == ["Guyane", "Hauts-de-France", "Île-de-France"]
    assert regions.tous()[0] == Region(code="84", nom="Auvergne-Rhône-Alpes")
    assert {len(region.code) for region in regions.tous()} == {2}


@pytest.mark.parametrize(
    ("code", "nom"), [("11", "Île-de-France"), ("04", "La Réunion"), ("975", None), ("", None)]
)
def test_a_region_has_a_name(code: str, nom: str | None) -> None:
    assert regions.nom(code) == nom


def test_departements_are_listed_by_code_and_abroad_comes_last() -> None:
    codes = [departement.code for departement in departements.tous()]

    assert len(codes) == 110
    assert codes[26:31] == ["28", "29", "2A", "2B", "30"]
    assert codes[96:] == [
        *["971", "972", "973", "974", "975", "976", "977", "978"],
        *["984", "986", "987", "988", "989", "99"],
    ]
    assert departements.tous()[-1] == Departement(code="99", nom="Etranger", region=None)


@pytest.mark.parametrize(
    ("code", "nom", "region"),
    [
        ("2A", "Corse-du-Sud", "94"),
        ("75", "Paris", "11"),
        ("976", "Mayotte", "06"),
        ("988", "Nouvelle-Calédonie", None),
        ("99", "Etranger", None),
        ("20", None, None),
    ],
)
def test_a_departement_has_a_name_and_a_region(
    code: str, nom: str | None, region: str | None
) -> None:
    assert departements.nom(code) == nom
    assert departements.region_de(code) == region


def test_every_departement_lies_in_a_known_region_or_in_none() -> None:
    connues = {region.code for region in regions.tous()}

    assert {departement.region for departement in departements.tous()} == connues | {None}
    assert [d.code for d in departements.tous() if d.region is None] == [
        *["975", "977", "978", "984", "986", "987", "988", "989"],
        "99",
    ]


def test_a_commune_is_found_by_its_insee_code() -> None:
    assert communes.trouver("60172") == Commune(
        code="60172", nom="Coye-la-Forêt", departement="60", region="32", codes_postaux=("60580",)
    )


@pytest.mark.parametrize(
    ("code", "nom", "departement"),
    [
        ("75119", "Paris 19e Arrondissement", "75"),
        ("13201", "Marseille 1er Arrondissement", "13"),
        ("75056", "Paris", "75"),
        ("01001", "L'Abergement-Clémenciat", "01"),
        ("2A004", "Ajaccio", "2A"),
        ("97411", "Saint-Denis", "974"),
        ("98818", "Nouméa", "988"),
        ("98901", "Île de Clipperton", "989"),
    ],
)
def test_a_commune_has_its_official_name_and_departement(
    code: str, nom: str, departement: str
) -> None:
    assert communes.nom(code) == nom
    assert communes.departement_de(code) == departement


@pytest.mark.parametrize("code", ["", "0100", "01", "99999", "99123", "zzzzz", "01001\t", "20004"])
def test_a_code_that_is_nobodys_names_no_commune(code: str) -> None:
    assert communes.nom(code) is None
    assert communes.trouver(code) is None


@pytest.mark.parametrize("code", ["", "75", "2C004", "99123", "98000"])
def test_a_code_that_is_nobodys_lies_in_no_departement(code: str) -> None:
    assert communes.departement_de(code) is None


def test_a_commune_merged_into_another_still_lies_in_its_departement() -> None:
    assert communes.nom("01340") is None
    assert communes.departement_de("01340") == "01"


def test_a_postal_code_gives_its_communes_in_alphabetical_order() -> None:
    assert communes.par_code_postal("02580") == (
        Commune("02040", "Autreppes", "02", "32", ("02580",)),
        Commune("02295", "Étréaupont", "02", "32", ("02580",)),
        Commune("02728", "Sorbais", "02", "32", ("02580",)),
    )
    assert communes.par_code_postal("22150")[3].nom == "Plœuc-L'Hermitage"


@pytest.mark.parametrize(
    ("code_postal", "codes"),
    [
        ("75019", ["75119"]),
        ("75116", ["75116"]),
        ("69001", ["69381"]),
        ("97133", ["97701"]),
        ("98000", []),
        ("7501", []),
        ("", []),
    ],
)
def test_a_postal_code_offers_a_place_under_one_name_only(
    code_postal: str, codes: list[str]
) -> None:
    assert [commune.code for commune in communes.par_code_postal(code_postal)] == codes


def test_an_epci_has_a_name_and_the_departements_of_its_communes() -> None:
    assert len(epci.tous()) == 1255
    assert epci.nom("200000172") == "CC Faucigny - Glières"
    assert epci.nom("000000000") is None
    assert epci.trouver("200040277") == Epci(
        code="200040277", nom="CA Agglo du Pays de Dreux", departements=("27", "28")
    )


def test_the_epci_of_a_departement_are_those_that_reach_into_it() -> None:
    martinique = [groupement.nom for groupement in epci.du_departement("972")]

    assert martinique == [
        "CA de l'Espace Sud de la Martinique",
        "CA du Centre de la Martinique",
        "CA du Pays Nord Martinique",
    ]
    assert "200040277" in {groupement.code for groupement in epci.du_departement("27")}
    assert epci.du_departement("99") == ()
    assert epci.du_departement("") == ()


def test_countries_are_listed_in_french_alphabetical_order() -> None:
    noms = [un.nom for un in pays.tous()]

    assert len(noms) == 245
    assert pays.tous()[0] == Pays(code="AF", nom="Afghanistan")
    rang = noms.index("Égypte")
    assert noms[rang - 1 : rang + 3] == ["Dominique", "Égypte", "Émirats arabes unis", "Équateur"]


@pytest.mark.parametrize(
    ("code", "nom"),
    [
        ("FR", "France"),
        ("CI", "Côte d'Ivoire"),
        ("CD", "République démocratique du Congo"),
        ("PF", "Polynésie française"),
        ("XK", "Kosovo"),
        ("EU", None),
        ("fr", None),
    ],
)
def test_a_country_has_a_french_name(code: str, nom: str | None) -> None:
    assert pays.nom(code) == nom


@pytest.mark.parametrize("code", ["GF", "GP", "MQ", "RE", "YT"])
def test_french_overseas_departements_are_no_countries(code: str) -> None:
    assert pays.nom(code) is None
    assert code not in {un.code for un in pays.tous()}


def test_nothing_is_read_before_the_first_question() -> None:
    """A worker that asks no name pays nothing: importing every module opens no table."""
    script = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(args[0]) if event == 'open' else None)\n"
        "from domain.geographie import communes, departements, epci, pays, regions\n"
        "before = [name for name in opened if str(name).endswith('.tsv.gz')]\n"
        "communes.nom('75119')\n"
        "after = {str(name).rsplit('/', 1)[1] for name in opened if str(name).endswith('.tsv.gz')}\n"
        "sys.exit(f'{before} {sorted(after)}')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stderr == "[] ['communes.tsv.gz', 'departements.tsv.gz']\n"
