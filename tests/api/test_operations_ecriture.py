"""The stored operations that write, each asked by its name as a program does (operations.md)."""

import hashlib
import json
from base64 import b64encode
from dataclasses import fields
from typing import Any

import httpx
import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from domain.identifiants import identifiant
from schema.operations import DOCUMENTS
from tests.api.conftest import Monde
from tests.api.ecritures import LECTURE_SEULE, instructeur_id, lignes, refus
from tests.api.entrees import Objets, entree
from tests.empreintes import empreintes

MONDE = "clients"
QUERY_ID = "ds-mutation-v2"

OPERATIONS = {
    noeud.name.value: noeud
    for noeud in parse(DOCUMENTS[QUERY_ID]).definitions
    if isinstance(noeud, OperationDefinitionNode) and noeud.name
}
DOSSIER = identifiant("Dossier", 7001)
MEDIA = b"%PDF-1.7 plan"
MD5 = b64encode(hashlib.md5(MEDIA).digest()).decode()


def annotation(numero: int) -> str:
    return identifiant("Champ", numero)


class Programme:
    """One that knows the stored operations, and remembers which it asked."""

    def __init__(self, monde: Monde) -> None:
        self.monde = monde
        self.demandees: set[str] = set()
        self.moi = {"dossierId": DOSSIER, "instructeurId": instructeur_id(monde)}

    def __call__(self, nom: str, /, **entree: Any) -> Any:
        return self.demander(nom, {"input": entree})

    def en_mon_nom(self, nom: str, /, **entree: Any) -> Any:
        return self(nom, **self.moi, **entree)

    def demander(self, nom: str, variables: dict[str, Any]) -> Any:
        self.demandees.add(nom)
        client = self.monde.client("ecriture")
        [fait] = client.operation(nom, query_id=QUERY_ID, **variables).values()
        return fait


def champ(nom: str) -> str:
    """The field of Mutation that an operation asks."""
    [selection] = OPERATIONS[nom].selection_set.selections
    assert isinstance(selection, FieldNode)
    return selection.name.value


def du_dossier(**champs: Any) -> dict[str, Any]:
    return {"dossier": {"id": DOSSIER, **champs}, "errors": None}


def de_l_annotation(numero: int, **champs: Any) -> dict[str, Any]:
    return {"annotation": {"id": annotation(numero), **champs}, "errors": None}


def test_every_operation_succeeds(monde_neuf: Monde) -> None:
    """A day of one program, from the first message to the archives."""
    programme = Programme(monde_neuf)
    for etape in (ecrire, annoter, decider, grouper, cloner):
        etape(programme)

    assert programme.demandees == set(OPERATIONS)


def ecrire(programme: Programme) -> None:
    annonce = programme(
        "createDirectUpload",
        dossierId=DOSSIER,
        filename="plan.pdf",
        byteSize=len(MEDIA),
        checksum=MD5,
        contentType="application/pdf",
    )["directUpload"]
    assert annonce.keys() == {"signedBlobId", "headers", "url"}
    entetes = json.loads(annonce["headers"])
    assert httpx.put(annonce["url"], content=MEDIA, headers=entetes).status_code == 201

    envoye = programme.en_mon_nom(
        "dossierEnvoyerMessage", body="Voici", attachment=annonce["signedBlobId"]
    )
    [ligne] = lignes(programme.monde, "SELECT id FROM messages WHERE dossier_id = 7001")
    id = identifiant("Commentaire", ligne["id"])
    le = envoye["message"]["createdAt"]
    assert envoye == {"message": {"id": id, "createdAt": le}, "errors": None}

    repris = programme(
        "dossierSupprimerMessage", messageId=id, instructeurId=programme.moi["instructeurId"]
    )
    quand = repris["message"]["discardedAt"]
    assert quand >= le
    assert repris == {
        "message": {"id": id, "createdAt": le, "discardedAt": quand},
        "errors": None,
    }


def annoter(programme: Programme) -> None:
    ecrites: list[tuple[str, int, Any, Any]] = [
        ("Text", 50, "À voir", "À voir"),
        ("Checkbox", 51, True, True),
        ("Date", 52, "2026-03-02", "2026-03-02"),
        ("DateTime", 53, "2026-03-02T08:30:00Z", "2026-03-02T09:30:00+01:00"),
        ("IntegerNumber", 54, 2**31 - 1, str(2**31 - 1)),
        ("DecimalNumber", 55, 12.125, 12.125),
        ("DropDownList", 56, "Favorable", "Favorable"),
    ]
    for type_, numero, valeur, lue in ecrites:
        assert programme.en_mon_nom(
            f"dossierModifierAnnotation{type_}", annotationId=annotation(numero), value=valeur
        ) == de_l_annotation(numero, value=lue)

    ligne = programme.en_mon_nom(
        "dossierModifierAnnotationAjouterLigne", annotationId=annotation(57)
    )
    assert ligne == de_l_annotation(57)

    plusieurs = programme.en_mon_nom(
        "dossierModifierAnnotations",
        annotations=[
            {"id": annotation(56), "value": {"dropDownList": "Défavorable"}},
            {"id": annotation(50), "value": {"text": "Vu"}},
        ],
    )
    ids = [{"id": annotation(56)}, {"id": annotation(50)}]
    assert plusieurs == {"annotations": ids, "errors": None}


