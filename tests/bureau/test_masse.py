"""Acts on many dossiers as people and programs ask for them: what is shown, to whom, and what is refused."""

import hashlib
import json
from base64 import b64encode
from typing import Any

import httpx
import pytest

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

MONDE = "masse"
INES, IGOR, ALI = "ines@exemple.fr", "igor@exemple.fr", "ali@exemple.fr"
OPERATION = """
    operationDeMasse { id acte etat auteur total enAttente reussis ecartes echoues annules vue
        elements { dossierNumber issue message code } }
    warnings { message } errors { message code auteur }
"""
SUITE = "operationDeMasse { id etat total enAttente reussis echoues annules vue } errors { message code }"
UNE = "query ($id: ID!) { operationDeMasse(id: $id) { etat total reussis elements { dossierNumber issue } } }"


def dossiers(*numeros: int) -> list[str]:
    return [identifiant("Dossier", numero) for numero in numeros]


def creer(bureau: Bureau, email: str, acte: str, *numeros: int, **plus: Any) -> Any:
    return bureau.muter(email, "operationDeMasseCreer", OPERATION, acte=acte, dossierIds=dossiers(*numeros), **plus)  # fmt: skip


def instructeur(bureau: Bureau, email: str) -> str:
    [(numero,)] = bureau.lignes("SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", email)  # fmt: skip
    return identifiant("Instructeur", numero)


def par_jeton(bureau: Bureau, champ: str, selection: str = OPERATION, jeton: str = "ecriture", **entree: Any) -> Any:  # fmt: skip
    type_entree = f"{champ[0].upper()}{champ[1:]}Input"
    texte = f"mutation ($i: {type_entree}!) {{ {champ}(input: $i) {{ {selection} }} }}"
    return bureau.jeton(jeton).lire(texte, i=entree)[champ]


def empreinte(bureau: Bureau) -> dict[str, str]:
    lues = empreintes(bureau.serveur.database_url)
    return {table: lue for table, lue in lues.items() if table not in ("sessions", "connexions")}


@pytest.fixture(scope="module")
def pris(bureau: Bureau) -> str:
    """An operation of Ines that waits, on one dossier: the others of the module are free."""
    fait = creer(bureau, INES, "archiver", 7008)
    assert fait["errors"] is None
    return str(fait["operationDeMasse"]["id"])


def test_an_operation_is_asked_for_then_followed_to_its_end(bureau: Bureau) -> None:
    fait = creer(bureau, INES, "accepter", 7031, 7032, 7001, 7014, 99, motivation="Complet")
    assert fait["errors"] is None
    assert fait["warnings"] == [
        {"message": "Dossiers qui ne se prêtent pas à cette action, ou qui attendent dans une autre : 3"}
    ]  # fmt: skip
    operation = fait["operationDeMasse"]
    numero = operation.pop("id")
    assert operation == {
        "acte": "accepter", "etat": "en_attente", "auteur": INES, "total": 2, "enAttente": 2,
        "reussis": 0, "ecartes": 0, "echoues": 0, "annules": 0, "vue": False,
        "elements": [{"dossierNumber": n, "issue": "en_attente", "message": None, "code": None}
                     for n in (7031, 7032)],
    }  # fmt: skip
    bureau.suivre()
    assert bureau.lire(INES, UNE, id=numero)["operationDeMasse"] == {
        "etat": "terminee", "total": 2, "reussis": 2,
        "elements": [{"dossierNumber": n, "issue": "reussi"} for n in (7031, 7032)],
    }  # fmt: skip
    vue = bureau.muter(INES, "operationDeMasseMarquerVue", SUITE, operationId=numero)
    assert (vue["errors"], vue["operationDeMasse"]["vue"]) == (None, True)
    assert bureau.lignes("SELECT state, motivation FROM dossiers WHERE id = 7031") == [("accepte", "Complet")]  # fmt: skip


def test_every_act_on_a_dossier_that_waits_is_refused_with_who_asked(
    bureau: Bureau, pris: str
) -> None:
    avant = empreinte(bureau)
    qui = {"dossierId": identifiant("Dossier", 7008), "instructeurId": instructeur(bureau, INES)}
    for champ, plus in (
        ("dossierRepasserEnInstruction", {}), ("dossierArchiver", {}), ("dossierSupprimer", {}),
        ("dossierProlonger", {}), ("dossierSuivre", {}), ("dossierEnvoyerMessage", {"body": "Oui"}),
    ):  # fmt: skip
        refus = bureau.muter(INES, champ, "errors { message code auteur }", **qui, **plus)
        assert refus["errors"] == [
            {"message": "Ce dossier fait l’objet d’une action de masse : attendez qu’elle soit terminée",
             "code": "en_operation", "auteur": INES}
        ], champ  # fmt: skip
        refus = par_jeton(bureau, champ, "errors { code }", **qui, **plus)
        assert refus["errors"] == [{"code": "en_operation"}]
    assert empreinte(bureau) == avant


