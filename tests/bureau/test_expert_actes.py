"""What experts do: answer, pass the question on, write, choose their mails (rules 6.6, 6.8 to 6.14, 7)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.bureau.experts import (
    ALI,
    EMIL,
    EVE,
    INES,
    REFUS,
    ZOE,
    avis_de,
    courriels,
    demander,
    instructeur,
    rendre,
    rien_ne_change,
    televerser,
)

MONDE = "avis"
INTROUVABLE = {
    "message": "Cet avis n’existe pas, ou ne vous est pas ou plus demandé",
    "code": "avis_introuvable",
}
TRAITE = {
    "message": "Ce dossier est traité : on n’y demande ni n’y rend plus d’avis",
    "code": "dossier_traite",
}


@pytest.fixture(autouse=True)
def _sans_courriel(bureau: Bureau) -> None:
    bureau.lignes("DELETE FROM courriels")


def expert(bureau: Bureau, champ: str, dossier: int, *, de: str = EVE, selection: str = REFUS, **plus: Any) -> Any:  # fmt: skip
    return bureau.muter(de, champ, selection, avisId=avis_de(bureau, dossier, de), **plus)


def prefere(bureau: Bureau, valeur: bool) -> None:
    bureau.lignes(
        "INSERT INTO preferences (instructeur_id, demarche_id, courriel_nouvel_avis)"
        " SELECT i.id, 900, %s FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s"
        " ON CONFLICT (instructeur_id, demarche_id) DO UPDATE SET courriel_nouvel_avis = excluded.courriel_nouvel_avis",
        valeur, INES,
    )  # fmt: skip


# --- answering (6.8) --------------------------------------------------------------------------------


def test_an_answer_is_a_text_and_yes_or_no_when_that_was_asked(bureau: Bureau) -> None:
    bureau.de(EVE)
    with rien_ne_change(bureau):
        sans_oui = rendre(bureau, 9001, "Pourquoi pas")
        vide = rendre(bureau, 9001, "  ", questionReponse=True)
    assert sans_oui == {
        "errors": [
            {
                "message": "La question posée attend une réponse par oui ou non",
                "code": "question_sans_reponse",
            }
        ],
        "texte": "Pourquoi pas",
        "avis": None,
    }
    assert vide["errors"] == [
        {"message": "Le champ « Votre avis » ne peut être vide", "code": "avis_vide"}
    ]
    prefere(bureau, False)
    fait = rendre(bureau, 9001, "Favorable, sous réserve", questionReponse=True)
    assert fait == {
        "errors": None,
        "texte": None,
        "avis": {"reponse": "Favorable, sous réserve", "questionAnswer": True},
    }
    assert courriels(bureau) == []
    assert ("avis_externe",) in bureau.lignes("SELECT type FROM badges WHERE dossier_id = 9001")
    vu = bureau.jeton().lire(
        "query ($n: Int!) { dossier(number: $n) { avis { reponse questionAnswer } } }", n=9001
    )["dossier"]["avis"]
    assert vu[0] == {"reponse": "Favorable, sous réserve", "questionAnswer": True}


def test_an_answer_is_changed_later_and_followers_are_told_once_in_half_an_hour(
    bureau: Bureau,
) -> None:
    prefere(bureau, True)
    demander(bureau, 9005, EVE)
    courriels(bureau)
    assert rendre(bureau, 9005, "Oui")["errors"] is None
    assert courriels(bureau) == [("avis_rendu", INES)]
    assert rendre(bureau, 9005, "Plutôt non")["avis"]["reponse"] == "Plutôt non"
    assert courriels(bureau) == []
    bureau.vieillir("avis", "repondu_le", "31 minutes")
    assert rendre(bureau, 9005, "Non")["errors"] is None
    assert courriels(bureau) == [("avis_rendu", INES)]
    prefere(bureau, False)


def test_the_file_of_an_answer_is_kept_replaced_or_taken_away(bureau: Bureau) -> None:
    demander(bureau, 9005, EVE)

    def fichiers() -> list[str]:
        numero = avis_de(bureau, 9005)
        lus = bureau.lire(
            EVE,
            "query ($id: ID!) { moi { expert { unAvis(id: $id) { piecesDeLaReponse { filename url } } } } }",
            id=numero,
        )["moi"]["expert"]["unAvis"]["piecesDeLaReponse"]
        assert all(httpx.get(lu["url"]).status_code == 200 for lu in lus)
        return [lu["filename"] for lu in lus]

    def signe(nom: str) -> str:
        return televerser(
            bureau, "expertAnnoncerFichier", EVE, nom, nom.encode(), avisId=avis_de(bureau, 9005)
        )

    rendre(bureau, 9005, "Voir la note", piece=signe("un.txt"))
    assert fichiers() == ["un.txt"]
    rendre(bureau, 9005, "Voir la note, corrigée")
    assert fichiers() == ["un.txt"]
    rendre(bureau, 9005, "Voir l’autre note", piece=signe("deux.txt"))
    assert fichiers() == ["deux.txt"]
    rendre(bureau, 9005, "Sans note", sansPiece=True)
    assert fichiers() == []


def test_a_decided_dossier_is_not_answered_any_more(bureau: Bureau) -> None:
    bureau.de(EVE)
    with rien_ne_change(bureau):
        assert rendre(bureau, 9004, "Trop tard") == {
            "errors": [TRAITE], "texte": "Trop tard", "avis": None,
        }  # fmt: skip


# --- revoked while he writes --------------------------------------------------------------------------


def test_an_expert_revoked_while_he_writes_is_refused_and_gets_his_text_back(
    bureau: Bureau,
) -> None:
    demander(bureau, 9002, EVE)
    numero = avis_de(bureau, 9002)
    revoquee = bureau.muter(
        INES, "dossierRevoquerAvis", REFUS, avisId=numero, instructeurId=instructeur(bureau)
    )
    assert revoquee == {"errors": None}
    long = "Un long avis, " * 200
    ecrits: list[tuple[str, dict[str, Any]]] = [
        ("expertRendreAvis", {"reponse": long}),
        ("expertEnvoyerMessage", {"body": long}),
        ("expertDemanderAvis", {"emails": [EMIL], "introduction": long}),
    ]
    selection = f"{REFUS} texte avis {{ id }}"
    with rien_ne_change(bureau):
        for champ, entree in ecrits:
            attendu = {"errors": [INTROUVABLE], "texte": long, "avis": None}
            for id in (numero, identifiant("Avis", 999_999), avis_de(bureau, 9001, EMIL), "rien"):
                assert bureau.muter(EVE, champ, selection, avisId=id, **entree) == attendu


def test_of_an_answer_and_a_revocation_together_one_is_first_and_both_are_told(
    bureau: Bureau,
) -> None:
    bureau.de(EVE), bureau.de(INES)
    for _ in range(4):
        demander(bureau, 9002, EVE)
        numero, depart = avis_de(bureau, 9002), Barrier(2)

        def repondre(numero: str = numero, depart: Barrier = depart) -> Any:
            depart.wait()
            return bureau.muter(
                EVE, "expertRendreAvis", f"{REFUS} texte", avisId=numero, reponse="Oui"
            )

        def revoquer(numero: str = numero, depart: Barrier = depart) -> Any:
            depart.wait()
            return bureau.muter(
                INES, "dossierRevoquerAvis", REFUS, avisId=numero, instructeurId=instructeur(bureau)
            )

        with ThreadPoolExecutor(2) as deux:
            reponse, revocation = deux.submit(repondre), deux.submit(revoquer)
        assert revocation.result() == {"errors": None}
        reste = bureau.lignes(
            "SELECT reponse, revoque_le IS NOT NULL FROM avis WHERE id = %s",
            int(bureau.lignes("SELECT split_part(convert_from(decode(%s, 'base64'), 'utf8'), '-', 2)", numero)[0][0]),
        )  # fmt: skip
        if reponse.result()["errors"] is None:
            assert reste == [("Oui", True)]
        else:
            assert reponse.result() == {"errors": [INTROUVABLE], "texte": "Oui"}
            assert reste == []


# --- forwarding (6.6) ---------------------------------------------------------------------------------


def test_an_expert_asks_others_who_know_it_is_he(bureau: Bureau) -> None:
    fait = expert(
        bureau, "expertDemanderAvis", 9001, emails=["tiers@exemple.fr"], question="Et vous ?",
        selection=f"{REFUS} avis {{ dossier {{ avis {{ expert demandeur questionLabel confidentiel parMoi }} }} }}",
    )  # fmt: skip
    assert fait["errors"] is None
    assert fait["avis"]["dossier"]["avis"][-1] == {
        "expert": "tiers@exemple.fr", "demandeur": EVE, "questionLabel": "Et vous ?",
        "confidentiel": False, "parMoi": True,
    }  # fmt: skip
    assert courriels(bureau) == [("premier_avis_demande", "tiers@exemple.fr")]
    assert bureau.lignes(
        "SELECT contenu->'auteur'->>'email' FROM journal WHERE dossier_id = 9001 ORDER BY rang DESC LIMIT 1"
    ) == [(EVE,)]


def test_what_was_asked_in_confidence_is_passed_on_in_confidence(bureau: Bureau) -> None:
    bureau.lignes("UPDATE avis SET confidentiel = true WHERE dossier_id = 9005")
    assert expert(bureau, "expertDemanderAvis", 9005, emails=["secret@exemple.fr"]) == {
        "errors": None
    }
    assert bureau.lignes(
        "SELECT confidentiel FROM avis WHERE dossier_id = 9005 ORDER BY id DESC LIMIT 1"
    ) == [(True,)]
    par_eve = bureau.lire(
        EVE,
        "query ($id: ID!) { moi { expert { unAvis(id: $id) { dossier { avis { expert } } } } } }",
        id=avis_de(bureau, 9005),
    )["moi"]["expert"]["unAvis"]["dossier"]["avis"]
    assert {"expert": "secret@exemple.fr"} in par_eve


def test_who_asked_reminds_and_withdraws_and_nobody_else_among_experts(bureau: Bureau) -> None:
    expert(bureau, "expertDemanderAvis", 9001, emails=["relance@exemple.fr"])
    courriels(bureau)
    demande = avis_de(bureau, 9001, "relance@exemple.fr")
    bureau.de(EMIL)
    with rien_ne_change(bureau):
        for champ in ("expertRelancerAvis", "expertRevoquerAvis"):
            assert bureau.muter(EMIL, champ, REFUS, avisId=demande) == {"errors": [INTROUVABLE]}
    assert bureau.muter(EVE, "expertRelancerAvis", REFUS, avisId=demande) == {"errors": None}
    assert [a for _, a in courriels(bureau)] == ["relance@exemple.fr"]
    assert bureau.muter(EVE, "expertRevoquerAvis", REFUS, avisId=demande) == {"errors": None}
    assert bureau.muter(EVE, "expertRevoquerAvis", REFUS, avisId=demande) == {
        "errors": [INTROUVABLE]
    }


# --- the messagerie (7) -------------------------------------------------------------------------------


def ecrire(bureau: Bureau, dossier: int, corps: str, **plus: Any) -> Any:
    return expert(
        bureau, "expertEnvoyerMessage", dossier, body=corps, selection=f"{REFUS} texte", **plus
    )


def test_an_expert_writes_to_the_usager_under_his_own_name_and_takes_it_back(
    bureau: Bureau,
) -> None:
    signe = televerser(
        bureau,
        "expertAnnoncerFichier",
        EVE,
        "croquis.txt",
        b"croquis",
        avisId=avis_de(bureau, 9001),
    )
    assert ecrire(bureau, 9001, "Pouvez-vous préciser ?", attachments=[signe]) == {
        "errors": None, "texte": None,
    }  # fmt: skip
    assert courriels(bureau) == [("nouveau_message", ALI)]
    [(message, email)] = bureau.lignes(
        "SELECT id, email FROM messages WHERE corps = 'Pouvez-vous préciser ?'"
    )
    assert email == EVE
    id = identifiant("Commentaire", message)
    bureau.de(EMIL)
    with rien_ne_change(bureau):
        assert bureau.muter(EMIL, "expertSupprimerMessage", REFUS, messageId=id) == {
            "errors": [
                {
                    "message": "Ce message n’existe pas, ou ne vous est pas ou plus lisible",
                    "code": "message_introuvable",
                }
            ]
        }
    assert bureau.muter(EVE, "expertSupprimerMessage", REFUS, messageId=id) == {"errors": None}
    assert bureau.lignes("SELECT corps, supprime_le IS NOT NULL FROM messages WHERE id = %s", message) == [
        ("", True)
    ]  # fmt: skip
    assert bureau.lignes("SELECT id FROM fichiers WHERE nom = 'croquis.txt'") == []


@pytest.mark.parametrize(
    ("dossier", "corps", "message", "code"),
    [
        (9501, "Bonjour", "Cette démarche n’ouvre pas la messagerie aux experts", "messagerie_sans_expert"),
        (9001, "   ", "Le champ « Votre message » ne peut être vide", "message_vide"),
    ],
)  # fmt: skip
def test_a_message_that_cannot_be_is_refused(
    bureau: Bureau, dossier: int, corps: str, message: str, code: str
) -> None:
    bureau.de(EVE)
    with rien_ne_change(bureau):
        fait = ecrire(bureau, dossier, corps)
    assert fait == {"errors": [{"message": message, "code": code}], "texte": corps}


# --- what he wants to be told (6.14) ---------------------------------------------------------------------


def test_an_expert_chooses_his_mails_for_each_demarche(bureau: Bureau) -> None:
    def voulus() -> tuple[bool, bool]:
        premiere = bureau.lire(
            EVE, "{ moi { expert { demarches { number avertirDesAvis avertirDesMessages } } } }"
        )["moi"]["expert"]["demarches"][0]
        assert premiere["number"] == 900
        return premiere["avertirDesAvis"], premiere["avertirDesMessages"]

    regler = "expertReglerNotifications"
    assert voulus() == (True, False)
    assert bureau.muter(EVE, regler, REFUS, demarche=900, avertirDesAvis=False) == {"errors": None}
    assert voulus() == (False, False)
    assert demander(bureau, 9005, EVE)["errors"] is None
    assert courriels(bureau) == []
    fait = bureau.muter(
        EVE, regler, REFUS, demarche=900, avertirDesAvis=True, avertirDesMessages=True
    )
    assert fait == {"errors": None}
    assert voulus() == (True, True)
    with rien_ne_change(bureau):
        ailleurs = [
            bureau.muter(EVE, regler, REFUS, demarche=n, avertirDesAvis=False)
            for n in (960, 999_999)
        ]
    assert (
        ailleurs[0]
        == ailleurs[1]
        == {
            "errors": [
                {
                    "message": "Cette démarche n’existe pas, ou ne vous demande pas d’avis",
                    "code": "demarche_introuvable",
                }
            ]
        }
    )


# --- tokens ---------------------------------------------------------------------------------------------


def test_what_experts_do_is_for_people_who_are_signed_in(bureau: Bureau) -> None:
    with rien_ne_change(bureau):
        fait = bureau.jeton().demander(
            "mutation ($input: ExpertRendreAvisInput!) { expertRendreAvis(input: $input)"
            " { errors { message code } } }",
            input={"avisId": avis_de(bureau, 9001), "reponse": "Oui"},
        )["data"]["expertRendreAvis"]
    assert fait["errors"] == [
        {
            "message": "Cette demande se fait connecté, et non par un jeton",
            "code": "reservee_aux_personnes",
        }
    ]
    assert bureau.muter(ZOE, "expertRevoquerAvis", REFUS, avisId=avis_de(bureau, 9001)) == {
        "errors": [INTROUVABLE]
    }
