"""Nobody writes on what is another's: each identifier that each mutation takes, with every token that
has no right to it (reliability 2.4). The first test tells that the same requests are right otherwise."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.api import portee
from tests.api.conftest import Monde
from tests.api.ecritures import LECTURE_SEULE, SANS_DROIT, refus
from tests.api.entrees import MUTATIONS, Objets, Place, avec, entree, places, selection
from tests.api.portee import AUTRE, COTES, MIEN, RESTREINT, Biens, Cote
from tests.empreintes import empreintes
from tests.serving import Serveur

NULL = "Cannot return null for non-nullable field CreateDirectUploadPayload.directUpload"
SANS_JETON = (403, "Without a token, only persisted queries are allowed", "forbidden")
REFUSES: dict[str, tuple[int, str, str]] = {
    "revoque": SANS_JETON,
    "expire": (401, "Token expired", "unauthorized"),
    "reseau": (
        403,
        "Request issued from a forbidden network. Add 127.0.0.1/32 "
        "to your allowed adresses in your /profil",
        "forbidden",
    ),
}


@pytest.fixture(scope="module")
def monde(nouveau_serveur: Callable[[], AbstractContextManager[Serveur]]) -> Iterator[Monde]:
    with nouveau_serveur() as serveur:
        yield portee.charger(serveur)


@dataclass(frozen=True)
class Partage:
    """What each side may name, mutation by mutation, and what the tables held once it was there."""

    biens: dict[Cote, Biens]
    objets: dict[tuple[Cote, str], Objets]
    avant: dict[str, str]


@pytest.fixture(scope="module")
def partage(monde: Monde) -> Partage:
    biens = {cote: Biens(monde, cote) for cote in COTES}
    objets = {(cote, nom): biens[cote].objets(nom) for cote in COTES for nom in MUTATIONS}
    return Partage(biens, objets, empreintes(monde.serveur.database_url))


def demander(monde: Monde, jeton: str, nom: str, demande: dict[str, Any]) -> httpx.Response:
    texte = f"mutation ($i: {MUTATIONS[nom].name}!) {{ {nom}(input: $i) {{ {selection(nom)} }} }}"
    requete = {"query": texte, "variables": {"i": demande}}
    return monde.client(jeton).poster(json=requete)


def test_the_rightful_token_is_obeyed_by_every_mutation(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
) -> None:
    with nouveau_serveur() as serveur:
        monde = portee.charger(serveur)
        miens = Biens(monde, MIEN)
        for nom in MUTATIONS:
            demande = entree(nom, miens.objets(nom))
            corps = demander(monde, "ecriture", nom, demande).json()
            assert "errors" not in corps, (nom, corps)
            assert corps["data"][nom].get("errors") is None, (nom, corps)
            assert corps["data"][nom].get("champErrors") is None, (nom, corps)


@pytest.mark.parametrize("nom", MUTATIONS)
def test_a_token_that_opens_nothing_writes_nothing(
    monde: Monde, partage: Partage, nom: str
) -> None:
    demande = entree(nom, partage.objets[MIEN, nom])

    for jeton, (statut, message, code) in REFUSES.items():
        reponse = demander(monde, jeton, nom, demande)
        erreur = {"message": message, "extensions": {"code": code}}
        assert (reponse.status_code, reponse.json()) == (statut, {"errors": [erreur], "data": None})
    lu = demander(monde, "lecture", nom, demande).json()
    if nom == "createDirectUpload":
        assert [erreur["message"] for erreur in lu["errors"]] == [NULL]
        assert lu["data"] == {nom: None}
    else:
        assert lu["data"][nom].pop("errors") == refus(LECTURE_SEULE)
        assert set(lu["data"][nom].values()) == {None}
    assert empreintes(monde.serveur.database_url) == partage.avant


@pytest.mark.parametrize("nom", MUTATIONS)
def test_one_thing_of_somebody_else_among_ones_own_is_refused(
    monde: Monde, partage: Partage, nom: str
) -> None:
    """A dossier is made all the same when one of the answers that come with it is refused."""
    for place in places(nom):
        if place.designe is None or libre(nom, place) or (nom, place.chemin[0]) == FAIT_QUAND_MEME:
            continue
        for cote in (AUTRE, RESTREINT):
            voler(monde, partage, nom, place, cote)
    assert empreintes(monde.serveur.database_url) == partage.avant


FAIT_QUAND_MEME = ("dossierCreer", "champs")


def test_a_dossier_is_made_without_what_is_somebody_elses(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
) -> None:
    with nouveau_serveur() as serveur:
        monde = portee.charger(serveur)
        biens = {cote: Biens(monde, cote) for cote in (MIEN, AUTRE)}
        objets = {(cote, "dossierCreer"): biens[cote].objets("dossierCreer") for cote in biens}
        partage = Partage(biens, objets, empreintes(monde.serveur.database_url))
        for place in places("dossierCreer"):
            if place.designe is not None and place.chemin[0] == "champs":
                voler(monde, partage, "dossierCreer", place, AUTRE)
        apres = empreintes(monde.serveur.database_url)
        for table in ("televersements", "fichiers", "demarches", "comptes"):
            assert apres[table] == partage.avant[table]


def voler(monde: Monde, partage: Partage, nom: str, place: Place, cote: Cote) -> None:
    """Put what is ours at this place of a request that is otherwise theirs: it is refused."""
    assert place.designe
    vole = getattr(partage.objets[MIEN, nom], place.designe)
    demande = entree(nom, partage.objets[cote, nom], place)
    if place.chemin[-1] == "pieceJustificative":
        membre, rang = place.chemin[:2]
        preneur = partage.biens[cote].qui_prend_un_fichier(str(membre))
        demande = avec(demande, (membre, rang, "id"), preneur)
        demande = avec(demande, place.chemin, [vole])
    else:
        demande = avec(demande, place.chemin, vole)

    corps = demander(monde, cote.jeton, nom, demande).json()
    assert dit(corps, nom) == attendu(nom, place, cote, vole), f"{place}: {corps}"


def libre(nom: str, place: Place) -> bool:
    """Who is an instructeur is no secret of a démarche: any may be asked to join, or to leave."""
    return nom.startswith("groupeInstructeur") and place.designe == "instructeur"


def dit(corps: dict[str, Any], nom: str) -> tuple[str, str | None]:
    """The one reason that is given, and its code at the top level."""
    if "errors" in corps:
        [erreur] = corps["errors"]
        assert corps["data"] == {nom: None}
        return erreur["message"], erreur.get("extensions", {}).get("code")
    payload = corps["data"][nom]
    [erreur] = payload["errors"] or payload["champErrors"]
    return erreur["message"], None


TYPES = {
    "dossier": "Dossier",
    "groupe": "GroupeInstructeur",
    "label": "Label",
    "message": "Message",
}
ADMINISTREES = {nom for nom in MUTATIONS if "Expert" in nom} | {"demarcheReglerConservation"}
INTROUVABLES = {
    "dossierRestaurer",
    "dossierModifierChamps",
    "dossierDeposer",
    "dossierDemanderAvis",
}


def attendu(nom: str, place: Place, cote: Cote, vole: str) -> tuple[str, str | None]:
    if place.designe == "dossier" and nom in INTROUVABLES:
        return "Dossier not found", "not_found"
    if place.designe == "avis":
        return "Avis not found", "not_found"
    if place.designe in TYPES:
        return cache(TYPES[place.designe])
    if place.designe == "demarche":
        return de_la_demarche(nom, cote)
    if place.designe == "fichier":
        return "L’identifiant du fichier téléversé est invalide", None
    if place.designe == "champ":
        return f'Le champ "{vole}" n’existe pas', None
    if place.designe == "instructeur":
        non_supprimable = nom == "dossierSupprimerMessage"
        return "Le message ne peut pas être supprimé" if non_supprimable else SANS_DROIT, None
    apostrophe = "‘" if nom == "dossierModifierAnnotations" else "’"
    return f'L{apostrophe}annotation "{vole}" n’existe pas', None


def de_la_demarche(nom: str, cote: Cote) -> tuple[str, str | None]:
    if nom == "demarcheCloner":
        return f'La démarche "{MIEN.numero}" ne peut pas être clonée.', None
    if nom in ADMINISTREES:
        return "Demarche not found", "not_found"
    if cote is RESTREINT:
        return cache("Demarche")
    type_graphql = "Demarche" if nom == "dossierCreer" else f"{nom[0].upper()}{nom[1:]}Payload"
    return f"{type_graphql} not found", "not_found"


def cache(type_graphql: str) -> tuple[str, str | None]:
    return f"An object of type {type_graphql} was hidden due to permissions", "unauthorized"
