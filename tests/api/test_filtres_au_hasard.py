"""Any filters, any page: the same dossiers as the same filters written in Python."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.api import filtre_de_reference as reference
from tests.api.client import Client

MONDE = "filtres"

LISTE = """
query ($state: DossierState, $states: [DossierState!], $archived: Boolean, $groupes: [ID!],
       $labels: [ID!], $usager: String, $instructeur: ID, $champs: [FiltreDeChampInput!],
       $createdSince: ISO8601DateTime, $createdUntil: ISO8601DateTime,
       $updatedSince: ISO8601DateTime, $updatedUntil: ISO8601DateTime,
       $processedSince: ISO8601DateTime, $processedUntil: ISO8601DateTime,
       $first: Int, $last: Int, $after: String, $before: String) {
  demarche(number: 850) {
    dossiers(state: $state, states: $states, archived: $archived, groupeInstructeurs: $groupes,
             labels: $labels, usager: $usager, instructeur: $instructeur, champs: $champs,
             createdSince: $createdSince, createdUntil: $createdUntil,
             updatedSince: $updatedSince, updatedUntil: $updatedUntil,
             processedSince: $processedSince, processedUntil: $processedUntil,
             first: $first, last: $last, after: $after, before: $before) {
      totalCount nodes { number } } } }
"""

STATES = ["en_construction", "en_instruction", "accepte", "refuse", "sans_suite"]


class Monde(NamedTuple):
    dossiers: list[dict[str, Any]]
    filtres: dict[str, st.SearchStrategy[Any]]
    champs: dict[int, list[str]]
    """Values that some dossiers hold, by champ."""


def id_du_champ(numero: int) -> str:
    return b64encode(f"Champ-{numero}".encode()).decode()


def curseur(dossier: dict[str, Any], date: str) -> str:
    instant = datetime.fromisoformat(dossier[date]).astimezone(UTC)
    clair = f"{instant:%Y-%m-%dT%H:%M:%S}.000000000Z;{dossier['number']}"
    return b64encode(clair.encode()).decode().rstrip("=")


def _valeurs(dossiers: list[dict[str, Any]], numero: int) -> list[str]:
    tenir, _ = reference.GENRES[numero]
    tenues = {
        tenu.isoformat() if isinstance(tenu, datetime) else str(tenu)
        for dossier in dossiers
        for reponse in reference.reponses(dossier, id_du_champ(numero))
        for tenu in tenir(reponse)
    }
    return sorted(tenues)


@pytest.fixture(scope="module")
def connu(client: Client) -> Monde:
    dossiers = client.lire(reference.TOUT)["demarche"]["dossiers"]["nodes"]

    def parmi(valeurs: set[str]) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from(sorted(valeurs)), min_size=1, max_size=3, unique=True)

    def date(nom: str) -> st.SearchStrategy[str]:
        return st.sampled_from(sorted({d[nom] for d in dossiers if d[nom]}))

    instructeurs = sorted({i["id"] for d in dossiers for i in d["instructeurs"]})
    filtres: dict[str, st.SearchStrategy[Any]] = {
        "state": st.sampled_from(STATES),
        "states": st.lists(st.sampled_from(STATES), min_size=1, max_size=3),
        "archived": st.booleans(),
        "groupes": parmi({d["groupeInstructeur"]["id"] for d in dossiers}),
        "labels": parmi({label["id"] for d in dossiers for label in d["labels"]}),
        "usager": st.sampled_from(sorted({d["usager"]["email"] for d in dossiers})),
        "instructeur": st.sampled_from(instructeurs),
        **{f"created{borne}": date("dateDepot") for borne in ("Since", "Until")},
        **{f"updated{borne}": date("dateDerniereModification") for borne in ("Since", "Until")},
        **{f"processed{borne}": date("dateTraitement") for borne in ("Since", "Until")},
    }
    return Monde(dossiers, filtres, {n: _valeurs(dossiers, n) for n in reference.GENRES})


PRESENCE = ("rempli", "vide")
CHOIX = ("egal", "parmi", *PRESENCE)
TEXTES = (*CHOIX, "contient")
INSTANTS = ("egal", "inferieur", "superieur", "entre", *PRESENCE)
NOMBRES = (*INSTANTS, "parmi")
OPERATEURS = {
    **dict.fromkeys((1, 2, 9, 16, 30), TEXTES),
    **dict.fromkeys((3, 4), NOMBRES),
    6: INSTANTS,
    7: ("egal", *PRESENCE),
    8: ("egal",),
    **dict.fromkeys((10, 11), CHOIX),
}
COMBIEN = {"entre": (2, 2), "rempli": (0, 0), "vide": (0, 0), "parmi": (1, 4)}


@st.composite
def filtre_de_champ(draw: st.DrawFn, connu: Monde) -> dict[str, Any]:
    numero = draw(st.sampled_from(sorted(OPERATEURS)))
    operateur = draw(st.sampled_from(OPERATEURS[numero]))
    valeur = st.sampled_from(connu.champs[numero])
    if "contient" in OPERATEURS[numero]:
        libre = st.text("%_\\aàÉé« \"b0'", min_size=1, max_size=3).filter(str.strip)
        valeur = valeur | libre if operateur != "contient" else libre | valeur
    moins, plus = COMBIEN.get(operateur, (1, 1))
    valeurs = draw(st.lists(valeur, min_size=moins, max_size=plus))
    return {"champ": id_du_champ(numero), "operateur": operateur, "valeurs": valeurs}


def _page(trouves: list[dict[str, Any]], taille: int, borne: tuple[str, int] | None) -> list[int]:
    """What follows a dossier of the list, or comes just before it (api 6.6)."""
    numeros = [dossier["number"] for dossier in trouves]
    if borne is None:
        return numeros[:taille]
    sens, rang = borne
    return numeros[rang + 1 :][:taille] if sens == "after" else numeros[:rang][-taille:]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_page_is_what_the_same_filters_find_in_python(
    client: Client, connu: Monde, data: DataObject
) -> None:
    noms = data.draw(st.lists(st.sampled_from(sorted(connu.filtres)), max_size=3, unique=True))
    filtres = {nom: data.draw(connu.filtres[nom], label=nom) for nom in noms}
    champs = data.draw(st.lists(filtre_de_champ(connu), max_size=3), label="champs")
    if champs:
        filtres["champs"] = champs
    date = reference.ordre(filtres)
    trouves = sorted(
        (
            dossier
            for dossier in connu.dossiers
            if reference.passe(dossier, filtres)
            and all(reference.passe_le_champ(dossier, filtre) for filtre in champs)
        ),
        key=lambda d: (datetime.fromisoformat(d[date]), d["number"]),
    )
    taille = data.draw(st.integers(1, 12), label="taille")
    page: dict[str, Any] = {"first": taille}
    borne = None
    if bool(trouves) and data.draw(st.booleans()):
        borne = (
            data.draw(st.sampled_from(["after", "before"])),
            data.draw(st.integers(0, len(trouves) - 1)),
        )
        page[borne[0]] = curseur(trouves[borne[1]], date)

    liste = client.lire(LISTE, **filtres, **page)["demarche"]["dossiers"]

    assert liste["totalCount"] == len(trouves)
    assert [n["number"] for n in liste["nodes"]] == _page(trouves, taille, borne)