def decider(programme: Programme) -> None:
    en_instruction = du_dossier(state="en_instruction")
    assert programme.en_mon_nom("dossierPasserEnInstruction") == en_instruction
    moi = {"id": programme.moi["instructeurId"]}
    for suivi, suiveurs in ((False, []), (True, [moi])):
        fait = programme.en_mon_nom("dossierBasculeSuivi", follow=suivi)
        assert fait == {
            "dossier": {"id": DOSSIER, "instructeurs": suiveurs},
            "instructeur": moi,
            "errors": None,
        }

    repasse = programme.en_mon_nom("dossierRepasserEnConstruction")
    assert repasse == du_dossier(state="en_construction")
    assert programme.en_mon_nom("dossierPasserEnInstruction") == en_instruction

    refuse = programme.en_mon_nom("dossierRefuser", motivation="Incomplet")
    assert refuse == du_dossier(state="refuse", attestation=None)
    assert programme.en_mon_nom("dossierArchiver") == du_dossier(archived=True)
    assert programme.en_mon_nom("dossierDesarchiver") == du_dossier(archived=False)
    assert programme.en_mon_nom("dossierRepasserEnInstruction") == en_instruction

    classe = programme.en_mon_nom("dossierClasserSansSuite", motivation="Abandon")
    assert classe == du_dossier(state="sans_suite")
    assert programme.en_mon_nom("dossierRepasserEnInstruction") == en_instruction

    accepte = programme.en_mon_nom("dossierAccepter", motivation="Complet")
    assert accepte == du_dossier(state="accepte", attestation=None)  # made a moment later


def grouper(programme: Programme) -> None:
    admin, ines, igor = [
        {"id": instructeur_id(programme.monde, email), "email": email}
        for email in ("admin@exemple.fr", "ines@exemple.fr", "igor@exemple.fr")
    ]  # the token's owner is of the groupes that he creates

    def montrer(nom: str, **demande: Any) -> Any:
        return programme.demander(nom, {"input": demande, "includeInstructeurs": True})

    cree = montrer(
        "groupeInstructeurCreer",
        demarche={"number": 700},
        groupeInstructeur={"label": "Est", "instructeurs": [{"email": "ines@exemple.fr"}]},
    )
    [ligne] = lignes(programme.monde, "SELECT id FROM groupes_instructeurs WHERE label = 'Est'")
    groupe = {"id": identifiant("GroupeInstructeur", ligne["id"])}
    assert cree == {
        "groupeInstructeur": {**groupe, "instructeurs": [admin, ines]},
        "errors": None,
        "warnings": None,
    }

    renomme = programme(
        "groupeInstructeurModifier", groupeInstructeurId=groupe["id"], label="Est 1"
    )
    assert renomme == {"groupeInstructeur": groupe, "errors": None}

    ajoute = montrer(
        "groupeInstructeurAjouterInstructeurs",
        groupeInstructeurId=groupe["id"],
        instructeurs=[{"id": igor["id"]}, {"email": "personne"}],
    )
    assert ajoute == {
        "groupeInstructeur": {**groupe, "instructeurs": [admin, ines, igor]},
        "errors": None,
        "warnings": refus("personne n’est pas une adresse électronique valide"),
    }

    retire = montrer(
        "groupeInstructeurSupprimerInstructeurs",
        groupeInstructeurId=groupe["id"],
        instructeurs=[{"email": "ines@exemple.fr"}],
    )
    assert retire == {
        "groupeInstructeur": {**groupe, "instructeurs": [admin, igor]},
        "errors": None,
    }


def cloner(programme: Programme) -> None:
    fait = programme("demarcheCloner", demarche={"number": 700}, title="Permis, deuxième")

    [clone] = lignes(programme.monde, "SELECT id FROM demarches WHERE libelle = 'Permis, deuxième'")
    numero = clone["id"]
    assert fait == {
        "demarche": {"id": identifiant("Procedure", numero), "number": numero},
        "errors": None,
    }


@pytest.mark.parametrize("jeton", [None, "lecture"])
def test_who_may_not_write_is_told_so_by_each(monde: Monde, jeton: str | None) -> None:
    """Nobody may ask for a stored operation too: he is told the same (api 3.8b)."""
    avant = empreintes(monde.serveur.database_url)
    objets = Objets(*[DOSSIER] * len(fields(Objets)))
    for nom in OPERATIONS:
        requete = {
            "queryId": QUERY_ID,
            "operationName": nom,
            "variables": {"input": entree(champ(nom), objets)},
        }
        corps = monde.client(jeton).poster(json=requete).json()
        if nom == "createDirectUpload":
            assert corps["data"] == {"createDirectUpload": None}
            [erreur] = corps["errors"]
            assert erreur["message"] == (
                "Cannot return null for non-nullable field CreateDirectUploadPayload.directUpload"
            )
            continue
        assert "errors" not in corps, (nom, corps)
        [payload] = corps["data"].values()
        assert payload.pop("errors") == refus(LECTURE_SEULE)
        assert set(payload.values()) == {None}
    assert empreintes(monde.serveur.database_url) == avant