def test_nobody_else_sees_it_nor_touches_it(bureau: Bureau, pris: str) -> None:
    avant = empreinte(bureau)
    for email in (IGOR, ALI):
        assert bureau.lire(email, UNE, id=pris) == bureau.lire(email, UNE, id="rien") == {"operationDeMasse": None}  # fmt: skip
    assert bureau.jeton("autre").lire(UNE, id=pris) == {"operationDeMasse": None}
    assert bureau.jeton("lecture").lire(UNE, id=pris)["operationDeMasse"]["total"] == 1
    absente = [{"message": "Cette action de masse n’existe pas", "code": "not_found"}]
    for champ in ("operationDeMasseAnnuler", "operationDeMasseReprendre", "operationDeMasseMarquerVue"):  # fmt: skip
        for nom in (pris, identifiant("OperationDeMasse", 999), identifiant("Dossier", 7008), "x"):
            assert bureau.muter(IGOR, champ, SUITE, operationId=nom)["errors"] == absente
            assert par_jeton(bureau, champ, SUITE, "autre", operationId=nom)["errors"] == absente
        assert par_jeton(bureau, champ, SUITE, "lecture", operationId=pris)["errors"] is not None
    assert empreinte(bureau) == avant


@pytest.mark.parametrize(
    ("email", "acte", "numeros", "plus", "code"),
    [
        (INES, "accepter", [7014], {}, "aucun_dossier"),
        (INES, "accepter", [7008], {}, "aucun_dossier"),
        (ALI, "accepter", [7033], {}, "acces_refuse"),
        (INES, "refuser", [7033], {}, "motivation_requise"),
        (INES, "envoyer_message", [7033], {"body": ""}, None),
        (INES, "demander_avis", [7033], {"emails": []}, "sans_destinataire"),
        (INES, "demander_avis", [7033], {"emails": ["x"]}, "adresse_invalide"),
        (INES, "accepter", [7033, 8001], {}, "demarches_melees"),
        (INES, "accepter", range(501), {}, "trop_de_dossiers"),
        (INES, "accepter", [], {}, "selection_vide"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    bureau: Bureau, pris: str, email: str, acte: str, numeros: Any, plus: Any, code: str | None
) -> None:
    bureau.de(email)
    avant = empreinte(bureau)
    fait = creer(bureau, email, acte, *numeros, **plus)
    assert fait["operationDeMasse"] is None
    if code is None:
        assert len(fait["errors"]) == 1
    else:
        assert [erreur["code"] for erreur in fait["errors"]] == [code]
    assert empreinte(bureau) == avant


def test_what_is_not_ones_own_is_what_is_not_there(bureau: Bureau, pris: str) -> None:
    assert creer(bureau, INES, "accepter", 7014) == creer(bureau, INES, "accepter", 999)
    un_faux = bureau.poster(
        INES,
        "mutation ($i: OperationDeMasseCreerInput!) { operationDeMasseCreer(input: $i) { errors { message } } }",
        i={"acte": "accepter", "dossierIds": ["x"]},
    )
    assert un_faux["errors"][0]["message"] == 'No object found for `dossierIds: "x"`'


def test_the_dossiers_of_a_list_are_taken_as_it_is_filtered(bureau: Bureau, pris: str) -> None:
    def sur(**liste: Any) -> Any:
        return bureau.muter(
            INES, "operationDeMasseCreer", OPERATION, acte="passer_en_instruction",
            liste={"demarcheNumber": 700, **liste},
        )  # fmt: skip

    avant = empreinte(bureau)
    assert sur(onglet="traites")["errors"][0]["code"] == "aucun_dossier"
    ailleurs = sur(onglet="a_suivre", demarcheNumber=999)
    assert ailleurs["errors"] == [
        {"message": "Cette démarche n’existe pas", "code": "not_found", "auteur": None}
    ]
    assert empreinte(bureau) == avant
    fait = sur(onglet="suivis")
    assert [e["dossierNumber"] for e in fait["operationDeMasse"]["elements"]] == [7002]
    annule = bureau.muter(INES, "operationDeMasseAnnuler", SUITE, operationId=fait["operationDeMasse"]["id"])  # fmt: skip
    assert annule["operationDeMasse"]["etat"] == "annulee"
    assert annule["operationDeMasse"]["annules"] == 1
    liste = bureau.lire(
        INES,
        "{ moi { instructeur { demarche(number: 700) { operationsDeMasse { acte etat total } } } } }",
    )["moi"]["instructeur"]["demarche"]["operationsDeMasse"]
    assert liste[0] == {"acte": "passer_en_instruction", "etat": "annulee", "total": 1}
    assert {"acte": "archiver", "etat": "en_attente", "total": 1} in liste


def test_a_program_decides_many_and_polls(bureau: Bureau) -> None:
    admin = instructeur(bureau, "admin@exemple.fr")
    fait = par_jeton(bureau, "dossiersPasserEnInstruction", dossierIds=dossiers(7021, 7022), instructeurId=admin)  # fmt: skip
    assert (fait["errors"], fait["operationDeMasse"]["total"]) == (None, 2)
    refuse = par_jeton(
        bureau, "dossiersRefuser", dossierIds=dossiers(7004), instructeurId=instructeur(bureau, IGOR),
        motivation="Non",
    )  # fmt: skip
    numero = refuse["operationDeMasse"]["id"]
    bureau.suivre()
    client = bureau.jeton()
    assert client.lire(UNE, id=fait["operationDeMasse"]["id"])["operationDeMasse"]["reussis"] == 2
    assert client.lire(UNE, id=numero)["operationDeMasse"]["elements"] == [
        {"dossierNumber": 7004, "issue": "echoue"}
    ]
    avant = empreinte(bureau)
    for jeton, code in (("autre", "aucun_dossier"), ("lecture", None)):
        non = par_jeton(bureau, "dossiersAccepter", jeton=jeton, dossierIds=dossiers(7033), instructeurId=admin)  # fmt: skip
        assert [erreur["code"] for erreur in non["errors"]] == [code]
    assert empreinte(bureau) == avant
    repris = par_jeton(bureau, "operationDeMasseReprendre", SUITE, operationId=numero)
    assert repris["operationDeMasse"]["enAttente"] == 1
    bureau.lignes("UPDATE jetons SET revoque_le = now() WHERE nom = 'ecriture'")
    bureau.suivre()
    bureau.lignes("UPDATE jetons SET revoque_le = NULL WHERE nom = 'ecriture'")
    [(raison,)] = bureau.lignes("SELECT raison FROM elements_de_masse WHERE dossier_id = 7004")
    assert raison == "Le jeton qui a demandé cette action n’est plus valable"
    assert bureau.lignes("SELECT state FROM dossiers WHERE id = 7004") == [("en_instruction",)]


def test_each_dossier_gets_a_copy_of_the_one_justificatif(bureau: Bureau) -> None:
    octets = b"%PDF-1.7 un justificatif"
    depot = par_jeton(
        bureau, "createDirectUpload", "directUpload { url headers signedBlobId }",
        dossierId=dossiers(7006)[0], filename="justificatif.pdf", byteSize=len(octets),
        checksum=b64encode(hashlib.md5(octets).digest()).decode(), contentType="application/pdf",
    )["directUpload"]  # fmt: skip
    envoi = httpx.put(depot["url"], content=octets, headers=json.loads(depot["headers"]))
    assert envoi.status_code == 201
    fait = par_jeton(
        bureau, "dossiersAccepter", dossierIds=dossiers(7006, 7007), justificatif=depot["signedBlobId"],
        instructeurId=instructeur(bureau, "admin@exemple.fr"),
    )  # fmt: skip
    assert fait["errors"] is None
    for _ in range(2):  # the operation, then the copies that it asks for
        bureau.suivre()
    cles = bureau.lignes("SELECT cle FROM fichiers WHERE role = 'justificatif' AND dossier_id IN (7006, 7007)")  # fmt: skip
    assert len({cle for (cle,) in cles}) == 2
    for numero in (7006, 7007):
        lu = bureau.jeton().lire("query ($n: Int!) { dossier(number: $n) { motivationAttachment { filename url } } }", n=numero)  # fmt: skip
        piece = lu["dossier"]["motivationAttachment"]
        assert piece["filename"] == "justificatif.pdf"
        assert httpx.get(piece["url"]).content == octets
    encore = par_jeton(
        bureau, "dossiersAccepter", dossierIds=dossiers(7033), justificatif=depot["signedBlobId"],
        instructeurId=instructeur(bureau, "admin@exemple.fr"),
    )  # fmt: skip
    assert encore["errors"][0]["message"] == "L’identifiant du fichier téléversé est invalide"


FINS = """query ($j: ISO8601Date!) { moi { instructeur { demarche(number: 700) { finsDeVie(jusquA: $j) {
    dossierNumber state etape date raison retenue prevenus { destinataire aupres date remis } } } } } }"""


def test_what_is_about_to_end_is_shown_to_who_may_keep_it(bureau: Bureau) -> None:
    bureau.lignes("UPDATE dossiers SET expire_le = '2099-06-01 10:00+02', expiration_annoncee_le = NULL, cache_par_expiration_le = NULL")  # fmt: skip
    bureau.lignes("UPDATE dossiers SET expire_le = '2098-07-15 15:00+02', expiration_annoncee_le = '2098-07-01 15:00+02' WHERE id IN (7001, 7013)")  # fmt: skip
    bureau.lignes("INSERT INTO annonces_d_expiration VALUES (7001, 'x', 'ali@exemple.fr', 'usager', '2098-07-01 15:00+02')")  # fmt: skip
    lues = bureau.lire(INES, FINS, j="2098-07-31")["moi"]["instructeur"]["demarche"]["finsDeVie"]
    prevenus = [{"destinataire": ALI, "aupres": "usager", "date": "2098-07-01T15:00:00+02:00", "remis": False}]  # fmt: skip
    commun = {"dossierNumber": 7001, "state": "en_construction", "raison": "expired", "retenue": True, "prevenus": prevenus}  # fmt: skip
    assert lues == [
        {**commun, "etape": "corbeille", "date": "2098-07-15T15:00:00+02:00"},
        {**commun, "etape": "suppression", "date": "2098-07-29T15:00:00+02:00"},
    ]
