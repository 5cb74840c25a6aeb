"""Any filters, any sort, any page: the dossiers that the same filters find in Python, each of them once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.bureau import filtre_de_reference as reference
from tests.bureau.bureau import Bureau
from tests.bureau.filtre_de_reference import Lu
from tests.bureau.tableaux import a_rebours, liste, numeros, pages

MONDE = "../../api/mondes/filtres"
INES, FILTRES = "ines@exemple.fr", 850

COLONNES = """query ($number: Int!) { moi { instructeur { demarche(number: $number) {
  colonnes { id type affichable filtrable operateurs options { valeur } } } } } }"""


@pytest.fixture(scope="module")
def lus(bureau: Bureau) -> list[Lu]:
    return reference.lire(bureau, INES, FILTRES)


@pytest.fixture(scope="module")
def colonnes(bureau: Bureau) -> dict[str, dict[str, Any]]:
    lu = bureau.lire(INES, COLONNES, number=FILTRES)["moi"]["instructeur"]["demarche"]
    return {colonne["id"]: colonne for colonne in lu["colonnes"]}


def _valeurs(colonne: dict[str, Any], lus: list[Lu]) -> st.SearchStrategy[str]:
    """Options, parts of what some dossiers hold, days around theirs."""
    id = colonne["id"]
    if colonne["options"]:
        return st.sampled_from([option["valeur"] for option in colonne["options"]])
    tenus = [tenu for dossier in lus for tenu in reference.COLONNES[id].tenus(dossier)]
    if colonne["type"] in ("date", "date_heure"):
        jours = {str(tenu)[:10] for tenu in tenus}
        return st.sampled_from(sorted(jours | {"2026-01-15", "2030-01-01"}))
    textes = sorted({str(tenu) for tenu in tenus})
    if colonne["type"] in ("entier", "decimal"):
        return st.sampled_from([*textes, "999999"])
    parts = {texte[i : i + 5] for texte in textes for i in (0, 3, 9)}
    autres = ["%", "_", "\\", "é", "FRUIT / poire", "/", "rien de tel"]
    return st.sampled_from([*textes, *sorted(p for p in parts if p.strip()), *autres])


@st.composite
def un_filtre(
    draw: st.DrawFn, colonnes: dict[str, dict[str, Any]], lus: list[Lu]
) -> dict[str, Any]:
    id = draw(st.sampled_from(sorted(reference.COLONNES)))
    return {
        "colonne": id,
        "operateur": draw(st.sampled_from(sorted(reference.COLONNES[id].passe))),
        "valeurs": draw(st.lists(_valeurs(colonnes[id], lus), max_size=3)),
    }


def test_every_filtrable_column_that_the_reference_does_not_know_is_told_here(
    colonnes: dict[str, dict[str, Any]],
) -> None:
    """Dates of the dossier are all one kind; the others are tried by example, in `test_tableau.py`."""
    filtrables = {id for id, colonne in colonnes.items() if colonne["filtrable"]}
    assert filtrables - set(reference.COLONNES) == {
        "self/created_at", "self/updated_at", "self/last_champ_updated_at", "self/en_construction_at",
        "self/en_instruction_at", "self/expired_at", "self/for_tiers", "self/mandataire_last_name",
        "self/mandataire_first_name", "individual/prenom", "dossier_notifications/notification_type",
        "type_de_champ/13", "type_de_champ/14",
    }  # fmt: skip
    assert set(reference.COLONNES) <= filtrables


@settings(max_examples=120, deadline=None)
@given(donnees=st.data())
def test_filters_find_what_they_mean(
    bureau: Bureau, lus: list[Lu], colonnes: dict[str, Any], donnees: DataObject
) -> None:
    filtres = donnees.draw(st.lists(un_filtre(colonnes, lus), min_size=1, max_size=3))
    attendus = {lu.numero for lu in lus if reference.passe(lu, filtres)}
    page = liste(bureau, INES, FILTRES, "tous", filtres=filtres, archives=True)
    assert {arete["node"]["number"] for arete in page["edges"]} == attendus
    assert page["totalCount"] == len(attendus)


@settings(max_examples=30, deadline=None)
@given(donnees=st.data())
def test_pages_walked_both_ways_are_the_whole_list(
    bureau: Bureau, lus: list[Lu], colonnes: dict[str, Any], donnees: DataObject
) -> None:
    triables = [id for id, colonne in colonnes.items() if colonne["affichable"]]
    filtres = donnees.draw(st.lists(un_filtre(colonnes, lus), max_size=1))
    tri = {
        "colonne": donnees.draw(st.sampled_from([*triables, "self/state"])),
        "sens": donnees.draw(st.sampled_from(["asc", "desc"])),
    }
    taille = donnees.draw(st.integers(4, 15))
    voulu: dict[str, Any] = {"filtres": filtres, "tri": tri, "archives": True}
    entiere = numeros(bureau, INES, FILTRES, "tous", **voulu)
    assert set(entiere) == {lu.numero for lu in lus if reference.passe(lu, filtres)}
    lues = list(pages(bureau, INES, FILTRES, "tous", taille=taille, **voulu))
    assert [arete["node"]["number"] for page in lues for arete in page["edges"]] == entiere
    assert a_rebours(bureau, INES, FILTRES, "tous", taille=taille, **voulu) == entiere
    envers = {**voulu, "tri": {**tri, "sens": "desc" if tri["sens"] == "asc" else "asc"}}
    assert numeros(bureau, INES, FILTRES, "tous", **envers) == entiere[::-1]
