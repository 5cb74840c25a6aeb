"""What no honest program sends, at every place of every mutation's input: a typed refusal, and nothing
changed. The places are read in the schema: a new mutation is tried as soon as it is there."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNonNull, get_named_type

from domain.identifiants import identifiant
from tests.api import portee
from tests.api.client import CHEMIN
from tests.api.conftest import Monde
from tests.api.entrees import MUTATIONS, Objets, Place, avec, entree, places, sans, selection
from tests.api.portee import MIEN, Biens
from tests.empreintes import empreintes
from tests.serving import Serveur

LONG = "a" * (64 * 1024 + 1)
# Python would not write it: it takes the place of this text in what is sent.
ENTIER = "l’entier de cinq mille chiffres"

NUL = "Invalid input: NUL character"
INTERDITS: dict[str, tuple[Any, str]] = {
    "NUL": ("a\0b", NUL),
    "NUL seul": ("\0", NUL),
    "substitut": ("\ud800", "Invalid input: lone surrogate"),
    "texte trop long": (LONG, "Invalid input: text over 65536 characters"),
    "entier trop long": (ENTIER, "number of 5000 digits"),
}

TEXTES = ["hier", "2026-13-01", "2026-02-30T25:00:00Z", ""]
PAS_DU_TYPE: dict[str, list[Any]] = {
    "String": [1, 1.5, True, [], {}, {"a": "b"}],
    "ID": [1.5, True, [], {}],
    "Int": ["1", 1.5, True, 2**31, -(2**31) - 1, [], {}],
    "Float": ["1", True, [], {}],
    "Boolean": ["true", 1, 0, [], {}],
    "ISO8601Date": [5, True, {}, *TEXTES],
    "ISO8601DateTime": [5, True, {}, *TEXTES],
}
D_UNE_LISTE = [1.5, True, {}, [[]], [{}], [None]]
D_UN_OBJET = ["x", 1, True, {"inconnu": 1}]
D_UN_CHOIX = ["rien", 1, True, {}]


@dataclass(frozen=True)
class Programme:
    """One that says anything, with a token that may write."""

    client: httpx.Client
    objets: dict[str, Objets]
    avant: dict[str, str]
    database_url: str

    def dire(self, requete: dict[str, Any]) -> httpx.Response:
        texte = json.dumps(requete).replace(json.dumps(ENTIER), "9" * 5000)
        reponse = self.client.post(CHEMIN, content=texte)
        assert reponse.status_code < 500, reponse.text
        assert "internal_server_error" not in reponse.text, (requete, reponse.text)
        return reponse

    def demander(self, nom: str, demande: dict[str, Any]) -> httpx.Response:
        type_, choix = MUTATIONS[nom].name, selection(nom)
        query = f"mutation ($i: {type_}!) {{ {nom}(input: $i) {{ {choix} }} }}"
        return self.dire({"query": query, "variables": {"i": demande}})

    def inchangee(self) -> bool:
        return empreintes(self.database_url) == self.avant


@pytest.fixture(scope="module")
def monde(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Monde]:
    with nouveau_serveur() as serveur:
        yield portee.charger(serveur)


@pytest.fixture(scope="module")
def programme(monde: Monde) -> Iterator[Programme]:
    biens = Biens(monde, MIEN)
    objets = {nom: biens.objets(nom) for nom in MUTATIONS}
    entetes = {
        "Authorization": f"Bearer {monde.jetons['ecriture']}",
        "Content-Type": "application/json",
    }
    url = monde.serveur.database_url
    with httpx.Client(base_url=monde.serveur.url, headers=entetes, timeout=30) as client:
        yield Programme(client, objets, empreintes(url), url)


@pytest.mark.parametrize("nom", MUTATIONS)
def test_what_no_text_holds_is_refused_at_the_door(programme: Programme, nom: str) -> None:
    for place in places(nom):
        demande = entree(nom, programme.objets[nom], place)
        for valeur, message in INTERDITS.values():
            reponse = programme.demander(nom, avec(demande, place.chemin, valeur))
            erreur = {"message": message, "extensions": {"code": "bad_request"}}
            assert reponse.status_code == 400
            assert reponse.json() == {"errors": [erreur], "data": None}, place
    assert programme.inchangee()


@pytest.mark.parametrize("nom", MUTATIONS)
def test_what_is_not_of_its_type_is_explained(programme: Programme, nom: str) -> None:
    attendu = f"Variable $i of type {MUTATIONS[nom].name}! was provided invalid value"
    for place in places(nom):
        demande = entree(nom, programme.objets[nom], place)
        for fausse in pas_de_ce_type(demande, place):
            corps = programme.demander(nom, fausse).json()
            assert corps.keys() == {"errors"}, (place, fausse, corps)
            [erreur] = corps["errors"]
            assert erreur["message"].startswith(attendu), (place, fausse, corps)
    absentes: list[dict[str, Any]] = [{}, {"i": None}, {"i": "x"}, {"i": []}, {"i": 1}]
    for variables in absentes:
        query = f"mutation ($i: {MUTATIONS[nom].name}!) {{ {nom}(input: $i) {{ __typename }} }}"
        [erreur] = programme.dire({"query": query, "variables": variables}).json()["errors"]
        assert erreur["message"].startswith(attendu)
    assert programme.inchangee()


def pas_de_ce_type(demande: dict[str, Any], place: Place) -> Iterator[dict[str, Any]]:
    for valeur in _fausses(place):
        yield avec(demande, place.chemin, valeur)
    if isinstance(place.type, GraphQLNonNull):
        yield avec(demande, place.chemin, None)
    if place.obligatoire:
        yield sans(demande, place.chemin)


def _fausses(place: Place) -> list[Any]:
    nomme = get_named_type(place.type)
    if place.liste:
        return D_UNE_LISTE
    if isinstance(nomme, GraphQLInputObjectType):
        return D_UN_OBJET
    if isinstance(nomme, GraphQLEnumType):
        return D_UN_CHOIX
    return PAS_DU_TYPE[nomme.name]


@pytest.mark.parametrize("nom", MUTATIONS)
def test_what_is_wrong_in_the_document_itself_is_refused(programme: Programme, nom: str) -> None:
    for place in places(nom):
        demande = entree(nom, programme.objets[nom], place)
        # As an id, or a decimal, it is a value like another: nobody's, or too big.
        possible = place.scalaire in ("ID", "Float")
        if not (possible and (nom, place.chemin[0]) in SANS_REFUS):
            corps = dire_en_litteral(programme, nom, avec(demande, place.chemin, ENTIER))
            assert possible or corps.keys() == {"errors"}, (place, corps)
        for texte in ("a\0b", "\ud800"):
            corps = dire_en_litteral(programme, nom, avec(demande, place.chemin, texte))
            assert corps.keys() == {"errors"}, (place, corps)
    assert programme.inchangee()


def dire_en_litteral(programme: Programme, nom: str, demande: dict[str, Any]) -> dict[str, Any]:
    texte = litteral(demande, MUTATIONS[nom]).replace(f'"{ENTIER}"', "9" * 5000)
    query = f"mutation {{ {nom}(input: {texte}) {{ __typename }} }}"
    corps: dict[str, Any] = programme.dire({"query": query}).json()
    return corps


def litteral(valeur: Any, type_: Any) -> str:
    """As it is written in a document, where names and choices have no quotes."""
    nomme = get_named_type(type_)
    if isinstance(valeur, list):
        return f"[{' '.join(litteral(element, nomme) for element in valeur)}]"
    if isinstance(valeur, dict):
        champs = nomme.fields
        return f"{{{' '.join(f'{n}: {litteral(v, champs[n].type)}' for n, v in valeur.items())}}}"
    if isinstance(nomme, GraphQLEnumType) and valeur in nomme.values:
        return str(valeur)
    return json.dumps(valeur, ensure_ascii=valeur != ENTIER)


@pytest.mark.parametrize("nom", MUTATIONS)
def test_a_body_of_more_than_256_kib_is_not_read(programme: Programme, nom: str) -> None:
    demande = entree(nom, programme.objets[nom])
    reponse = programme.demander(nom, {**demande, "clientMutationId": "a" * 256 * 1024})
    message = "Request over 262144 bytes"
    erreur = {"message": message, "extensions": {"code": "payload_too_large"}}
    assert reponse.status_code == 413
    assert reponse.json() == {"errors": [erreur], "data": None}
    assert programme.inchangee()


CLASSES = [
    "Procedure", "ProcedureRevision", "Dossier", "DeletedDossier", "GroupeInstructeur", "Instructeur",
    "User", "Expert", "Administrateur", "Commentaire", "Avis", "Traitement", "Individual",
    "Etablissement", "Service", "Label", "GeoArea", "Champ", "Row", "Column", "Rien", "",
]  # fmt: skip
CLES = ["", "-1", "0", "1e3", "٣", "³", "1.0", " 1", "9" * 19, "9" * 30, "1\0", "1|\0", "1|x", "é"]
ILLISIBLES = ["", " ", "x", "7001", "Dossier-7001", "é", "’", "A" * 5000, "====", "RG9zc2llcg"]
LUES = {
    "dossierId": ["Dossier"],
    "instructeurId": ["Instructeur", "User"],
    "groupeInstructeurId": ["GroupeInstructeur"],
    "labelId": ["Label"],
    "messageId": ["Commentaire"],
    "avisId": ["Avis"],
}
INTROUVABLES = {"instructeurId": "Profile", "messageId": "Message"}


FAUX = [identifiant("Avis", 424242), "x", identifiant("Dossier", "9" * 30), "A" * 5000]


@pytest.mark.parametrize("nom", MUTATIONS)
def test_an_id_of_the_wrong_kind_is_refused(programme: Programme, nom: str) -> None:
    for place in places(nom):
        if place.designe is not None and (nom, place.chemin[0]) not in SANS_REFUS:
            refuser(programme, nom, place, FAUX)
    assert programme.inchangee()


# A mutation for each argument that names an object: there it is given all that an id is not.
PAR_ARGUMENT = {
    str(place.chemin[-1]): (nom, place)
    for nom in MUTATIONS
    for place in places(nom)
    if place.designe is not None and nom not in ("dossierCreer", "groupeInstructeurCreer")
}


@pytest.mark.parametrize("argument", PAR_ARGUMENT)
def test_whatever_is_not_the_id_of_something_is_refused(
    programme: Programme, argument: str
) -> None:
    nom, place = PAR_ARGUMENT[argument]
    classes = LUES.get(argument, ["Champ"])
    faux = [identifiant(classe, 424242) for classe in CLASSES] + ILLISIBLES
    faux += [identifiant(classe, cle) for classe in classes for cle in CLES]
    passes = (nom, place.chemin[0]) in SANS_REFUS
    refuser(programme, nom, place, [] if passes else faux)
    assert programme.inchangee()


def refuser(programme: Programme, nom: str, place: Place, faux: list[str]) -> None:
    demande = entree(nom, programme.objets[nom], place)
    for id in faux:
        if id == "" and place.designe == "fichier":
            continue  # no file is given
        refus = raison(programme, nom, avec(demande, place.chemin, [id] if place.liste else id))
        assert refus, (place, id)
        argument = str(place.chemin[-1])
        if argument in LUES:
            assert refus in introuvable(argument, id), (place, id)


# Where an id that is nobody's is passed over, as the contract has it (api 10.17).
SANS_REFUS = {
    ("groupeInstructeurCreer", "groupeInstructeur"),
    ("groupeInstructeurAjouterInstructeurs", "instructeurs"),
    ("groupeInstructeurSupprimerInstructeurs", "instructeurs"),
    ("dossierCreer", "champs"),
}


def introuvable(argument: str, id: str) -> list[str]:
    """One that cannot be read, and one that is nobody's."""
    type_graphql = INTROUVABLES.get(argument, argument[0].upper() + argument[1:-2])
    return [f'No object found for `{argument}: "{id}"`', f"{type_graphql} not found"]


