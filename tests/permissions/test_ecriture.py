"""Every mutation, by everybody, on the things of one's own house and of the other: without the right, not
a row changes."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.entrees import TOUTES, entree, places, selection
from tests.empreintes import empreintes
from tests.permissions.appelants import APPELANTS, INSTRUCTEUR, Appelant
from tests.permissions.biens import EN_CONSTRUCTION, objets
from tests.permissions.maisons import BLEU, ROUGE, Maison
from tests.permissions.ville import Ville

# Written by who signs in or comes, whatever he then asks.
PASSAGES = {"sessions", "connexions", "tentatives_de_connexion", "passages"}

# Written on nobody's things but those of who asks.
A_SOI = {"nouveautesVoir"}

# What belongs to the groupe « Un »: an instructeur of the other one has the rest of the démarche.
DU_GROUPE = {
    "annotation", "avis", "dossier", "export", "message", "modele", "operation", "programme", "rendez_vous",
}  # fmt: skip

# Who may write on something of his own house: it is not looked at here whether he is obeyed.
ECRIVENT = {"jeton", "instructeur du groupe", "administrateur", "expert"}


def etat(ville: Ville) -> dict[str, str]:
    tous = empreintes(ville.serveur.database_url)
    return {table: dit for table, dit in tous.items() if table not in PASSAGES}


def ecrire(ville: Ville, qui: Appelant, de: Maison, sur: Maison, nom: str, au_nom_de: str) -> Any:
    demande = entree(nom, objets(ville, sur, nom, instructeur=au_nom_de))
    return demander(ville, qui, de, nom, demande)


def demander(ville: Ville, qui: Appelant, de: Maison, nom: str, demande: dict[str, Any]) -> Any:
    texte = f"mutation ($i: {TOUTES[nom].name}!) {{ {nom}(input: $i) {{ {selection(nom)} }} }}"
    reponse = ville.demander(qui, de, texte, i=demande)
    assert reponse.status_code < 500, (nom, reponse.text)
    corps = reponse.json()
    assert "internal_server_error" not in reponse.text, (nom, corps)
    return corps


@pytest.mark.parametrize("qui", APPELANTS, ids=str)
def test_nobody_writes_in_the_other_house(ville: Ville, qui: Appelant) -> None:
    avant = etat(ville)
    for nom in sorted(TOUTES.keys() - A_SOI):
        corps = ecrire(ville, qui, ROUGE, BLEU, nom, "ines")
        assert refuse(corps, nom), (nom, corps)
    assert etat(ville) == avant


@pytest.mark.parametrize("qui", [q for q in APPELANTS if q.nom not in ECRIVENT], ids=str)
def test_nobody_writes_in_his_own_house_without_a_right(ville: Ville, qui: Appelant) -> None:
    """Not even in the name of who has it, nor in his own."""
    avant = etat(ville)
    sien = qui.personne if qui.personne in ("igor", "iris", "retire") else "ines"
    for nom in sorted(n for n in TOUTES.keys() - A_SOI if qui.personne != "igor" or du_groupe(n)):
        for au_nom_de in {"ines", sien}:
            corps = ecrire(ville, qui, ROUGE, ROUGE, nom, au_nom_de)
            assert refuse(corps, nom), (nom, corps)
    assert etat(ville) == avant


# One's own reading and draft, bytes that nothing holds yet; what such an operation cannot hold: what is
# thrown away, or what a program prepares for its usager.
HORS_VERROU = {
    "dossierMarquerVu", "dossierGarderBrouillonDeMessage", "createDirectUpload", "dossierRestaurer",
    "dossierRestaurerEtProlonger", "dossierDeposer", "dossierModifierChamps",
}  # fmt: skip


def test_no_act_is_done_on_a_dossier_that_waits_in_an_operation(ville: Ville) -> None:
    """Whoever asks for it, be it who asked for the operation (rules 4.10.6)."""
    biens = objets(ville, ROUGE, "")
    pris = replace(biens, dossier=identifiant("Dossier", ROUGE.base + EN_CONSTRUCTION))
    masse = {"acte": "passer_en_instruction", "dossierIds": [pris.dossier]}
    demandee = demander(ville, INSTRUCTEUR, ROUGE, "operationDeMasseCreer", masse)
    assert not refuse(demandee, "operationDeMasseCreer"), demandee
    avant = etat(ville)
    for nom in TOUTES.keys() - HORS_VERROU:
        if "dossierId" in TOUTES[nom].fields:
            corps = demander(ville, INSTRUCTEUR, ROUGE, nom, entree(nom, pris))
            assert "action de masse" in json.dumps(corps), (nom, corps)
    assert etat(ville) == avant


def du_groupe(nom: str) -> bool:
    return any(place.obligatoire and place.designe in DU_GROUPE for place in places(nom))


def refuse(corps: dict[str, Any], nom: str) -> bool:
    if "errors" in corps:
        return True
    payload = corps["data"][nom]
    return bool(payload.get("errors") or payload.get("champErrors"))


@pytest.mark.parametrize(
    "nom", [n for n in TOUTES if n.startswith("dossierModifierAnnotationText")]
)
def test_who_has_the_right_is_obeyed(ville: Ville, nom: str) -> None:
    """The same request is right otherwise: what is refused above is refused for want of a right."""
    [instructeur] = [q for q in APPELANTS if q.nom == "instructeur du groupe"]
    corps = ecrire(ville, instructeur, ROUGE, ROUGE, nom, "ines")
    assert not refuse(corps, nom), corps