def raison(programme: Programme, nom: str, demande: dict[str, Any]) -> str | None:
    corps = programme.demander(nom, demande).json()
    payload = (corps["data"] or {}).get(nom) or {}
    erreurs = corps.get("errors") or payload.get("errors") or payload.get("champErrors")
    return erreurs[0]["message"] if erreurs else None


# Of the right type, and what nobody thinks of: each is written, or refused, and never a bug.
ETRANGES: dict[str, list[Any]] = {
    "String": ["", " \n", "a" * 65_000, "\u202e😀\U0010ffff\x01\x7f'; -- {{x}} %s $1 --numéro--"],
    "Int": [0, -1, 2**31 - 1, -(2**31)],
    "Float": [0, -1e308, 5e-324, 2**53 + 1],
    "Boolean": [True, False],
    "ISO8601Date": ["0001-01-01", "9999-12-31"],
    "ISO8601DateTime": ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01"],
}


def test_what_nobody_thinks_of_is_no_bug(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
) -> None:
    with nouveau_serveur() as serveur:
        monde = portee.charger(serveur)
        biens = Biens(monde, MIEN)
        entetes = {"Authorization": f"Bearer {monde.jetons['ecriture']}"}
        entetes["Content-Type"] = "application/json"
        with httpx.Client(base_url=serveur.url, headers=entetes, timeout=30) as client:
            objets = {nom: biens.objets(nom) for nom in MUTATIONS}
            etrange = Programme(client, objets, {}, serveur.database_url)
            for nom in MUTATIONS:
                for place in places(nom):
                    if place.chemin[-1] == "clientMutationId" or place.chemin[:1] == ("champs",):
                        continue  # the same everywhere; the same as of annotations
                    demande = entree(nom, objets[nom], place)
                    for valeur in ETRANGES.get(place.scalaire, ()):
                        donnee = [valeur] * 3 if place.liste else valeur
                        reponse = etrange.demander(nom, avec(demande, place.chemin, donnee))
                        assert reponse.status_code == 200, (place, valeur, reponse.text)
